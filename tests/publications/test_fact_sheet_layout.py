import datetime
from dataclasses import replace

import pypdfium2
import pytest
import typst
from fontTools.ttLib import TTFont

from publications.fact_sheets import characters, layout
from publications.fact_sheets.layout import missing_characters, render_pdf
from publications.fact_sheets.sheet import (
    FactSheetError,
    Figure,
    Member,
    Section,
    Statement,
    shortened,
)

from .sheets import CHINESE, ENGLISH

HOSTILE = r'#import "x": * $x^2$ *bold* _it_ \ <label> `code` @ref // note /* {{ }} ]] = heading'


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_of(pdf):
    """Return the text of all pages on one line, for lines break where the column ends."""
    return " ".join(" ".join(pages_of(pdf)).replace("\u2060", "").split())


def long_sheet(sheet, sentence):
    url = "https://example.org/programs/reports/annexes/{}?version=" + "3b1f9c77e2a14c0d" * 6
    return replace(
        sheet,
        title=sentence[:100],
        opening=sentence * 2,
        members=(*sheet.members, Member("Minneapolis–Saint Paul", "Minnesota, United States")),
        details=sheet.details * 4,
        sections=(
            Section(
                "Facts", tuple(Statement(sentence, (number, number + 2)) for number in range(1, 9))
            ),
        ),
        sources=tuple((f"Report {number}", url.format(number)) for number in range(10)),
    )


def test_pdf_says_everything_in_english():
    pdf = render_pdf(ENGLISH)

    assert pdf.startswith(b"%PDF-")
    text = text_of(pdf)
    for words in (
        ENGLISH.title,
        ENGLISH.kicker,
        ENGLISH.opening,
        "Fort Lauderdale United States",
        "The cities signed a memorandum of understanding. 1, 2",
        "Phase 2011–2016",
        "July 2013: Staff met often.",
        "Durban in figures City assessment",
        "1 Final report https://example.org/report.pdf",
        "https://example.org/partnerships/durban/ As of",
        "As of May 11, 2014",
        "1 / 1",
    ):
        assert words in text


def test_pdf_says_everything_in_chinese():
    text = text_of(render_pdf(CHINESE)).replace(" ", "")

    for words in (
        CHINESE.title,
        CHINESE.opening,
        "两市签署谅解备忘录。",
        "“互访交流”",
        "经验提供城市",
        "截至2014年5月11日",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("sheet", "language"), [(ENGLISH, b"/Lang(en-US)"), (CHINESE, b"/Lang(zh-CN)")]
)
def test_pdf_is_tagged_and_names_its_language_and_title(sheet, language):
    pdf = render_pdf(sheet)

    assert language in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == sheet.title
        assert document.get_metadata_value("Author") == layout.AUTHOR


def test_equal_sheets_give_equal_bytes():
    assert render_pdf(ENGLISH) == render_pdf(replace(ENGLISH))
    assert render_pdf(ENGLISH) != render_pdf(replace(ENGLISH, as_of=datetime.date(2014, 5, 12)))


def test_only_the_own_fonts_are_embedded():
    families = {font.family for font in layout.fonts().fonts()}

    assert families == {"Noto Sans", "Noto Sans SC"}


@pytest.mark.parametrize("field", ["title", "kicker", "opening", "address"])
def test_typst_syntax_prints_literally(field):
    pdf = render_pdf(replace(ENGLISH, **{field: HOSTILE}))

    assert HOSTILE in text_of(pdf)


def test_typst_syntax_prints_literally_in_lists():
    sheet = replace(
        ENGLISH,
        sections=(Section(HOSTILE, (Statement(HOSTILE, (1,), HOSTILE, HOSTILE),)),),
        details=(("Label", HOSTILE),),
        figures=(Figure(HOSTILE, HOSTILE),),
        sources=((HOSTILE, ""),),
    )

    assert text_of(render_pdf(sheet)).count(HOSTILE) == 8


def test_only_web_addresses_become_links():
    pdf = render_pdf(
        replace(ENGLISH, sources=(*ENGLISH.sources, ("Script", "javascript:alert(1)")))
    )

    assert b"/URI(https://example.org/report.pdf)" in pdf
    assert b"/URI(javascript" not in pdf
    assert "javascript:alert(1)" in text_of(pdf)


def test_control_characters_and_broken_text_are_harmless():
    sheet = replace(
        ENGLISH, title="Dur\x00ban\u202e\ufeff\n\tand\u2028partner", opening="Half \ud800 sign"
    )

    text = text_of(render_pdf(sheet))

    assert "Durban and partner" in text
    assert "Half 〓 sign" in text


def test_character_without_glyph_prints_as_geta_mark():
    sheet = replace(CHINESE, opening="𠮷与㛃🎉\ufe0f。")

    assert missing_characters(sheet) == {"𠮷", "🎉"}
    assert "〓与㛃〓。" in text_of(render_pdf(sheet)).replace(" ", "")


def test_decomposed_and_accented_names_are_complete():
    names = "Šiauliai Łódź Şanlıurfa Đà Nẵng Gəncə Reykjavík"
    sheet = replace(ENGLISH, opening=names + " Sa\u0303o Tome\u0301")

    assert missing_characters(sheet) == set()
    assert names + " São Tomé" in text_of(render_pdf(sheet))


def test_list_of_characters_matches_the_fonts():
    for weight in ("Regular", "Bold"):
        points = set()
        for family in ("NotoSans", "NotoSansSC"):
            with TTFont(characters.FONT_DIRECTORY / f"{family}-{weight}.ttf") as font:
                points |= font.getBestCmap().keys()
        assert characters.covered() == points
    assert len(characters.covered()) > 10_000


@pytest.mark.parametrize("count", [0, 2, 3])
def test_sheet_with_any_number_of_members_takes_one_page(count):
    members = (*ENGLISH.members, Member("Hyderabad", "India"))[:count]

    pages = pages_of(render_pdf(replace(ENGLISH, members=members)))

    assert len(pages) == 1
    assert ("Partner cities" in pages[0]) == (count > 0)
    assert all(member.name in pages[0] for member in members)


def test_sheet_of_title_alone_is_set():
    sheet = replace(
        ENGLISH,
        members=(),
        details=(),
        sections=(),
        sources=(),
        opening="",
        kicker="",
    )

    text = text_of(render_pdf(sheet))

    assert ENGLISH.title in text
    assert not any(ENGLISH.labels[key] in text for key in ("members", "details", "sources", "more"))


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (
            ENGLISH,
            "The city reviewed its by-laws and its budget with visiting engineers. " * 4,
        ),
        (CHINESE, "该市在来访工程师的协助下审查了雨水管理条例、海岸退缩线和基本建设预算。" * 4),
    ],
)
def test_long_sheet_takes_two_pages(sheet, sentence):
    pages = pages_of(render_pdf(long_sheet(sheet, sentence)))

    assert len(pages) == 2
    assert "2 / 2" in pages[1]


def test_long_word_stays_in_its_column_and_can_be_copied():
    name = "CityLinks_Annual_Report_2014_" + "final_" * 20
    pdf = render_pdf(replace(ENGLISH, details=(("File", name),)))

    assert name in text_of(pdf).replace(" ", "")
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        right_edges = [
            item.get_bounds()[2] for item in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        ]
        assert max(right_edges) < page.get_width() - 50


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"language": "fr"}, "A fact sheet is in en or zh-hans, not in 'fr'."),
        ({"title": " \x00 "}, "A fact sheet needs a title."),
        (
            {"sections": (Section("Facts", (Statement("Fact", (3,)),)),)},
            "A fact cites source 3, but the sheet has 2 sources.",
        ),
        ({"labels": {}}, "The fact sheet could not be set: "),
    ],
)
def test_faulty_sheet_is_refused_with_a_sentence(changes, message):
    with pytest.raises(FactSheetError) as caught:
        render_pdf(replace(ENGLISH, **changes))

    assert str(caught.value).startswith(message)


def test_refusal_of_typst_becomes_fact_sheet_error(monkeypatch):
    def refuse(*args, **kwargs):
        error = typst.TypstError("missing glyph")
        error.message = "missing glyph"  # Typst's compiler sets it from outside
        raise error

    monkeypatch.setattr(typst, "compile", refuse)

    with pytest.raises(FactSheetError, match="could not be set: missing glyph"):
        render_pdf(ENGLISH)


@pytest.mark.parametrize(
    "sheet", [ENGLISH, long_sheet(ENGLISH, "The city reviewed its budget. " * 8)]
)
def test_page_count_agrees_with_a_reader(sheet):
    pdf = render_pdf(sheet)

    assert layout.page_count(pdf) == len(pages_of(pdf))


def huge(sheet, sentence):
    """Return a sheet with far more than two pages can hold."""
    many = tuple(Statement(sentence * 3, (number,)) for number in range(1, 31))
    sources = tuple((f"Report {number}", "") for number in range(30))
    return replace(sheet, sections=(Section("A", many), Section("B", many)), sources=sources)


HUGE = (
    huge(ENGLISH, "The city reviewed its by-laws and its budget with visiting engineers. "),
    huge(CHINESE, "该市在来访工程师的协助下审查了雨水管理条例、海岸退缩线和基本建设预算。"),
)


@pytest.mark.parametrize("sheets", [HUGE[:1], HUGE[1:], HUGE], ids=["en", "zh", "both"])
def test_what_two_pages_cannot_hold_is_left_out_and_the_sheet_says_so(sheets):
    pages = pages_of(render_pdf(*sheets))

    assert len(pages) == 2
    assert "More is online." in pages[1]
    assert pages[0].count("•") + pages[1].count("•") >= 6


def test_shortening_drops_the_sources_that_only_what_is_gone_cited():
    facts = (Statement("a", (2,)), Statement("b", (1,)))
    sheet = replace(ENGLISH, sections=(Section("Facts", facts),))

    cut = shortened(sheet, 1)

    assert cut.sections[0].statements == (Statement("a", (1,)),)
    assert cut.sources == (("Press release", ""),)
    assert cut.is_shortened
    assert shortened(sheet, 2) == sheet


def test_both_languages_stand_side_by_side_line_by_line():
    text = text_of(render_pdf(ENGLISH, CHINESE))

    english, chinese = text.index("The cities signed"), text.index("两市签署")
    assert english < chinese < text.index("Staff met often.") < text.index("工作人员参加")
    assert text.count("https://example.org/report.pdf") == 1
