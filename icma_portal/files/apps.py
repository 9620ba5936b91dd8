from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "icma_portal.files"
    label = "files"
    # What staff find of it in the admin.
    verbose_name = _("Pictures")
