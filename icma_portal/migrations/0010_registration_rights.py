"""Who sees and cancels registrations for events: those who work on messages of visitors."""

from importlib import import_module

from django.db import migrations

ensure_permissions = import_module(
    "icma_portal.migrations.0003_glossary_and_pictures"
).ensure_permissions
RIGHTS = {
    "Editor": ("view", "change"),
    "Data steward": ("view", "change"),
    "Publisher": ("view", "change", "delete"),
    "Administrator": ("view", "change", "delete"),
}


def give_rights(apps, schema_editor):
    ensure_permissions(apps, schema_editor, "china_center")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*permissions(apps, RIGHTS[group.name]))


def take_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*permissions(apps, RIGHTS[group.name]))


def permissions(apps, actions):
    names = [f"{action}_eventregistration" for action in actions]
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.filter(content_type__app_label="china_center", codename__in=names)


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0009_requests_to_the_inbox"),
        ("china_center", "0010_registrations"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
