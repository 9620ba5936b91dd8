from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof: home, about, contact, and what sees every app."""

    name = "icma_portal"
    label = "icma_portal"
    verbose_name = _("Messages of visitors")

    def ready(self):
        # They register what awaits the staff, and what is deleted in its time.
        from .inbox import awaiting, retention  # noqa: F401
        from .search import following
        from .searched_pages import register_searched

        register_searched()
        # Last of all apps: by now every model has been declared.
        following.connect()
