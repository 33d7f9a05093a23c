from django.apps import AppConfig


class ContenthubConfig(AppConfig):
    name = "contenthub"
    verbose_name = "contenthub"

    def ready(self) -> None:
        from contenthub import receivers

        receivers.connect()
