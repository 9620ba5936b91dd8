"""The tags of a fact sheet: what a screen reader is told, and in which language."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from publications.fact_sheets.layout import render_pdf
from publications.fact_sheets.sheet import Phrase

from . import pdf_tags
from .sheets import CHINESE, ENGLISH


@pytest.mark.parametrize(
    ("sheets", "languages"),
    [([ENGLISH], {"en-US"}), ([CHINESE], {"zh-CN"}), ([ENGLISH, CHINESE], {"en-US", "zh-CN"})],
    ids=["en", "zh", "both"],
)
def test_tags_meet_pdf_ua_as_far_as_a_program_can_tell(sheets, languages):
    pdf = render_pdf(*sheets)

    assert pdf_tags.faults(pdf) == []
    assert set(pdf_tags.languages_of(pdf)) == languages
    assert len(pdf_tags.alternatives_of(pdf)) == 1
    assert {"H1", "H2", "L", "Link", "Figure"} <= set(pdf_tags.kinds_of(pdf))


def test_the_check_of_the_tags_finds_what_is_wrong():
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(200, 200)
        buffer = BytesIO()
        document.save(buffer)
    with pikepdf.open(BytesIO(buffer.getvalue())) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 9 9 re f")
        pdf.Root.StructTreeRoot = pikepdf.Dictionary(
            K=[pikepdf.Dictionary(S=pikepdf.Name.H2), pikepdf.Dictionary(S=pikepdf.Name.Figure)]
        )
        spoiled = BytesIO()
        pdf.save(spoiled)

    found = pdf_tags.faults(spoiled.getvalue())

    assert "Something (f) is drawn without a tag." in found
    assert "A figure has no text." in found
    assert "H2 follows H0." in found
    assert "It has no language." in found
    assert "It does not claim PDF/UA-1." in found


def test_words_in_another_language_are_marked_as_such():
    pdf = render_pdf(replace(ENGLISH, title=Phrase.of("德班", "zh-hans")))

    assert "zh-CN" in pdf_tags.languages_of(pdf)
