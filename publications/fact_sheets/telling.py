"""The words of a sheet in one language, with the numbers of their sources and the day they hold."""

from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from icma_portal.bilingual.formats import listing, partial_date, period
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.reader import plain_text, read
from icma_portal.bilingual.truncation import truncate
from programs.models import TimelineEntry
from programs.official_names import official_name

from .sheet import Figure, Phrase, Section, Statement

# The longest that a fact and a summary may be, in characters: all of it is on the page.
LONGEST_FACT = {"en": 420, "zh-hans": 170}
LONGEST_SUMMARY = {"en": 900, "zh-hans": 360}
FIGURES = 4


class Telling:
    """Reads records in ``language``, numbers the sources that they cite, knows the newest day.

    ``order`` is the language in which names are sorted: that of the left column, where two stand
    side by side.
    """

    def __init__(self, language, order=None):
        self.language = language
        self.by_name = sort_key_column(order or language)
        self.as_of = None
        self._sources = {}

    def name(self, record, field=None, limits=LONGEST_FACT):
        """Return a translated field on one line, as a Phrase; "" for no record."""
        if record is None:
            return ""
        field = field or getattr(record, "sort_field", "text")
        reading = read(record, field, self.language)
        words = " ".join(plain_text(record, field, reading).split())
        cut = truncate(words, reading.language, limits[reading.language])
        return Phrase.of(cut, reading.language if reading.is_fallback else "")

    def opening(self, record):
        return self.name(record, "summary", LONGEST_SUMMARY)

    def organization(self, organization):
        """Return the name with the note that it is our own rendering, where it is."""
        if organization is None:
            return ""
        return "".join(official_name(organization, self.language))

    def names(self, records, field=None):
        """Return the names of records as a list in words."""
        return self.listing([self.name(each, field) for each in records])

    def listing(self, words):
        return listing(words, self.language)

    def dates(self, record):
        """Return the dates of something that happened."""
        return period(record.starts_on, record.ends_on, self.language)

    def lasting(self, record):
        """Return the pair of label and dates of something that lasts, as its page names them."""
        ends = bool(record.starts_on), bool(record.ends_on)
        label = {(True, True): _("Period"), (True, False): _("Start")}.get(ends, _("End"))
        return label, self.dates(record)

    def moment(self, entry):
        """Return the date of an entry of a timeline with its qualifier: after 1945."""
        date = partial_date(entry.date, self.language)
        if entry.date_qualifier == TimelineEntry.Qualifier.AFTER:
            return _("after %(date)s") % {"date": date}
        if entry.date_qualifier == TimelineEntry.Qualifier.ABOUT:
            return _("about %(date)s") % {"date": date}
        return date

    def fact(self, record, text=None, *, lead="", note=""):
        """Return the Statement of a record, with its sources."""
        text = self.name(record) if text is None else text
        related = getattr(record, "sources", None)
        return self.statement(text, self.cite(related.all()) if related else (), lead, note)

    def statement(self, text, sources=(), lead="", note=""):
        return Statement(text, tuple(sources), lead, note)

    def figure(self, figure):
        """Return a key figure as the pages tell it."""
        value = render_to_string("components/figure_value.html", {"figure": figure})
        label = self.name(figure, "label")
        value = " ".join(unescape(strip_tags(value)).split())
        return Figure(value, label, self.cite(figure.sources.all()))

    def cite(self, sources):
        """Return the numbers of sources, counted from 1 in the order of their first mention."""
        return tuple(sorted(self._number(source) for source in sources))

    def sources(self):
        """Return (title with publisher, address or "") of all sources in order."""
        return tuple(
            (
                Phrase.of(str(source), "" if source.language == self.language else source.language),
                source.url,
            )
            for source, _number in self._sources.values()
        )

    def note_day(self, *records):
        """Remember when these records were last changed: the sheet is as new as the newest."""
        days = [each.updated_at.date() for each in records if each is not None]
        self.as_of = max([*days, *filter(None, [self.as_of])], default=None)

    def _number(self, source):
        known = self._sources.setdefault(source.pk, (source, len(self._sources) + 1))
        return known[1]


def section(heading, statements):
    """Return the section as a tuple of one, or of none where there is nothing to say."""
    kept = tuple(each for each in statements if each.text or each.lead)
    return (Section(heading, kept),) if kept else ()


def pairs(*details):
    """Return the (label, value) pairs that have a value."""
    return tuple((str(label), value) for label, value in details if value)


def public(record):
    """Return a related record if the public may see it, else None."""
    return record if record is not None and record.is_published else None


def kind_of(record):
    """Return what a record is called: Partnership, City, County."""
    if hasattr(record, "get_kind_display") and record._meta.model_name == "city":
        return record.get_kind_display()
    return capfirst(record._meta.verbose_name)
