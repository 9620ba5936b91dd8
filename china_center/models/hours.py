"""The hours of an event, where they are known, in the time of the place that they are given in."""

import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

HOUR = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d\Z", _("A time such as 09:30 or 14:00."))


class WithHours(models.Model):
    """A record with ``days`` (its first and last day) that may tell its hours as well."""

    class TimeZone(models.TextChoices):
        """The values are names of the IANA time zone database."""

        BEIJING = "Asia/Shanghai", _("Beijing time")
        WASHINGTON = "America/New_York", _("Washington, D.C., time")

    starts_at = models.CharField(
        _("first day, from"),
        max_length=5,
        blank=True,
        validators=[HOUR],
        help_text=_("A time such as 09:30. Empty: it is not known."),
    )
    ends_at = models.CharField(_("last day, until"), max_length=5, blank=True, validators=[HOUR])
    time_zone = models.CharField(_("time zone"), max_length=20, choices=TimeZone, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if not self.starts_at:
            if self.ends_at:
                raise ValidationError({"starts_at": _("An end needs a beginning.")})
            return
        if not self.time_zone:
            raise ValidationError({"time_zone": _("Say in which place’s time the hours are.")})
        if not self.days:
            raise ValidationError({"starts_at": _("Hours need days: give the exact dates.")})
        first, last = self.days
        if first == last and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end lies before the beginning.")})

    @property
    def hours(self):
        """The first and the last moment, with their time zone; None where hours are not known.

        The last one is None where only the beginning is known.
        """
        if not (self.starts_at and self.time_zone and self.days):
            return None
        zone = ZoneInfo(self.time_zone)
        read = datetime.time.fromisoformat
        hours = zip(self.days, (self.starts_at, self.ends_at), strict=True)
        return tuple(
            datetime.datetime.combine(day, read(hour), zone) if hour else None
            for day, hour in hours
        )
