"""Citations for programs: BibTeX, RIS and CSL-JSON.

Sources: the entry types of BibTeX (btxdoc), the RIS specification of 2011, the schema of CSL 1.0.2.
"""

import re

from publications.models import Publication

KIND = Publication.Kind
# BibTeX entry, RIS type, CSL type.
TYPES = {
    KIND.PUBLICATION: ("techreport", "RPRT", "report"),
    KIND.CITY_ASSESSMENT: ("techreport", "RPRT", "report"),
    KIND.FACT_SHEET: ("misc", "PAMP", "pamphlet"),
    KIND.WEBINAR: ("misc", "GEN", "speech"),
    KIND.TOOL: ("misc", "GEN", "document"),
}
LANGUAGE_NAMES = {"en": "english", "zh-hans": "chinese", "es": "spanish"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What TeX would take as a command. Backslash first: the others are given one.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
SPECIAL = re.compile("|".join(map(re.escape, TEX)))


def as_bibtex(entry):
    """Return a BibTeX entry in UTF-8; titles keep their capitals."""
    kind = TYPES[entry.kind][0]
    house = "institution" if kind == "techreport" else "publisher"
    fields = [
        ("author", " and ".join(_bibtex_name(each) for each in entry.authors)),
        ("title", f"{{{_tex(entry.title)}}}"),
        (house, _braced(entry.publisher)),
        ("series", _tex(entry.series)),
        ("number", str(entry.part or "")),
        ("year", str(entry.issued_on.year) if entry.issued_on else ""),
        ("language", LANGUAGE_NAMES.get(entry.language, "")),
        ("url", entry.address),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    if entry.issued_on and entry.issued_on.month:
        lines.append(f"  month = {MONTHS[entry.issued_on.month - 1]},")
    return "\n".join([f"@{kind}{{{entry.key},", *lines, "}", ""])


def _bibtex_name(name):
    if not name.given:
        return _braced(name.family)
    return f"{_tex(name.family)}, {_tex(name.given)}"


def _braced(text):
    """Return a name that BibTeX must not take apart."""
    return f"{{{_tex(text)}}}" if text else ""


def _tex(text):
    return SPECIAL.sub(lambda match: TEX[match[0]], text)


def as_ris(entry):
    """Return a RIS record."""
    pairs = [
        ("TY", TYPES[entry.kind][1]),
        *(("AU", _ris_name(each)) for each in entry.authors),
        *(("A4", _ris_name(each)) for each in entry.translators),
        ("TI", entry.title),
        ("T2", entry.series),
        ("VL", str(entry.part or "")),
        ("PY", str(entry.issued_on.year) if entry.issued_on else ""),
        ("DA", _ris_date(entry.issued_on)),
        ("PB", entry.publisher),
        ("AB", entry.abstract),
        ("LA", entry.language),
        ("UR", entry.address),
        ("L1", entry.pdf_address),
        ("ID", entry.key),
    ]
    lines = [f"{tag}  - {value}" for tag, value in pairs if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _ris_name(name):
    return f"{name.family}, {name.given}" if name.given else name.family


def _ris_date(date):
    """Return YYYY/MM/DD/ with what is not known left empty."""
    if not date or not date.month:
        return ""
    return f"{date.year}/{date.month:02}/{f'{date.day:02}' if date.day else ''}/"


def as_csl(entry):
    """Return the item of CSL-JSON as a dict."""
    item = {
        "id": entry.key,
        "type": TYPES[entry.kind][2],
        "title": entry.title,
        "author": [_csl_name(each) for each in entry.authors],
        "translator": [_csl_name(each) for each in entry.translators],
        "publisher": entry.publisher,
        "collection-title": entry.series,
        "collection-number": str(entry.part or ""),
        "issued": _csl_date(entry.issued_on),
        "abstract": entry.abstract,
        "language": entry.language,
        "URL": entry.address,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name):
    if name.is_institution:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def _csl_date(date):
    if not date:
        return None
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
