from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "icma_portal.search"
    label = "search"
