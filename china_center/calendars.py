"""Events for calendar programs: iCalendar (RFC 5545), a file for each event and a feed of all.

A calendar asks for days. Events of which a source tells only the year or the month have none, so
they are in no file and not in the feed; none is invented. An event whose hours are not known lasts
whole days, those of the place where it is held; one with hours has them in its time zone, which
the file describes.
"""

import datetime
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from icma_portal.bilingual.formats import labeled
from icma_portal.bilingual.languages import CHINESE, HTML_TAGS, portal_language
from icma_portal.bilingual.reader import plain_text, read, text_of
from icma_portal.exports.pieces import without_controls
from icma_portal.late import Late
from icma_portal.publishing.templatetags.publishing import is_visible_to
from icma_portal.web.page_cache.declaring import same_for_all

from .models import Event

icalendar = Late("icalendar")

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//ICMA//ICMA international portal//EN"
DAY = datetime.timedelta(days=1)


@same_for_all()
@require_safe
def events_calendar(request):
    """Send all events whose days are known, as the feed of a language."""
    events = Event.objects.visible_to(request.user).select_related("city__country", "parent")
    shown = [each for each in events.order_by("starts_on", "pk") if each.days]
    address = settings.SITE_ADDRESS + reverse("events:calendar")
    language = portal_language(get_language())
    calendar = _calendar(shown, request.user)
    name = labeled(_("ICMA China Center"), _("Events"))
    calendar.add("name", name)
    # What calendar programs read that do not know RFC 7986 yet.
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", DAY, parameters={"VALUE": "DURATION"})
    calendar.add("source", address, parameters={"VALUE": "URI"})
    return _file(calendar, f"icma-events-{language}.ics")


@same_for_all()
@require_safe
def event_calendar(request, slug):
    """Send one event; 404 where its days are not known."""
    events = Event.objects.visible_to(request.user).select_related("city__country", "parent")
    event = get_object_or_404(events, slug=slug)
    if not event.days:
        raise Http404("its days are not known")
    language = portal_language(get_language())
    return _file(_calendar([event], request.user), f"{event.slug}-{language}.ics")


def uid_of(event):
    """Return the name of an event in all calendars: the same in both languages, for ever."""
    return f"event-{event.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}"


def _calendar(events, user):
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_entry(event, user))
    calendar.add_missing_timezones(first_date=min((each.days[0] for each in events), default=None))
    return calendar


def _entry(event, user):
    """Return the VEVENT of an event in the active language."""
    entry = icalendar.Event()
    add_text = partial(_add_text, entry)
    entry.add("uid", uid_of(event))
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("created", event.created_at)
    entry.add("sequence", event.version)
    _add_time(entry, event)
    entry.add("url", settings.SITE_ADDRESS + event.get_absolute_url())
    add_text("summary", *_words(event, "name"))
    add_text("location", _place(event, user), get_language())
    add_text("description", *_words(event, "theme"))
    entry.add("categories", [event.get_kind_display()])
    if is_visible_to(event.parent, user):
        entry.add("related-to", uid_of(event.parent))
    return entry


def _add_time(entry, event):
    """Add hours in their time zone, or else whole days, which leave the reader's time free."""
    if event.hours:
        first, last = event.hours
        entry.add("dtstart", first)
        if last:
            entry.add("dtend", last)
        return
    first, last = event.days
    entry.add("dtstart", first)
    # The end is the day after the last one.
    entry.add("dtend", last + DAY)
    entry.add("transp", "TRANSPARENT")


def _words(event, field):
    reading = read(event, field)
    return plain_text(event, field, reading), reading.language


def _add_text(entry, name, text, language):
    """Add a text with the language that it is in; nothing where there is none."""
    if text := without_controls(text).strip():
        tag = HTML_TAGS[portal_language(language)]
        entry.add(name, text, parameters={"LANGUAGE": tag})


def _place(event, user):
    """Return venue, city and country as far as they are known, in the order of the language."""
    city = event.city if is_visible_to(event.city, user) else None
    country = city.country if city and is_visible_to(city.country, user) else None
    names = [text_of(event, "venue"), city and text_of(city, "name")]
    names = [each for each in (*names, country and text_of(country, "name")) if each]
    if portal_language(get_language()) == CHINESE:
        return " ".join(reversed(names))
    return ", ".join(names)


def _file(calendar, name):
    response = HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
