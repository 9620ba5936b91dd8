from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "icma_portal.content"
    label = "content"
