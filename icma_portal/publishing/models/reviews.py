"""What is said about a record on its way from the one who writes it to the one who publishes it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewNote(models.Model):
    """A step of a record's review, or only a remark on it; nobody changes or deletes it."""

    class Step(models.TextChoices):
        SENT = "sent", pgettext_lazy("step of a review", "sent for review")
        RETURNED = "returned", pgettext_lazy("step of a review", "returned to draft")
        PUBLISHED = "published", pgettext_lazy("step of a review", "published")
        REMARK = "remark", pgettext_lazy("step of a review", "remark")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey()
    step = models.CharField(_("step"), max_length=10, choices=Step)
    remark = models.TextField(_("remark"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Stays when the account is deleted.
    user_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remark of a review")
        verbose_name_plural = _("remarks of reviews")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="review_of_a_record")]

    def __str__(self):
        return f"{self.user_name}: {self.get_step_display()}"
