from django.apps import AppConfig


class BilingualConfig(AppConfig):
    name = "icma_portal.bilingual"
    label = "bilingual"
