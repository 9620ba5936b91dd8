from django.apps import AppConfig


class CareConfig(AppConfig):
    """What the content lacks: checks that every room may add to, their page and their report."""

    name = "icma_portal.care"
    label = "care"

    def ready(self):
        from . import external, generic, links, terms  # noqa: F401 (they register themselves)
