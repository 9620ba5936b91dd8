"""PDF: one that opens without a password, renders, and does nothing by itself."""

import re
import zipfile

import pikepdf
import pypdfium2

from .refusal import Refusal

MAGIC = b"%PDF-"
END = b"%%EOF"
# Readers look for the end in the last so many bytes.
TAIL = 1024
BLANK = b"\x00\t\n\x0c\r "
MAX_PAGES = 2000
# The longest side, in pixels, at which the first page is tried.
TRIED_AT = 600

# Names with which a PDF does something by itself or carries something along, and the reason each
# one gives. The keys are those of ISO 32000-2, sections 7.11 and 12.6.
KEYS = {
    "/JS": "pdf_script",
    "/JavaScript": "pdf_script",
    "/AA": "pdf_action",
    "/XFA": "pdf_xfa",
    "/EF": "pdf_attachment",
    "/EmbeddedFiles": "pdf_attachment",
    "/RichMediaContent": "pdf_media",
    "/RichMediaSettings": "pdf_media",
}
ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/GoToE": "pdf_attachment",
    "/SubmitForm": "pdf_action",
    "/ImportData": "pdf_action",
    "/RichMediaExecute": "pdf_media",
    "/Rendition": "pdf_media",
    "/GoTo3DView": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
}
KINDS = {
    "/EmbeddedFile": "pdf_attachment",
    "/FileAttachment": "pdf_attachment",
    "/RichMedia": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/Screen": "pdf_media",
    "/3D": "pdf_media",
}
# An element of the structure may be called anything; these are no actions.
STRUCTURE = {"/StructElem", "/StructTreeRoot"}
OPENING = {"/GoTo", "/Named"}
LINKED = re.compile(r"\s*(https?|mailto|tel|ftp):", re.IGNORECASE)
RELATIVE = re.compile(r"\s*[^:/?#]*([/?#]|$)")
# Most objects hold none of these names and are passed over by one search in their text.
SUSPECT = re.compile(
    b"/(?:OpenAction|URI|%s)(?![A-Za-z0-9])"
    % b"|".join(name[1:].encode() for name in {**KEYS, **ACTIONS, **KINDS})
)


def inspect(file):
    """Return the number of pages; raise Refusal."""
    _check_frame(file)
    with _opened(file) as document:
        _check_catalog(document)
        for thing in document.objects:
            _check_object(thing)
    return {"pages": _render_first_page(file)}, b""


def _check_frame(file):
    """See that the file is a PDF from its first byte to its last, and nothing else besides."""
    if file.read(len(MAGIC)) != MAGIC:
        raise Refusal("not_a_pdf")
    size = file.seek(0, 2)
    file.seek(max(size - TAIL, 0))
    _before, end, after = file.read().rpartition(END)
    if not end:
        raise Refusal("pdf_cut_off")
    if after.strip(BLANK):
        raise Refusal("pdf_trailing")
    if zipfile.is_zipfile(file):
        raise Refusal("also_archive")
    file.seek(0)


def _opened(file):
    try:
        return pikepdf.open(file, access_mode=pikepdf.AccessMode.mmap, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refusal("pdf_password") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refusal("pdf_damaged") from error


def _check_catalog(document):
    try:
        if len(document.pages) > MAX_PAGES:
            raise Refusal("pdf_too_many_pages", count=len(document.pages), most=MAX_PAGES)
        if len(document.pages) == 0:
            raise Refusal("pdf_no_page")
        opening = document.Root.get("/OpenAction")
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError) as error:
        raise Refusal("pdf_damaged") from error
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") not in OPENING:
        reason = ACTIONS.get(str(opening.get("/S")), "pdf_action")
        raise Refusal(reason)


def _check_object(thing):
    """Refuse an object, with all that is written within it, that would act or carries a file."""
    try:
        if isinstance(thing, pikepdf.Stream):
            thing = thing.stream_dict
        if SUSPECT.search(thing.unparse(resolved=True)):
            _check_within(thing)
    except (pikepdf.PdfError, RuntimeError) as error:
        raise Refusal("pdf_damaged") from error


def _check_within(thing):
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary):
            _check_dictionary(each)
            children = each.as_dict().values()
        elif isinstance(each, pikepdf.Array):
            children = list(each)
        else:
            continue
        # What is an object of its own is visited by itself.
        waiting += [child for child in children if is_container(child) and not child.is_indirect]


def is_container(thing):
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array)


def _check_dictionary(dictionary):
    for key, reason in KEYS.items():
        if key in dictionary and not _is_empty(dictionary[key]):
            raise Refusal(reason)
    kind = name_in(dictionary, "/Type")
    action = name_in(dictionary, "/S")
    if action in ACTIONS and (kind not in STRUCTURE or action in ("/JavaScript", "/Launch")):
        raise Refusal(ACTIONS[action])
    for reason in (KINDS.get(kind), KINDS.get(name_in(dictionary, "/Subtype"))):
        if reason:
            raise Refusal(reason)
    if action == "/URI" and not _is_harmless(str(dictionary.get("/URI", ""))):
        raise Refusal("pdf_link")


def name_in(dictionary, key):
    """Return the name under ``key`` as text; empty where something else or nothing stands."""
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _is_empty(value):
    """Tell whether a name tree or dictionary has nothing in it, as some programs write them."""
    if isinstance(value, pikepdf.Array):
        return len(value) == 0
    if isinstance(value, pikepdf.Dictionary) and not isinstance(value, pikepdf.Stream):
        return all(key in ("/Names", "/Kids") and _is_empty(value[key]) for key in value)
    return False


def _is_harmless(address):
    return bool(LINKED.match(address) or RELATIVE.match(address))


def _render_first_page(file):
    """Return the number of pages that pdfium finds, having drawn the first one."""
    file.seek(0)
    try:
        with pypdfium2.PdfDocument(file) as document:
            count = len(document)
            if count == 0:
                raise Refusal("pdf_no_page")
            page = document[0]
            longest = max(*page.get_size(), 1)
            page.render(scale=min(TRIED_AT / longest, 1)).close()
            page.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
        raise Refusal("pdf_damaged") from error
    return count
