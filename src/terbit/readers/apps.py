from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "terbit.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.readers import signals  # noqa: F401  (connects the receivers)
