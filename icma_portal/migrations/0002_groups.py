"""The groups of staff: Editor, Translator and Publisher.

The right to publish belongs to no single model. It hangs on a content type without a model,
``publishing.publication_state``, which ``remove_stale_contenttypes`` will offer to delete:
decline for the app ``publishing``.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("programs", "partnerships", "publications", "china_center")
# Records that exist within another one only; editors may delete these.
CHILDREN = {
    "programs": (
        "contributor",
        "countrygroupmembership",
        "countryinvolvement",
        "initiativefact",
        "organizationfact",
        "paragraph",
        "phaseorganization",
        "programphase",
    ),
    "partnerships": (
        "assessmentfact",
        "benefit",
        "cityinterest",
        "contactpoint",
        "exchange",
        "membership",
        "office",
        "outcome",
        "partnershipfact",
    ),
    "publications": ("captiontrack", "document"),
    "china_center": (
        "agreementparty",
        "approval",
        "attendance",
        "boardseat",
        "commitment",
        "eventfact",
        "eventorganization",
        "goal",
        "highlight",
        "pledgeaim",
        "session",
        "studytour",
        "trainingsession",
    ),
}
GROUPS = ("Editor", "Translator", "Publisher")


def create_groups(apps, schema_editor):
    ensure_permissions(apps, schema_editor)
    content = content_permissions(apps)
    see = codenames(content, "view", "change")
    write = codenames(content, "view", "change", "add")
    children = [each for each in codenames(content, "delete") if is_child(each)]
    messages = message_permissions(apps)
    read_messages = codenames(messages, "view", "change")
    give(apps, "Translator", see)
    give(apps, "Editor", [*write, *children, *read_messages])
    give(apps, "Publisher", [*content, *messages, publish_permission(apps)])


def delete_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


def ensure_permissions(apps, schema_editor):
    """Create the permissions now: Django does so only after the last migration."""
    for label in (*APPS, "icma_portal"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, 0, False, schema_editor.connection.alias, apps)


def content_permissions(apps):
    Permission = apps.get_model("auth", "Permission")
    found = Permission.objects.filter(content_type__app_label__in=APPS)
    # Registrations came later and hold personal data: 0010 says who may see them.
    found = found.exclude(content_type__model="eventregistration")
    return list(found.select_related("content_type"))


def message_permissions(apps):
    """Visitors write the messages; nobody adds one."""
    Permission = apps.get_model("auth", "Permission")
    found = Permission.objects.filter(
        content_type__app_label="icma_portal", content_type__model="contactmessage"
    )
    return [each for each in found if not each.codename.startswith("add_")]


def publish_permission(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    state, _ = ContentType.objects.get_or_create(
        app_label="publishing", model="publication_state"
    )
    permission, _ = Permission.objects.get_or_create(
        content_type=state, codename="publish_content", defaults={"name": "Can publish content"}
    )
    return permission


def codenames(permissions, *actions):
    return [each for each in permissions if each.codename.partition("_")[0] in actions]


def is_child(permission):
    content_type = permission.content_type
    return content_type.model in CHILDREN[content_type.app_label]


def give(apps, name, permissions):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0001_initial"),
        ("programs", "0001_squashed_0003_translation_units"),
        ("partnerships", "0001_squashed_0003_translation_units"),
        ("publications", "0001_squashed_0003_translation_units"),
        ("china_center", "0001_squashed_0003_translation_units"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, delete_groups)]
