"""What a PDF says of itself, and its pages as pictures and as text; in children without Django."""

from io import BytesIO

import pikepdf
import pypdfium2

from .reflow import paragraphs

QUALITY = 70
# Pages are drawn as they would be on paper; beyond, the picture would only grow.
TALLEST = 4
LONGEST_TITLE = 300
LONGEST_TAG = 35


def describe(file):
    """Return what a PDF tells of its title, its language and its structure (ISO 14289-1)."""
    with pikepdf.open(
        file, access_mode=pikepdf.AccessMode.mmap, suppress_warnings=True
    ) as document:
        root = document.Root
        marked = root.get("/MarkInfo")
        is_marked = isinstance(marked, pikepdf.Dictionary) and marked.get("/Marked") is True
        facts = {
            "title": _title(document)[:LONGEST_TITLE],
            "language": _text(root.get("/Lang"))[:LONGEST_TAG],
            "is_tagged": is_marked and "/StructTreeRoot" in root,
        }
    return facts, b""


def _title(document):
    # First, for looking at the metadata brings these into agreement with them.
    title = _text(document.docinfo.get("/Title"))
    try:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            return str(metadata.get("dc:title") or title).strip()
    except Exception:
        return title  # Broken metadata are none.


def _text(value):
    return str(value).strip() if isinstance(value, pikepdf.String) else ""


def read_pages(file, first, last, widths_of_first, widths):
    """Return text and pictures of the pages from ``first`` to ``last``, counted from 1.

    The facts name for each page its number, its text and its pictures (width, height, length);
    the bytes are those of the pictures, in that order. ``widths`` are the pictures' widths in
    pixels; of page 1 there are those of ``widths_of_first``.
    """
    pages, data = [], []
    with pypdfium2.PdfDocument(file) as document:
        for number in range(first, min(last, len(document)) + 1):
            page = document[number - 1]
            wanted = widths_of_first if number == 1 else widths
            pictures = _pictures(page, wanted)
            data += [each for _size, each in pictures]
            pages.append(
                {
                    "number": number,
                    "text": _page_text(page),
                    "pictures": [[*size, len(each)] for size, each in pictures],
                }
            )
            page.close()
    return {"pages": pages}, b"".join(data)


def _page_text(page):
    words = page.get_textpage()
    try:
        return paragraphs(words.get_text_bounded(errors="replace"))
    finally:
        words.close()


def _pictures(page, widths):
    """Return ((width, height), WebP) of the page for each width, drawn once at the largest."""
    if not widths:
        return []
    width, height = page.get_size()
    scale = max(widths) / max(width, height / TALLEST, 1)
    bitmap = page.render(scale=scale)
    drawn = bitmap.to_pil().convert("RGB")
    bitmap.close()
    made = []
    for wanted in widths:
        size = (wanted, max(round(drawn.height * wanted / drawn.width), 1))
        picture = drawn if size == drawn.size else drawn.resize(size)
        buffer = BytesIO()
        picture.save(buffer, "WEBP", quality=QUALITY, method=4)
        made.append((picture.size, buffer.getvalue()))
    return made
