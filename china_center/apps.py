from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChinaCenterConfig(AppConfig):
    name = "china_center"
    verbose_name = _("China Center")

    def ready(self):
        from . import awaiting  # noqa: F401 (registers what awaits the staff)
        from .search import register_searched

        register_searched()
