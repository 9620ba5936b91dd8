from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self):
        from icma_portal.bilingual.desk.grouping import register_group_model
        from icma_portal.bilingual.glossary import register_terms

        from .official_names import organization_terms
        from .search import register_searched

        register_terms(organization_terms)
        register_group_model("programs.Program")
        register_searched()
