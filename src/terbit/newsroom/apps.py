from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "terbit.newsroom"
    label = "newsroom"
    verbose_name = _("newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terbit.newsroom.admin import policy

        policy.register()
