from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "channels"
    verbose_name = "channels"

    def ready(self) -> None:
        from channels.desk import preview

        preview.connect()
