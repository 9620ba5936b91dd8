"""Who may work on the glossary and on pictures.

Editors and publishers write both; publishers also delete. Translators look at them. The
reasons against terms are given in the forms of the records and only looked at by themselves.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MODELS = {"bilingual": ("term", "termarea"), "files": ("picture",)}
REASONS = "view_termoverrule"
RIGHTS = {
    "Translator": ("view",),
    "Editor": ("view", "add", "change"),
    "Publisher": ("view", "add", "change", "delete"),
}


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for label in MODELS:
        ensure_permissions(apps, schema_editor, label)
    for name, actions in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions(apps, actions))


def take_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*permissions(apps, RIGHTS["Publisher"]))


def ensure_permissions(apps, schema_editor, label):
    """Create the permissions now: Django does so only after the last migration."""
    config = apps.get_app_config(label)
    config.models_module = True
    create_permissions(config, 0, False, schema_editor.connection.alias, apps)


def permissions(apps, actions):
    Permission = apps.get_model("auth", "Permission")
    codenames = {
        label: [f"{action}_{model}" for action in actions for model in models]
        for label, models in MODELS.items()
    }
    codenames["bilingual"].append(REASONS)
    return [
        permission
        for label, names in codenames.items()
        for permission in Permission.objects.filter(
            content_type__app_label=label, codename__in=names
        )
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0002_groups"),
        ("bilingual", "0001_squashed_0003_languages_and_imports"),
        ("files", "0001_squashed_0002_translation_units"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
