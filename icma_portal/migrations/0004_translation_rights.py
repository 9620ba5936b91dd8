"""Who works at the translation desk, and in which languages.

All three groups look at the desk, write translations and bring in files. Editors and publishers
write both languages; translators those that an administrator gives in their profile.
"""

from importlib import import_module

from django.db import migrations

ensure_permissions = import_module(
    "icma_portal.migrations.0003_glossary_and_pictures"
).ensure_permissions
DESK = ("view_translationunit", "change_translationunit", "view_translationimport",
        "add_translationimport")
ALL_LANGUAGES = "write_all_languages"
RIGHTS = {
    "Translator": DESK,
    "Editor": (*DESK, ALL_LANGUAGES),
    "Publisher": (*DESK, ALL_LANGUAGES),
}


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ensure_permissions(apps, schema_editor, "bilingual")
    for name, codenames in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions(apps, codenames))


def take_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*permissions(apps, RIGHTS["Publisher"]))


def permissions(apps, codenames):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.filter(
        content_type__app_label="bilingual", codename__in=codenames
    )


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0003_glossary_and_pictures"),
        ("bilingual", "0001_squashed_0003_languages_and_imports"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
