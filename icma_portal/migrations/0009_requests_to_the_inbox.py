"""Takes the requests for assistance of the China Center into the one inbox.

Old messages keep all that they had. The time after which a settled one is deleted begins now:
nobody knows when it was settled. What the log of changes calls a message no longer names anybody.
"""

from django.db import migrations
from django.utils import timezone

STATES = {"new": "new", "in_progress": "in_work", "answered": "answered", "closed": "closed"}
SETTLED = ("answered", "closed", "spam")
LONGEST_NAME = 120


def take_in(apps, schema_editor):
    Message = apps.get_model("icma_portal", "ContactMessage")
    Message.objects.filter(state__in=SETTLED).update(settled_at=timezone.now())
    for request in apps.get_model("china_center", "AssistanceRequest").objects.order_by("pk"):
        state = STATES[request.state]
        message = Message.objects.create(
            kind="assistance",
            name=request.requester_name[:LONGEST_NAME],
            organization=request.requester_name,
            email=request.email,
            level=request.requester_level,
            topic_id=request.topic_id,
            message=request.text,
            # Staff wrote them down; nobody kept in which language they came.
            language="en",
            state=state,
            settled_at=timezone.now() if state in SETTLED else None,
        )
        Message.objects.filter(pk=message.pk).update(created_at=request.created_at)
    forget_names(apps)


def forget_names(apps):
    entries = apps.get_model("admin", "LogEntry").objects
    for label, model in (("icma_portal", "contactmessage"), ("china_center", "assistancerequest")):
        own = entries.filter(content_type__app_label=label, content_type__model=model)
        own.update(object_repr=model)


class Migration(migrations.Migration):
    dependencies = [
        ("icma_portal", "0008_inbox"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(take_in, migrations.RunPython.noop)]
