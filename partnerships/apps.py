from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        from . import (
            care,  # noqa: F401 (registers its checks of the content)
            signals,  # noqa: F401 (connects the receivers)
        )
        from .search import register_searched

        register_searched()
