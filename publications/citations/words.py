"""Citations for people: as English-language texts cite, and by the Chinese standard.

GB/T 7714-2015 (信息与文献 参考文献著录规则): author. title[kind/OL]. publisher, year[day read].
address. The kinds are those of its appendix B: R report, EB bulletin on the web. A place of
publication that no source states is left out, as the standard lets electronic works do.
"""

from icma_portal.bilingual import formats
from icma_portal.bilingual.languages import ENGLISH

from .entries import is_chinese

AUTHORS_SHOWN = 3
KINDS = {"publication": "R", "city_assessment": "R"}
OTHER_KIND = "EB"


def as_text(entry):
    """Return: Author. “Title.” Publisher, date. Address."""
    authors = ", ".join(each.in_order for each in entry.authors)
    date = formats.partial_date(entry.issued_on, ENGLISH) if entry.issued_on else ""
    published = ", ".join(filter(None, [_house(entry), date]))
    stop = "" if entry.title.endswith(("?", "!", "。", "？", "！")) else "."
    parts = [_ended(authors), f"“{entry.title}{stop}”", _ended(published), entry.address]
    return " ".join(filter(None, parts))


def as_gb_t_7714(entry, accessed_on):
    """Return the reference by GB/T 7714-2015; ``accessed_on`` is the day of the citation."""
    authors = [_gb_name(each) for each in entry.authors]
    if len(authors) > AUTHORS_SHOWN:
        authors = [*authors[:AUTHORS_SHOWN], "等" if is_chinese(entry) else "et al"]
    code = KINDS.get(entry.kind, OTHER_KIND)
    translators = ", ".join(_gb_name(each) for each in entry.translators)
    parts = [
        ", ".join(authors),
        f"{entry.title}[{code}/OL]",
        f"{translators}, 译" if translators else "",
        f"{_gb_published(entry)}[{accessed_on.isoformat()}]",
        entry.address,
    ]
    return " ".join(_ended(each) for each in parts if each)


def _gb_published(entry):
    """Return “Publisher, year”, or the date in parentheses where the publisher is the author.

    As in the standard's own examples of reports on the web: (2012-01-16)[2013-03-26].
    """
    house = _house(entry)
    if house:
        return ", ".join([house, *([str(entry.issued_on.year)] if entry.issued_on else [])])
    return f"({entry.issued_on})" if entry.issued_on else ""


def _house(entry):
    """Return the publisher where it is not the author as well."""
    names = {each.family for each in entry.authors if not each.given}
    return "" if entry.publisher in names else entry.publisher


def _gb_name(name):
    """Return a Western name as SMITH J A, a Chinese one and that of an institution as they are."""
    if not name.given:
        return name.family
    initials = [part[0].upper() for part in name.given.replace("-", " ").split()]
    return " ".join([name.family.upper(), *initials])


def _ended(text):
    return text if not text or text.endswith((".", "。")) else f"{text}."
