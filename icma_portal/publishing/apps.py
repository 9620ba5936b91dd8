from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "icma_portal.publishing"
    label = "publishing"

    def ready(self):
        # The models of every app can be named only now.
        from . import awaiting  # noqa: F401 (registers what awaits the staff)
        from .history.receivers import connect

        connect()
