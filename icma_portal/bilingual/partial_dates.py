"""Dates as precise as their source: a year, a month or a day.

Stored as ISO 8601 with reduced precision (``2014``, ``2014-05``, ``2014-05-11``), so that
the text sorts as the dates do.
"""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .typed_dates import typed_parts

ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
# How many characters a year, and a year with its month, take in ISO text.
YEAR_LENGTH, MONTH_LENGTH = 4, 7
HELP = _("A year, a month or a day: 2014, 2014-05 or 2014-05-11.")


class PartialDate(str):
    """ISO text with the parts as numbers; month and day are None where unknown."""

    __slots__ = ("day", "month", "year")

    def __new__(cls, text):
        """Make it from ISO text; raise ValueError for what no calendar has."""
        match = ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date of the form 2014, 2014-05 or 2014-05-11: {text!r}")
        date = super().__new__(cls, text)
        date.year, date.month, date.day = (int(part) if part else None for part in match.groups())
        datetime.date(date.year, date.month or 1, date.day or 1)
        return date


def is_before(date, other):
    """Return whether every day that ``date`` may mean lies before every day of ``other``.

    Both are ISO text, not yet checked perhaps; ``<`` is for sorting, where 2014 comes before
    2014-05, which may lie in it.
    """
    known = min(len(date), len(other))
    return date[:known] < other[:known]


def require_order(starts_on, ends_on, message=None):
    """Raise ValidationError at ``ends_on`` when it certainly lies before ``starts_on``.

    For the clean() of a model; either date may be unknown.
    """
    if starts_on and ends_on and is_before(ends_on, starts_on):
        told = message or _("The end lies before the beginning.")
        raise ValidationError({"ends_on": told})


def certainly_before(column, day):
    """Return the Q for rows whose partial date lies wholly before ``day``: ``is_before`` in SQL."""
    text = day.isoformat()
    # Both sort before the day, which lies in them.
    around = [text[:YEAR_LENGTH], text[:MONTH_LENGTH]]
    return Q(**{f"{column}__lt": text}) & ~Q(**{f"{column}__in": around})


def parse_partial_date(text):
    """Return the PartialDate that a person typed: 2014-05, 2014年5月11日, May 11, 2014.

    ``typed_dates`` lists the spellings. Raises ValueError for anything else.
    """
    year, month, day = typed_parts(text)
    return PartialDate("-".join(part.zfill(2) for part in (year, month, day) if part))


class PartialDateFormField(forms.CharField):
    """Takes what ``parse_partial_date`` takes; None when empty."""

    default_error_messages = {
        "invalid": _(
            "This is not a date of the calendar. Write a year, a month or a day: "
            "2014, 2014-05 or 2014-05-11."
        )
    }

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_partial_date(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class PartialDateField(models.CharField):
    """A column of ISO text that gives PartialDate; unknown is NULL."""

    description = _("A year, a month or a day")

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs["null"] = True
        kwargs["blank"] = kwargs.get("blank", True)
        kwargs.setdefault("help_text", HELP)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "null"):
            kwargs.pop(implied, None)
        if kwargs.get("help_text") == HELP:
            del kwargs["help_text"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else None

    def to_python(self, value):
        if value is None or isinstance(value, PartialDate):
            return value
        if not value:
            return None
        try:
            return PartialDate(str(value))
        except ValueError as error:
            message = PartialDateFormField.default_error_messages["invalid"]
            raise ValidationError(message, code="invalid") from error

    def get_prep_value(self, value):
        value = self.to_python(value)
        return None if value is None else str(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
