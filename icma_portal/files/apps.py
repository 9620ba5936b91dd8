from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "icma_portal.files"
    label = "files"
