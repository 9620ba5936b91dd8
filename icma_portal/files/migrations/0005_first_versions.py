"""What the pictures hold becomes the first version of each."""

from django.db import migrations

FACTS = ("content_type", "size", "sha256", "pages", "width", "height")


def make_first_versions(apps, model):
    """Give each record of ``model`` a version 1 with the file and the facts of its own columns."""
    version = apps.get_model("files", "FileVersion")
    for record in model.objects.filter(current=None).iterator():
        facts = {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        record.current = version.objects.create(
            key=record.key, number=1, file=record.file.name, **facts
        )
        record.save(update_fields=["current"])


def of_pictures(apps, schema_editor):
    make_first_versions(apps, apps.get_model("files", "Picture"))


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0004_file_versions'),
    ]

    operations = [
        migrations.RunPython(of_pictures, migrations.RunPython.noop),
    ]
