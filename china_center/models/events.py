"""Summits, forums, signings and what happened at them."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed
from icma_portal.bilingual.models import BilingualModel, SortedModel
from icma_portal.bilingual.partial_dates import (
    PartialDateField,
    certainly_before,
    is_before,
    require_order,
)
from icma_portal.bilingual.reader import text_of
from icma_portal.files.illustrated import Illustrated
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse
from partnerships.models import City
from programs.models import Organization, Source, SourcedFact, Survey, Topic
from publications.models import Publication, Video

from .centers import Center, Goal
from .hours import WithHours


class EventQuerySet(PublishableQuerySet):
    def with_timing(self):
        """Give each event ``timing_now``: what ``Event.timing`` says, in SQL, for filters."""
        events = self.annotate(last_known=Coalesce("ends_on", "starts_on"))
        timing = Event.Timing
        column = Case(
            When(Q(last_known=None), then=Value(timing.UNDATED.value)),
            When(certainly_before("last_known", localdate()), then=Value(timing.PAST.value)),
            default=Value(timing.UPCOMING.value),
            output_field=models.CharField(),
        )
        return events.annotate(timing_now=column)

    def for_card(self, user):
        """Fetch what a card or a row of a table shows: place, picture, ``visible_topics``."""
        topics = Prefetch("topics", Topic.objects.visible_to(user), to_attr="visible_topics")
        related = ("city__country", "lead_picture__current")
        return self.select_related(*related).prefetch_related(topics)


class Event(Illustrated, WithHours, Publishable, SortedModel):
    class Kind(models.TextChoices):
        SUMMIT = "summit", _("Summit")
        FORUM = "forum", _("Forum")
        SIGNING = "signing", _("Signing ceremony")
        COMMITTEE_MEETING = "committee_meeting", _("Committee meeting")
        CONFERENCE = "conference", _("Conference")
        WEBINAR = "webinar", _("Webinar")

    class Timing(models.TextChoices):
        """Computed, never typed. Only what is certainly over is past: “2026” may be tomorrow."""

        UPCOMING = "upcoming", _("Upcoming or under way")
        PAST = "past", _("Past")
        UNDATED = "undated", _("Date not stated")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    center = models.ForeignKey(
        Center,
        models.SET_NULL,
        verbose_name=_("center"),
        null=True,
        blank=True,
        related_name="events",
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="parts",
    )
    series_name = models.CharField(_("series"), max_length=160, blank=True)
    number_in_series = models.PositiveSmallIntegerField(
        _("number in the series"), null=True, blank=True
    )
    starts_on = PartialDateField(_("begins"))
    ends_on = PartialDateField(_("ends"))
    city = models.ForeignKey(
        City,
        models.PROTECT,
        verbose_name=_("city"),
        null=True,
        blank=True,
        related_name="events",
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    participant_countries = models.PositiveSmallIntegerField(
        _("countries of the participants"), null=True, blank=True
    )
    goals = models.ManyToManyField(
        Goal, verbose_name=_("serves the goals"), blank=True, related_name="events"
    )
    organizations = models.ManyToManyField(
        Organization, through="EventOrganization", related_name="events"
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="events"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    documents = models.ManyToManyField(
        Publication,
        verbose_name=_("documents"),
        blank=True,
        related_name="events",
        help_text=_("Programs, proceedings and what else was published about the event."),
    )
    # Days, not moments: pages that are kept change at midnight by themselves.
    registration_opens_on = models.DateField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Empty: there is no registration on this portal."),
    )
    registration_closes_on = models.DateField(
        _("last day of registration"),
        null=True,
        blank=True,
        help_text=_("Empty: until the event is over."),
    )
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as register. Who comes when all are taken waits for one."),
    )

    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "pk"]

    def clean(self):
        super().clean()
        require_order(self.starts_on, self.ends_on)
        if self.parent and self.parent_id == self.pk:
            raise ValidationError({"parent": _("An event cannot be part of itself.")})
        opens, closes = self.registration_opens_on, self.registration_closes_on
        if closes and (not opens or closes < opens):
            told = _("The last day of registration needs a first one that is not later.")
            raise ValidationError({"registration_closes_on": told})

    def get_absolute_url(self):
        return reverse("events:detail", args=[self.slug])

    @property
    def timing(self):
        """The Timing that follows from the dates, today."""
        last_known = self.ends_on or self.starts_on
        if not last_known:
            return self.Timing.UNDATED
        is_over = is_before(last_known, localdate().isoformat())
        return self.Timing.PAST if is_over else self.Timing.UPCOMING

    @property
    def registration_is_open(self):
        """Whether one can register today: only for what the public sees, and before its end."""
        today = localdate()
        has_begun = bool(self.registration_opens_on) and self.registration_opens_on <= today
        is_closed = bool(self.registration_closes_on) and self.registration_closes_on < today
        is_upcoming = self.timing == self.Timing.UPCOMING
        return has_begun and not is_closed and is_upcoming and self.is_published

    @property
    def days(self):
        """The first and the last day as dates; None unless all that is stated is known to the day.

        A calendar asks for days, and none is invented; nor is an end before the beginning told on.
        """
        stated = [self.starts_on, self.ends_on or self.starts_on]
        if not all(each and each.day for each in stated):
            return None
        first, last = (datetime.date(each.year, each.month, each.day) for each in stated)
        return (first, last) if first <= last else None


class EventOrganization(VersionedModel):
    class Role(models.TextChoices):
        SPONSOR = "sponsor", _("Sponsor")
        ORGANIZER = "organizer", _("Organizer")
        HOST = "host", _("Host")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("event"), related_name="roles")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="event_roles"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SPONSOR)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("organization at an event")
        verbose_name_plural = _("organizations at an event")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organization", "role"], name="role_once_at_an_event"
            ),
        ]

    def __str__(self):
        return bracketed(self.organization, self.get_role_display())


class Session(BilingualModel):
    """A form that an event's program took; title and time may be unknown."""

    class Kind(models.TextChoices):
        PRESENTATION = "presentation", _("Presentations")
        SITE_VISIT = "site_visit", _("Site visits")
        CASE_STUDY = "case_study", _("Case studies")
        DISCUSSION = "discussion", _("Discussions")

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="sessions"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["order", "pk"]

    def __str__(self):
        return text_of(self, "title") or self.get_kind_display()


class Highlight(SourcedFact):
    """What an event is remembered for, with a link to the record that tells more."""

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="highlights"
    )
    sub_event = models.ForeignKey(
        Event,
        models.SET_NULL,
        verbose_name=_("event within the event"),
        null=True,
        blank=True,
        related_name="highlighted_in",
    )
    survey = models.ForeignKey(
        Survey,
        models.SET_NULL,
        verbose_name=_("survey"),
        null=True,
        blank=True,
        related_name="highlights",
    )
    video = models.ForeignKey(
        Video,
        models.SET_NULL,
        verbose_name=_("video"),
        null=True,
        blank=True,
        related_name="highlights",
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")


class EventFact(SourcedFact):
    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("event"), related_name="facts")

    class Meta(SourcedFact.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")


class StudyTour(SourcedFact):
    """A tour before or after an event."""

    class Timing(models.TextChoices):
        BEFORE = "before", _("Before the event")
        AFTER = "after", _("After the event")
        BOTH = "both", _("Before and after the event")

    event = models.ForeignKey(
        Event, models.CASCADE, verbose_name=_("event"), related_name="study_tours"
    )
    timing = models.CharField(_("timing"), max_length=10, choices=Timing)
    starts_on = PartialDateField(_("began"))
    city = models.ForeignKey(
        City, models.SET_NULL, verbose_name=_("city"), null=True, blank=True, related_name="+"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("study tour")
        verbose_name_plural = _("study tours")
