from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilingualConfig(AppConfig):
    name = "icma_portal.bilingual"
    label = "bilingual"
    # What staff find of it in the admin.
    verbose_name = _("Glossary")
