from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    name = "icma_portal.web"
    label = "web"

    def ready(self):
        from .changed_rows import install_row_triggers
        from .changes import install_triggers

        # Without a sender: the tables of every app have been made by then.
        post_migrate.connect(install_triggers, dispatch_uid="triggers of content changes")
        post_migrate.connect(install_row_triggers, dispatch_uid="triggers of changed rows")
