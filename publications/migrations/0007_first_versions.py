"""What the documents hold becomes the first version of each."""

import importlib
import secrets

from django.db import migrations

first_versions = importlib.import_module("icma_portal.files.migrations.0005_first_versions")


def of_documents(apps, schema_editor):
    model = apps.get_model("publications", "Document")
    for pk in model.objects.filter(key="").values_list("pk", flat=True):
        model.objects.filter(pk=pk).update(key=secrets.token_hex(16))
    first_versions.make_first_versions(apps, model)


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0006_document_versions'),
    ]

    operations = [
        migrations.RunPython(of_documents, migrations.RunPython.noop),
    ]
