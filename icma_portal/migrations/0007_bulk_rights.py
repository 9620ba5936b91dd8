"""Who brings in tables of records: all groups that may write more than texts in a language.

What a table may change is decided by the rights to the records themselves.
"""

from importlib import import_module

from django.db import migrations

ensure_permissions = import_module(
    "icma_portal.migrations.0003_glossary_and_pictures"
).ensure_permissions
GROUPS = ("Editor", "Publisher", "Data steward", "Administrator")
RIGHTS = ("view_bulkimport", "add_bulkimport")


def give_rights(apps, schema_editor):
    ensure_permissions(apps, schema_editor, "bulk")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*permissions(apps))


def take_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*permissions(apps))


def permissions(apps):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.filter(content_type__app_label="bulk", codename__in=RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0006_stewards_and_administrators"),
        ("bulk", "0001_initial"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
