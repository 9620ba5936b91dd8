"""Who keeps the lists of participants: all who may write more than texts in a language."""

from importlib import import_module

from django.db import migrations

ensure_permissions = import_module(
    "icma_portal.migrations.0003_glossary_and_pictures"
).ensure_permissions
ALL = ("view", "add", "change", "delete")
RIGHTS = {
    "Translator": ("view", "change"),
    "Editor": ALL,
    "Publisher": ALL,
    "Data steward": ALL,
    "Administrator": ALL,
}


def give_rights(apps, schema_editor):
    ensure_permissions(apps, schema_editor, "china_center")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*permissions(apps, RIGHTS[group.name]))


def take_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*permissions(apps, ALL))


def permissions(apps, actions):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.filter(
        content_type__app_label="china_center",
        codename__in=[f"{action}_attendance" for action in actions],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0010_registration_rights"),
        ("china_center", "0011_certificate_numbers_and_attendance"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
