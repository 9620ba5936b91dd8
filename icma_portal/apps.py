from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The roof: home, about, contact, and what sees every app."""

    name = "icma_portal"
    label = "icma_portal"
    verbose_name = "Portal"
