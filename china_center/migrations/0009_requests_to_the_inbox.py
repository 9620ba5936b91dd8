"""Requests for assistance lie in the inbox (icma_portal.ContactMessage) from here on.

Their history goes with them: it held what people wrote, which must be deletable.
"""

from django.db import migrations


def forget(apps, schema_editor):
    own = {"content_type__app_label": "china_center", "content_type__model": "assistancerequest"}
    apps.get_model("publishing", "Version").objects.filter(**own).delete()
    apps.get_model("auth", "Permission").objects.filter(**own).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("china_center", "0008_documents_and_evidence"),
        ("icma_portal", "0009_requests_to_the_inbox"),
        ("publishing", "0005_replacing"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.DeleteModel(name="AssistanceRequest"),
    ]
