"""XLIFF 2.0, the exchange format of translation tools (OASIS, 2014).

One document has one direction. Rich text travels as the HTML that it is, in plain text.
"""

import re
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from icma_portal.bulk.tables import FileFault

from ...languages import HTML_TAGS, other_language
from .rows import Row

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
VERSION, ABOUT = "version", "about"
# What XML 1.0 cannot hold.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The states of a segment, by ours.
STATES = {"missing": "initial", "stale": "initial", "reviewed": "reviewed"}


def write(entries, language):
    """Return the Entries, all of them translated into ``language``, as a document (bytes)."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(
        _tag("xliff"),
        version="2.0",
        srcLang=HTML_TAGS[other_language(language)],
        trgLang=HTML_TAGS[language],
    )
    file = ElementTree.SubElement(root, _tag("file"), id="f1")
    for entry in entries:
        _write_unit(file, entry)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def read(content):
    """Return the Rows of a document (bytes). Raises FileFault."""
    root = _parsed(content)
    if root.tag != _tag("xliff"):
        if root.tag.endswith("}xliff") or root.tag == "xliff":
            raise FileFault(_("This is another version of XLIFF. Save the file as XLIFF 2.0."))
        raise FileFault(_("This XML file is not XLIFF."))
    return [_row(unit) for unit in root.iter(_tag("unit"))]


def _parsed(content):
    try:
        return fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        text = _("The file defines entities or a document type, which is not accepted.")
        raise FileFault(text) from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        text = _(
            "The file cannot be read as XML: it is incomplete, damaged or in an unknown encoding."
        )
        raise FileFault(text) from error


def _write_unit(file, entry):
    unit = ElementTree.SubElement(file, _tag("unit"), id=f"u{entry.unit}")
    unit.set("name", _writable(f"{entry.kind}: {entry.record}"))
    unit.set(SPACE, "preserve")
    notes = ElementTree.SubElement(unit, _tag("notes"))
    about = f"{entry.kind}: {entry.record}: {entry.field}"
    for category, text in ((VERSION, entry.version), (ABOUT, about)):
        note = ElementTree.SubElement(notes, _tag("note"), category=category)
        note.text = _writable(text)
    state = STATES.get(entry.state, "translated")
    segment = ElementTree.SubElement(unit, _tag("segment"), state=state)
    ElementTree.SubElement(segment, _tag("source")).text = _writable(entry.source)
    if entry.translation:
        ElementTree.SubElement(segment, _tag("target")).text = _writable(entry.translation)


def _row(unit):
    """Return the Row of a unit; a tool may have cut it into segments, each with its target."""
    note = unit.find(f"{_tag('notes')}/{_tag('note')}[@category='{VERSION}']")
    version = "" if note is None else "".join(note.itertext())
    parts = []
    for segment in unit:
        if segment.tag == _tag("segment"):
            parts.append(segment.find(_tag("target")))
        elif segment.tag == _tag("ignorable"):
            target = segment.find(_tag("target"))
            parts.append(segment.find(_tag("source")) if target is None else target)
    # A unit that is translated in part is not translated.
    is_whole = all(part is not None for part in parts)
    text = "".join("".join(part.itertext()) for part in parts) if is_whole else ""
    return Row(unit.get("id", "").removeprefix("u"), version.strip(), text)


def _tag(name):
    return f"{{{NAMESPACE}}}{name}"


def _writable(text):
    return UNWRITABLE.sub("", text)
