from django.apps import AppConfig, apps
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class BilingualConfig(AppConfig):
    name = "icma_portal.bilingual"
    label = "bilingual"
    # What staff find of it in the admin.
    verbose_name = _("Translation and glossary")

    def ready(self):
        # Models can be named only now.
        from .desk import awaiting  # noqa: F401 (registers what awaits the staff)
        from .models import BilingualModel
        from .upkeep import forget

        for model in apps.get_models():
            if issubclass(model, BilingualModel):
                post_delete.connect(forget, sender=model)
