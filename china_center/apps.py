from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChinaCenterConfig(AppConfig):
    name = "china_center"
    verbose_name = _("China Center")

    def ready(self):
        # They register what awaits the staff, and what is deleted in its time.
        from . import awaiting  # noqa: F401
        from .registration import awaiting as registrations_awaiting  # noqa: F401
        from .registration import retention  # noqa: F401
        from .search import register_searched

        register_searched()
