"""What a fact sheet says: taken from the live record, in one language, with its sources."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from icma_portal.bilingual.formats import listing, period
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.reader import text_of
from icma_portal.maps.drawing import as_svg, near_map
from partnerships.maps import places_and_links
from partnerships.models import Partnership
from programs.models import Topic
from publications.models import Publication

from .layout import FactSheet, Member, Statement

# Those of template.typ.
MAP_COLORS = {"land": "#cbd9de", "line": "#0b4f6c", "one": "#0b4f6c", "other": "#b5532a"}


def compose(publication, language):
    """Return the FactSheet of a publication of that kind, as the public may see it.

    It tells of the publication's partnership, or, where there is none, of its series.
    """
    with translation.override(language):
        return _compose(publication, language)


def _compose(publication, language):
    partnership = publication.partnership
    if partnership is not None and not partnership.is_published:
        partnership = None
    subject = partnership or publication
    sources = SourceNumbers()
    statements = _statements(partnership, language, sources)
    sources.add_all(subject.sources.all())
    return FactSheet(
        language=language,
        title=text_of(publication, "title", language),
        kicker=_kicker(publication, language),
        summary=text_of(subject, "summary", language),
        details=tuple(_details(publication, partnership, language)),
        members=tuple(_members(partnership, language)),
        statements=tuple(statements),
        related=tuple(_related(publication, partnership, language)),
        sources=sources.listed(),
        address=settings.SITE_ADDRESS + subject.get_absolute_url(),
        as_of=max(publication.updated_at, subject.updated_at).date(),
        labels=labels(),
        map_svg=_map(partnership),
        map_label=_("Map of this partnership"),
    )


class SourceNumbers:
    """Numbers sources from 1 in the order in which they are first cited."""

    def __init__(self):
        self._sources = {}

    def add_all(self, sources):
        """Return the numbers of ``sources``."""
        return tuple(self._number(source) for source in sources)

    def listed(self):
        """Return (title with publisher, address or "") of all sources in order."""
        return tuple((str(source), source.url) for source, _number in self._sources.values())

    def _number(self, source):
        known = self._sources.setdefault(source.pk, (source, len(self._sources) + 1))
        return known[1]


def labels():
    """Return the words of the page in the active language."""
    return {
        # Translators: heading of a fact sheet, above the names of the cities.
        "members": _("Partners"),
        "facts": _("What is known"),
        "details": _("At a glance"),
        "related": _("Related documents"),
        "sources": _("Sources"),
        "address": _("This page online"),
        # Translators: the date of the record follows.
        "as_of": pgettext("fact sheet", "As of"),
        "publisher_note": _("Made by the ICMA international portal from its own records."),
    }


def _kicker(publication, language):
    kind = publication.get_kind_display()
    if publication.program is None:
        return kind
    return f"{text_of(publication.program, 'name', language)} · {kind}"


def _members(partnership, language):
    if partnership is None:
        return
    members = partnership.memberships.visible_to(None).select_related("city__country")
    for member in members.filter(city__isnull=False):
        area = text_of(member.city, "administrative_area", language)
        country = text_of(member.city.country, "name", language)
        place = (
            f"{country}{area}"
            if language == "zh-hans"
            else ", ".join(filter(None, [area, country]))
        )
        yield Member(text_of(member.city, "name", language), place, member.get_role_display())


def _map(partnership):
    """Return the map of the members whom the public may see, as SVG; "" where there is none."""
    if partnership is None:
        return ""
    shown = Partnership.objects.filter(pk=partnership.pk).for_card(None)
    drawn = near_map(*places_and_links(shown))
    return as_svg(drawn, MAP_COLORS) if drawn else ""


def _statements(partnership, language, sources):
    if partnership is None:
        return []
    told = [
        *((fact, text_of(fact, "text", language)) for fact in _public(partnership.facts)),
        *((each, _dated(each, language)) for each in partnership.exchanges.all()),
        *((fact, text_of(fact, "text", language)) for fact in _public(partnership.outcomes)),
    ]
    return [Statement(text, sources.add_all(record.sources.all())) for record, text in told]


def _public(facts):
    return facts.filter(is_internal=False).prefetch_related("sources")


def _dated(exchange, language):
    """Return what happened at an exchange, with its date in front where that is known."""
    text = text_of(exchange, "text", language)
    date = period(exchange.starts_on, exchange.ends_on, language)
    # Translators: on a fact sheet; “July 2013: Officials of one city visited the other.”
    return _("%(date)s: %(text)s") % {"date": date, "text": text} if date else text


def _details(publication, partnership, language):
    subject = partnership or publication
    if subject.phase is not None:
        yield _("Program phase"), text_of(subject.phase, "name", language)
    if partnership is not None:
        if partnership.project is not None and partnership.project.is_published:
            yield _("Project"), text_of(partnership.project, "name", language)
        if partnership.starts_on:
            yield _("Dates"), period(partnership.starts_on, partnership.ends_on, language)
        yield _("Kind"), partnership.get_kind_display()
    if publication.series is not None and publication.series.is_published:
        yield _("Series"), text_of(publication.series, "name", language)
    topics = Topic.objects.published().filter(pk__in=subject.topics.values("pk"))
    names = [text_of(each, "name", language) for each in topics.order_by(sort_key_column(language))]
    if names:
        yield _("Topics"), listing(names, language)


def _related(publication, partnership, language):
    related = Publication.objects.published().exclude(pk=publication.pk)
    if partnership is not None:
        related = related.filter(partnership=partnership)
    elif publication.series_id:
        related = related.filter(series_id=publication.series_id)
    else:
        return []
    ordered = related.order_by("kind", "part", sort_key_column(language))
    return [
        _("%(title)s (%(kind)s)")
        % {"title": text_of(each, "title", language), "kind": each.get_kind_display()}
        for each in ordered
    ]
