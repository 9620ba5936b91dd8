"""What a fact sheet says: taken from the live record, in one language, with its sources."""

from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from icma_portal.bilingual.formats import date, listing
from icma_portal.bilingual.languages import LANGUAGES
from icma_portal.maps.drawing import as_svg, near_map
from partnerships.maps import places_and_links
from partnerships.models import City, Partnership
from programs.models import Country, Program, Project

from . import subjects
from .characters import printable
from .code import qr_code
from .sheet import LONGEST_SECTION, FactSheet, shortened
from .telling import Telling, kind_of, pairs, public, section

# Those of template.typ.
MAP_COLORS = {"land": "#cbd9de", "line": "#0b4f6c", "one": "#0b4f6c", "other": "#b5532a"}
MAP_COLORS |= {"text": "#1d2a30"}
MAP_FONTS = "Noto Sans, Noto Sans SC, sans-serif"

TELLERS = {
    Partnership: subjects.tell_partnership,
    City: subjects.tell_city,
    Country: subjects.tell_country,
    Program: subjects.tell_program,
    Project: subjects.tell_project,
}


def compose_record(record, language):
    """Return the FactSheet of a record in one language, of what the public may see."""
    sheet, drawn = _in_language(record, language, language)
    return _placed([sheet], drawn)[0]


def compose_both(record):
    """Return the FactSheets of a record in both languages, alike line by line.

    They share the map, whose places have both names, and a code that leads each reader to the
    page in their language.
    """
    told = [_in_language(record, language, LANGUAGES[0]) for language in LANGUAGES]
    address = _address(record, LANGUAGES[0]).replace(f"/{LANGUAGES[0]}/", "/", 1)
    sheets = [_coded(sheet, address) for sheet, _drawn in told]
    return _placed(sheets, told[0][1])


def compose(publication, language):
    """Return the FactSheet of a publication of that kind, as the public may see it.

    It tells of the publication's partnership, or, where there is none, of its series.
    """
    with translation.override(language):
        telling = Telling(language)
        telling.note_day(publication)
        subject = public(publication.partnership)
        parts = (
            subjects.tell_partnership(subject, telling)
            if subject
            else _series(publication, telling)
        )
        sheet = _sheet(subject or publication, parts, telling)
        return replace(sheet, title=telling.name(publication), kicker=_kicker(publication, telling))


def _in_language(record, language, order):
    """Return (sheet, what is to be drawn on its map)."""
    with translation.override(language):
        telling = Telling(language, order)
        parts = TELLERS[type(record)](record, telling)
        return _sheet(record, parts, telling), parts.drawn


def _sheet(subject, parts, telling):
    telling.note_day(subject)
    # Cities cite for their place, countries by what ties them to ICMA's work.
    telling.cite(subject.sources.all() if hasattr(subject, "sources") else ())
    sheet = FactSheet(
        language=telling.language,
        title=telling.name(subject),
        kicker=_("%(kind)s · Fact sheet") % {"kind": kind_of(subject)},
        opening=telling.opening(subject) if hasattr(subject, "summary") else "",
        details=parts.details,
        members=parts.members,
        figures=parts.figures,
        sections=parts.sections,
        sources=telling.sources(),
        address="",
        as_of=telling.as_of,
        labels=labels(telling),
    )
    coded = _coded(sheet, _address(subject, telling.language))
    return shortened(coded, LONGEST_SECTION)


def _coded(sheet, address):
    path, size = qr_code(address)
    return replace(sheet, address=address, code=path, code_size=size)


def _placed(sheets, drawn):
    """Return the sheets with one map of partnerships and cities, named in all their languages."""
    partnerships, cities = map(list, drawn)
    named = []
    for sheet in sheets:
        with translation.override(sheet.language):
            places, links = places_and_links(partnerships, cities)
            label = _("Map with %(places)s")
            names = listing([each.caption for each in places], sheet.language)
            named.append((places, links, label % {"places": names}))
    around = near_map(_in_all_languages([each[0] for each in named]), named[0][1])
    if around is None:
        return tuple(sheets)
    svg = as_svg(around, MAP_COLORS, MAP_FONTS)
    pairs_of = zip(sheets, named, strict=True)
    return tuple(replace(sheet, map_svg=svg, map_label=each[2]) for sheet, each in pairs_of)


def _in_all_languages(lists):
    """Return the places of lists that are alike, each with all its names."""
    return [
        alike[0]._replace(caption=printable(" ".join(dict.fromkeys(x.caption for x in alike))))
        for alike in zip(*lists, strict=True)
    ]


def labels(telling):
    """Return the words of the page in the active language."""
    return {
        # Translators: heading of a fact sheet, above the names of the cities.
        "members": _("Partners"),
        "details": _("At a glance"),
        "sources": _("Sources"),
        "address": _("This page online"),
        # Translators: says to those who do not see it what a QR code is for.
        "code": _("QR code that leads to this page online"),
        # Translators: the date of the record follows.
        "as_of": pgettext("fact sheet", "As of"),
        "dated": _("As of %(date)s") % {"date": date(telling.as_of, telling.language)},
        "more": _("This sheet has been shortened. All that is known is on the page online."),
        "publisher_note": _("Made by the ICMA international portal from its own records."),
    }


def _address(subject, language):
    with translation.override(language):
        return settings.SITE_ADDRESS + subject.get_absolute_url()


def _kicker(publication, telling):
    kind = publication.get_kind_display()
    program = public(publication.program)
    return f"{telling.name(program)} · {kind}" if program else kind


def _series(publication, telling):
    """Return the Parts of a sheet about a series: its other parts, and no cities."""
    series = public(publication.series)
    program = public(publication.program)
    others = type(publication).objects.published().exclude(pk=publication.pk)
    others = others.filter(series=series).order_by("kind", "part", telling.by_name)
    told = (
        telling.statement(telling.name(each), note=each.get_kind_display())
        for each in (others if series else ())
    )
    return subjects.Parts(
        details=pairs(
            (_("Program phase"), telling.name(publication.phase if program else None)),
            (_("Series"), telling.name(series)),
            (_("Topics"), subjects.topics_of(publication, telling)),
        ),
        sections=section(_("Related documents"), told),
    )
