"""Who may work on the files of videos: editors and publishers write and delete them."""

from importlib import import_module

from django.db import migrations

ensure_permissions = import_module(
    "icma_portal.migrations.0003_glossary_and_pictures"
).ensure_permissions
RIGHTS = {
    "Translator": ("view", "change"),
    "Editor": ("view", "add", "change", "delete"),
    "Publisher": ("view", "add", "change", "delete"),
}


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ensure_permissions(apps, schema_editor, "publications")
    for name, actions in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions(apps, actions))


def take_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*permissions(apps, RIGHTS["Publisher"]))


def permissions(apps, actions):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.filter(
        content_type__app_label="publications",
        codename__in=[f"{action}_videofile" for action in actions],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0004_translation_rights"),
        ("publications", "0010_video_files"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
