"""What the tags of a PDF lack of PDF/UA-1 (ISO 14289-1), as far as a program can tell.

No package of Python, Node or Debian ships veraPDF, so that this reads the tags itself.
"""

from io import BytesIO

import pikepdf

# Operators that put something on the page (ISO 32000-1, annex A).
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"}


def faults(data):
    """Return a sentence for each fault; an empty list for a PDF that is tagged well."""
    with pikepdf.open(BytesIO(data)) as pdf:
        elements = list(elements_of(pdf))
        return [
            *document_faults(pdf),
            *(fault for page in pdf.pages for fault in page_faults(page)),
            *figure_faults(elements),
            *heading_faults(elements),
            *font_faults(pdf),
        ]


def elements_of(pdf):
    """Yield the structure elements in the order of reading."""
    yield from _below(pdf.Root.StructTreeRoot.get("/K"))


def kinds_of(data):
    """Return the kinds of the elements (H1, P, Figure …) in the order of reading."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [str(each.S)[1:] for each in elements_of(pdf)]


def languages_of(data):
    """Return the languages that the document and its elements name."""
    with pikepdf.open(BytesIO(data)) as pdf:
        named = [str(each.Lang) for each in elements_of(pdf) if "/Lang" in each]
        return [str(pdf.Root.Lang), *named]


def alternatives_of(data):
    """Return the texts that stand for the figures."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [str(each.Alt) for each in elements_of(pdf) if each.S == "/Figure"]


def document_faults(pdf):
    root = pdf.Root
    with pdf.open_metadata() as metadata:
        title, part = metadata.get("dc:title"), metadata.get("pdfuaid:part")
    checks = {
        "It does not say that it is tagged.": root.get("/MarkInfo", {}).get("/Marked", False),
        "It has no tree of elements.": "/StructTreeRoot" in root,
        "It has no language.": bool(str(root.get("/Lang", ""))),
        "It has no title.": bool(title),
        "It does not show its title.": root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "It does not claim PDF/UA-1.": part == "1",
    }
    return [fault for fault, is_met in checks.items() if not is_met]


def page_faults(page):
    """Return what is drawn outside of any mark, and links that nobody can read."""
    depth, found = 0, []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
            # A mark within another gives the words of a few signs (ActualText) and no more.
            if depth == 1 and operands[0] != "/Artifact" and not _has_mcid(operands):
                found.append(f"A mark {operands[0]} leads to no element.")
        elif name == "EMC":
            depth -= 1
        elif name in PAINTING and not depth:
            found.append(f"Something ({name}) is drawn without a tag.")
    for link in page.get("/Annots", []):
        if "/StructParent" not in link or not str(link.get("/Contents", "")):
            found.append("A link has no element or no description.")
    if "/Annots" in page and page.get("/Tabs") != "/S":
        found.append("The keyboard goes through the links in another order.")
    return found


def figure_faults(elements):
    figures = [each for each in elements if each.S == "/Figure"]
    return ["A figure has no text." for each in figures if not str(each.get("/Alt", "")).strip()]


def heading_faults(elements):
    levels = [
        int(str(each.S)[2:]) for each in elements if str(each.S)[:2] == "/H" and each.S != "/H"
    ]
    steps = zip([0, *levels], levels, strict=False)
    return [f"H{level} follows H{before}." for before, level in steps if level > before + 1]


def font_faults(pdf):
    fonts = [each for each in pdf.objects if _is_font(each)]
    return [
        f"The font {each.BaseFont} is not embedded or cannot be copied."
        for each in fonts
        if "/ToUnicode" not in each or not _is_embedded(each)
    ]


def _below(node):
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _below(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _below(node.get("/K"))


def _has_mcid(operands):
    return (
        len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
    )


def _is_font(item):
    return isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"


def _is_embedded(font):
    descriptor = font.DescendantFonts[0].FontDescriptor
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
