"""What can be published: states, schedule and the one rule of visibility."""

from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublishableQuerySet(models.QuerySet):
    def published(self, at=None):
        """Keep what the public may see at the moment ``at`` (now by default)."""
        moment = at or timezone.now()
        not_expired = Q(expires_at=None) | Q(expires_at__gt=moment)
        return self.filter(not_expired, state=Publishable.State.PUBLISHED, published_at__lte=moment)

    def visible_to(self, user):
        """Keep what ``user`` may see: all for staff who may view the model, else the published.

        The only place that knows what may be seen; pages, files, feeds, sitemaps and
        counts all ask here.
        """
        if may_view_unpublished(user, self.model):
            return self.all()
        return self.published()


class Publishable(models.Model):
    """A record with a state, a moment of publication and, if wished, an expiry."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    state = models.CharField(
        _("state"),
        max_length=12,
        choices=State,
        default=State.DRAFT,
        db_index=True,
        help_text=_("Only published records are public, and only between the two moments below."),
    )
    published_at = models.DateTimeField(
        _("moment of publication"),
        null=True,
        blank=True,
        help_text=_("Empty: the moment at which the state becomes “published”."),
    )
    expires_at = models.DateTimeField(
        _("moment of expiry"),
        null=True,
        blank=True,
        help_text=_("From this moment on the record is no longer public. Empty: never."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(published_at=None)
                | Q(expires_at__gt=F("published_at")),
                name="%(app_label)s_%(class)s_expires_after_publication",
            ),
        ]

    def clean(self):
        super().clean()
        begins_at = self.published_at
        if begins_at is None and self.state == self.State.PUBLISHED:
            # What save() is about to set.
            begins_at = timezone.now()
        if self.expires_at and begins_at and self.expires_at <= begins_at:
            raise ValidationError(
                {"expires_at": _("The expiry must come after the moment of publication.")}
            )

    def save(self, *args, **kwargs):
        if self.state == self.State.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "published_at"}
        super().save(*args, **kwargs)

    @property
    def is_published(self):
        """The instance's twin of ``published()``."""
        now = timezone.now()
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )


def may_view_unpublished(user, model):
    """Return whether ``user`` is staff with the right to view ``model`` in the admin."""
    if user is None or not user.is_active or not user.is_staff:
        return False
    codename = get_permission_codename("view", model._meta)
    return user.has_perm(f"{model._meta.app_label}.{codename}")
