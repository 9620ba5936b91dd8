"""Reading an uploaded file of translations, whatever its format."""

from django.utils.translation import gettext as _

from icma_portal.bulk.tables import MAX_BYTES, OTHER_PACKED, ZIP, FileFault

from ...models import TranslationImport
from . import spreadsheet, xliff
from .rows import MAX_ROWS

PACKED = (ZIP, *OTHER_PACKED)
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def read_file(uploaded):
    """Return an unsaved TranslationImport with the rows of an uploaded file.

    What it is, its content says, not its name. A packed file is never unpacked. Raises FileFault.
    """
    if uploaded.size > MAX_BYTES:
        raise FileFault(_("The file is larger than 10 MB."))
    content = uploaded.read()
    if content.startswith(PACKED):
        raise FileFault(
            _("The file is packed (ZIP or similar). Unpack it and upload what is in it.")
        )
    found = TranslationImport(file_name=uploaded.name[-200:])
    if content.lstrip(b" \r\n\t").startswith(XML_STARTS):
        found.format = TranslationImport.Format.XLIFF
        rows = xliff.read(content)
    else:
        found.format = TranslationImport.Format.CSV
        rows, encoding = spreadsheet.read(content)
        if encoding == "gb18030":
            found.note = encoding
    if not rows:
        raise FileFault(_("The file holds no translations."))
    if len(rows) > MAX_ROWS:
        text = _("The file holds more than %(number)s translations. Divide it.")
        raise FileFault(text % {"number": MAX_ROWS})
    found.rows = [list(row) for row in rows]
    return found
