from django.apps import AppConfig


class ContenthubConfig(AppConfig):
    name = "contenthub"
    verbose_name = "contenthub"

    def ready(self) -> None:
        from contenthub import receivers
        from contenthub.operating import checks  # noqa: F401  Importing it registers it.

        receivers.connect()
