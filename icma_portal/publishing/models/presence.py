"""Who has which form open at the moment: a courtesy among colleagues, which locks nothing."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

# The form tells of itself three times in this time.
HERE = timedelta(minutes=1)


class Presence(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"], name="one_presence_of_a_user"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.content_type.model} {self.object_id}"


def note_presence(record, user):
    """Note that ``user`` has ``record`` open; return the names of the others who have."""
    now = timezone.now()
    where = {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}
    Presence.objects.filter(seen_at__lt=now - HERE).delete()
    Presence.objects.update_or_create(**where, user=user, defaults={"seen_at": now})
    others = Presence.objects.filter(**where).exclude(user=user).select_related("user")
    return [
        each.user.get_full_name() or each.user.get_username() for each in others.order_by("user_id")
    ]
