from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "icma_portal.files"
    label = "files"
    # What staff find of it in the admin.
    verbose_name = _("Pictures")

    def ready(self):
        from icma_portal.publishing.versioned import revision_discarded

        from . import removal
        from .models import FileVersion
        from .reading.tasks import begin_reading

        post_save.connect(begin_reading, sender=FileVersion)
        revision_discarded.connect(removal.abandon_prepared)

        for model in removal.owners():
            post_delete.connect(removal.abandon_versions, sender=model)
        for model in apps.get_models():
            if removal.file_fields(model):
                post_delete.connect(removal.remove_bytes, sender=model)
