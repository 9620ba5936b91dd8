"""Who registered for an event."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed

from .events import Event


class EventRegistration(models.Model):
    """A person's place at an event, or on its waiting list; who cancels is deleted.

    Without a history, for the same reason: what is deleted must not live on elsewhere.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("Has a place")
        WAITING = "waiting", _("On the waiting list")

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="registrations"
    )
    name = models.CharField(_("name"), max_length=120)
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    email = models.EmailField(_("email"))
    # The address in small letters: one registration for each.
    email_key = models.CharField(max_length=254, editable=False)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    # When the mail server took the last mail about it; None: the person knows nothing yet.
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("registration for an event")
        verbose_name_plural = _("registrations for events")
        # The waiting list moves up in this order.
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"], name="one_registration_of_an_address"
            ),
        ]

    def __str__(self):
        # Without a word of the person: the log of changes keeps it longer than the registration.
        return bracketed(self._meta.verbose_name, str(self.pk))

    def save(self, *args, **kwargs):
        self.email_key = key_of(self.email)
        super().save(*args, **kwargs)


def key_of(email):
    """Return an address as it is compared: no two people share one that differs in its case."""
    return email.strip().lower()
