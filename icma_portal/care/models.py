"""What is known of the pages elsewhere that the content leads to."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A page that was away so many times, a week apart each, is shown to the staff.
STRIKES = 3


class ExternalLink(models.Model):
    """An address on another site, with how it answered last. Written by ``check_links`` alone."""

    class Fault(models.TextChoices):
        NONE = "", ""
        # Translators: why a page on another site could not be read, as are the three that follow.
        GONE = "gone", _("the page does not exist there")
        ERROR = "error", _("the site answers with an error")
        SILENT = "silent", _("the site does not answer")
        PRIVATE = "private", _("the address is of no public site")

    address = models.CharField(max_length=1000, unique=True)
    strikes = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=10, choices=Fault, blank=True)
    checked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.address

    def note(self, fault):
        """Note how the page has answered just now; ``fault`` is "" where it is there."""
        self.fault, self.checked_at = fault, timezone.now()
        self.strikes = self.strikes + 1 if fault else 0
        if not fault:
            self.answered_at = self.checked_at
        self.save()
