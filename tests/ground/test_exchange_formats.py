"""XLIFF and CSV: what is written is read again; what is broken is refused with its reason."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.bilingual.desk.exchange import spreadsheet, xliff
from icma_portal.bilingual.desk.exchange.reading import read_file
from icma_portal.bilingual.desk.exchange.rows import Entry
from icma_portal.bulk.tables import FileFault

# All that XML can hold; line ends are the format's own.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t<>&\"'=+-@，“”"),
    min_size=1,
)
XLIFF_NAME = "{urn:oasis:names:tc:xliff:document:2.0}"


def entry(translation="水务", source="Water"):
    return Entry("12", "aa-bb", "topic", "Water", "Name [Chinese]", "stale", source, translation)


def uploaded(content, name="file"):
    return SimpleUploadedFile(name, content)


def reason(content):
    with pytest.raises(FileFault) as fault:
        read_file(uploaded(content))
    return str(fault.value)


@given(TEXTS, TEXTS)
def test_what_xliff_holds_comes_back(translation, source):
    (row,) = xliff.read(xliff.write([entry(translation, source)], "zh-hans"))

    assert tuple(row) == ("12", "aa-bb", translation)


@given(TEXTS, TEXTS)
def test_what_csv_holds_comes_back(translation, source):
    rows, encoding = spreadsheet.read(spreadsheet.write([entry(translation, source)]))

    assert [tuple(row) for row in rows] == [("12", "aa-bb", translation)]
    assert encoding == "utf-8-sig"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "'=x", "'"])
def test_no_cell_is_a_formula(text):
    written = spreadsheet.write([entry(text)]).decode("utf-8-sig")

    (_header, cells) = csv.reader(io.StringIO(written, newline=""))
    assert cells[-1] == f"'{text}"


def test_xliff_names_languages_states_and_texts():
    root = ElementTree.fromstring(xliff.write([entry()], "zh-hans"))

    assert root.attrib == {"version": "2.0", "srcLang": "en", "trgLang": "zh-Hans"}
    assert root.find(f".//{XLIFF_NAME}source").text == "Water"
    assert root.find(f".//{XLIFF_NAME}segment").get("state") == "initial"


def test_control_characters_do_not_break_the_document():
    (row,) = xliff.read(xliff.write([entry("a\x0bb\x00c")], "zh-hans"))

    assert row.translation == "abc"


def document(unit, version="2.0"):
    return (
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:{version}" version="{version}" '
        f'srcLang="en" trgLang="zh-Hans"><file id="f1"><unit id="u12">'
        f'<notes><note category="version">aa-bb</note></notes>{unit}</unit></file></xliff>'
    ).encode()


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("<segment><source>A</source><target>甲</target></segment>", "甲"),
        ("<segment><source>A</source><target>甲<pc id='1'>乙</pc></target></segment>", "甲乙"),
        (
            "<segment><source>A</source><target>甲</target></segment><ignorable><source> </source>"
            "</ignorable><segment><source>B</source><target>乙</target></segment>",
            "甲 乙",
        ),
        (
            "<segment><source>A</source><target>甲</target></segment>"
            "<segment><source>B</source></segment>",
            "",
        ),
    ],
)
def test_units_are_read_as_tools_write_them(unit, text):
    (row,) = xliff.read(document(unit))

    assert row.translation == text


def test_utf_16_is_read():
    text = document("<segment><source>A</source><target>甲</target></segment>").decode()
    content = f'<?xml version="1.0" encoding="utf-16"?>{text}'.encode("utf-16")

    assert read_file(uploaded(content)).rows == [["12", "aa-bb", "甲"]]


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;&b;</x>'


@pytest.mark.parametrize("content", [ENTITY, LAUGHS])
def test_entities_are_refused(content):
    assert "entities" in reason(content)


@pytest.mark.parametrize(
    "content",
    [
        document("<segment><source>A</source>")[:-30],
        b'<?xml version="1.0" encoding="klingon"?><xliff/>',
        b"<",
        b'<?xml version="1.0" encoding="utf-8"?><xliff>' + b"\xff\xfe</xliff>",
    ],
)
def test_broken_xml_is_refused(content):
    assert "cannot be read as XML" in reason(content)


def test_other_versions_and_other_xml_are_told_apart():
    assert "another version of XLIFF" in reason(document("", "1.2"))
    assert "not XLIFF" in reason(b"<html></html>")


def test_packed_files_are_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xlf", b"0" * 10_000_000)

    assert "packed" in reason(packed.getvalue())
    assert "packed" in reason(b"\x1f\x8b\x08\x00")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_other_programs_is_read(delimiter):
    lines = [["unit", "version", "translation"], ["12", "aa-bb", "水务，供水"]]
    content = "\r\n".join(delimiter.join(cells) for cells in lines).encode("gb18030")

    found = read_file(uploaded(content))

    assert found.rows == [["12", "aa-bb", "水务，供水"]]
    assert (found.note, "GB 18030" in str(found.shown_note)) == ("gb18030", True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"unit,translation\n1,x\n", "version"),
        (b"", "unit, version, translation"),
        (b'unit,version,translation\n1,a,"x\n', "quotation mark"),
        (b"unit,version,translation\n1,a,\x00\n", "NUL"),
        (b"unit,version,translation\n", "no translations"),
        (b"unit,version,translation\n1,a," + b"\xff\xff", "encoding"),
        (b"unit,version,translation\n" + b"1,a,x\n" * 2001, "more than 2000"),
        (b"unit,version,translation\n1,a," + b"x" * 1_000_001, "too long"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
)
def test_broken_csv_is_refused_with_the_reason(content, words):
    assert words in reason(content)


def test_a_row_that_is_too_short_counts_as_empty():
    rows, _encoding = spreadsheet.read(b"unit,version,translation\n12\n")

    assert [tuple(row) for row in rows] == [("12", "", "")]
