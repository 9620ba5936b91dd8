from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "icma_portal.publishing"
    label = "publishing"
