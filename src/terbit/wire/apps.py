from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WireConfig(AppConfig):
    name = "terbit.wire"
    label = "wire"
    verbose_name = _("wire")
    default_auto_field = "django.db.models.BigAutoField"
