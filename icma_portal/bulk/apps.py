from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Records as tables: out, compared with what is stored, and in again."""

    name = "icma_portal.bulk"
    label = "bulk"
