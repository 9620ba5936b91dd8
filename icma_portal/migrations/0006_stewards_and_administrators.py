"""Two further groups: Data steward and Administrator.

A data steward adds, changes and deletes content, with terms and pictures, and publishes nothing.
An administrator does what a publisher does, and keeps accounts and reads the logs.
"""

import importlib

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("auth", "admin", "accounts", "bilingual")
groups = importlib.import_module("icma_portal.migrations.0002_groups")


def create_groups(apps, schema_editor):
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, 0, False, schema_editor.connection.alias, apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    editor = Group.objects.get(name="Editor").permissions.all()
    publisher = Group.objects.get(name="Publisher").permissions.all()
    content = groups.content_permissions(apps)
    groups.give(apps, "Data steward", [*editor, *content])
    accounts = Permission.objects.filter(
        content_type__app_label="auth", content_type__model="user"
    ) | Permission.objects.filter(codename__in=("view_group", "view_logentry", "view_auditentry"))
    profiles = Permission.objects.filter(
        content_type__app_label="bilingual", content_type__model="languageprofile"
    )
    groups.give(apps, "Administrator", [*publisher, *accounts, *profiles])


def delete_groups(apps, schema_editor):
    names = ("Data steward", "Administrator")
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0005_video_files"),
        ("accounts", "0001_audit_log"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(create_groups, delete_groups)]
