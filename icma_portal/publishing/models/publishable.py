"""What can be published: states, schedule and the one rule of visibility."""

from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from icma_portal.asking.moments import present_moment
from icma_portal.bilingual.models import BilingualQuerySet

from ..parity import EITHER, parity_errors
from ..versioned import VersionedModel

TOO_EARLY = _("The expiry must come after the moment of publication.")
EXPIRED = _("This moment has passed: the record would expire before it is published.")


class PublishableQuerySet(BilingualQuerySet):
    def published(self, at=None):
        """Keep what the public may see at the moment ``at`` (now by default)."""
        return self.filter(self.is_public(at=at))

    def is_public(self, path="", at=None):
        """Return the condition of ``published()``, which a model with a rule of its own extends.

        ``path`` leads to these records from those that are asked for: ``city__``.
        """
        moment = at or present_moment()
        not_expired = Q(**{f"{path}expires_at": None}) | Q(**{f"{path}expires_at__gt": moment})
        published = Q(
            **{f"{path}state": Publishable.State.PUBLISHED, f"{path}published_at__lte": moment}
        )
        return not_expired & published

    def visible_to(self, user):
        """Keep what ``user`` may see: all for staff who may view the model, else the published.

        The only place that knows what may be seen; pages, files, feeds, sitemaps and
        counts all ask here.
        """
        if may_view_unpublished(user, self.model):
            return self.all()
        return self.published()

    def is_visible_to(self, user, path):
        """Return the condition of ``visible_to()`` for records to which ``path`` leads from others.

        For small parts of large tables: to find all that is visible first may take longer.
        """
        if may_view_unpublished(user, self.model):
            return Q(**{f"{path}pk__isnull": False})
        return self.is_public(path)


class Publishable(VersionedModel):
    """A record with a state, a moment of publication and, if wished, an expiry.

    The one state is that of both languages. A model's rule of parity (``parity.py``) says what may
    be published: with EITHER, a page that is not complete in a language is served there with the
    notice and kept from search engines; with BOTH, it may not be published at all.
    """

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
        # What is next to be published or to expire is asked after every change.
        db_index=True,
        help_text=_("Empty: the moment at which the state becomes “published”."),
    )
    expires_at = models.DateTimeField(
        _("moment of expiry"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("From this moment on the record is no longer public. Empty: never."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = PublishableQuerySet.as_manager()

    languages_to_publish = EITHER
    # Translated fields that belong to the gate though they may be empty: the main texts.
    gate_fields = ()

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
        errors = self.publication_errors()
        if errors:
            raise ValidationError(errors)

    def publication_errors(self):
        """Return field → reason for all that forbids the state and the moments of the record."""
        errors = {}
        is_published = self.state == self.State.PUBLISHED
        # Without a moment, save() sets the present one.
        begins_at = self.published_at or (timezone.now() if is_published else None)
        if self.expires_at and begins_at and self.expires_at <= begins_at:
            errors["expires_at"] = TOO_EARLY if self.published_at else EXPIRED
        if is_published:
            errors.update(parity_errors(self))
        return errors

    def save(self, *args, **kwargs):
        if self.state == self.State.PUBLISHED and self.published_at is None:
            # Forms show and return whole seconds.
            self.published_at = timezone.now().replace(microsecond=0)
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
