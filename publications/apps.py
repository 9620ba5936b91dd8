from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("Publications")

    def ready(self):
        from . import (
            awaiting,  # noqa: F401 (registers what awaits the staff)
            care,  # noqa: F401 (registers its checks of the content)
        )
        from .search import register_searched

        register_searched()
