from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "icma_portal.web"
    label = "web"
