"""Lists as Atom feeds (RFC 4287), written as they are sent; Django's own feeds are made whole."""

import io
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from icma_portal.bilingual.formats import labeled
from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.reader import plain_text, read

from .licensing import license_text
from .pieces import gathered, without_controls

NAMESPACE = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml"
# The year from which the tags of entries are dated (RFC 4151).
TAGGED_SINCE = 2026
NEWEST_FIRST = ("-updated_at", "-pk")


def write_atom(table):
    """Yield a Table as a feed in its language, the latest change first.

    What is not translated stands in the other language and says so (``xml:lang``).
    """
    return gathered(_feed(table))


def _feed(table):
    stream = io.StringIO()
    xml = SimplerXMLGenerator(stream, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", {"xmlns": NAMESPACE, "xml:lang": HTML_TAGS[table.language]})
    _write_head(xml, table)
    for record in table.records(order=NEWEST_FIRST):
        _write_entry(xml, table, record)
        yield _taken(stream)
    xml.endElement("feed")
    yield _taken(stream)


def _taken(stream):
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text


def _write_head(xml, table):
    latest = table.queryset.order_by().aggregate(latest=Max("updated_at"))["latest"]
    with translation.override(table.language):
        portal, rights = _("ICMA international portal"), license_text()
        title = labeled(portal, table.export.label)
    _element(xml, "id", table.address)
    _element(xml, "title", title)
    _element(xml, "updated", (latest or table.made_at).isoformat())
    xml.addQuickElement("link", None, {"rel": "self", "href": table.address, "type": CONTENT_TYPE})
    xml.addQuickElement("link", None, {"rel": "alternate", "href": table.list_address})
    _element(xml, "rights", rights)
    xml.startElement("author", {})
    _element(xml, "name", portal)
    xml.endElement("author")


def _write_entry(xml, table, record):
    xml.startElement("entry", {})
    _element(xml, "id", entry_id(table.export, record))
    _text(xml, "title", record, table.export.title, table.language)
    moments = [each for each in (record.updated_at, record.published_at) if each]
    _element(xml, "updated", max(moments).isoformat())
    if record.published_at:
        _element(xml, "published", record.published_at.isoformat())
    address = settings.SITE_ADDRESS + record.get_absolute_url()
    xml.addQuickElement("link", None, {"rel": "alternate", "href": address})
    if table.export.summarized_by:
        _text(xml, "summary", record, table.export.summarized_by, table.language)
    xml.endElement("entry")


def entry_id(export, record):
    """Return what names the record for ever, whatever its address becomes."""
    host = urlsplit(settings.SITE_ADDRESS).hostname
    return f"tag:{host},{TAGGED_SINCE}:{export.name}/{record.pk}"


def _text(xml, name, record, field, language):
    reading = read(record, field, language)
    if not reading.text and name != "title":
        return
    attributes = {"xml:lang": HTML_TAGS[reading.language]} if reading.is_fallback else {}
    _element(xml, name, plain_text(record, field, reading), attributes)


def _element(xml, name, text, attributes=None):
    xml.addQuickElement(name, without_controls(str(text)), attributes or {})
