from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class WebConfig(AppConfig):
    name = "icma_portal.web"
    label = "web"

    def ready(self):
        from .changed_rows import install_row_triggers, remove_row_triggers
        from .changes import install_triggers

        # As if of this app alone: both are sent for each, when all of them are at the same point.
        pre_migrate.connect(remove_row_triggers, self)
        post_migrate.connect(install_triggers, self)
        post_migrate.connect(install_row_triggers, self)
