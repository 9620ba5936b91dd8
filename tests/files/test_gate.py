"""The gate: bad files are refused with a reason, good ones are taken, children are confined."""

import os

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from icma_portal.files.gate import judging
from icma_portal.files.gate.judging import judge
from icma_portal.files.gate.reasons import REASONS
from icma_portal.files.gate.verdicts import Refused
from icma_portal.files.limited import ChildFailed, Limits, run_limited

from .bad_files import BAD, BADLY_NAMED, PLAIN
from .good_files import GOOD

WORK = "tests.files.children:work"
# These take longest to make or to judge; `make test-long` judges them, too.
HEAVY = {
    "too large", "packed twice", "packed objects", "5,001 parts", "169 real megapixels",
    "bomb of xml", "40 MB", "large picture", "39 megapixels", "39 megapixels in png",
    "39 megapixels of a palette", "2,000 pages",
}  # fmt: skip


LONG = os.environ.get("ICMA_PORTAL_LONG") == "1"


def in_suite(files):
    return [
        pytest.param(
            *row, id=name, marks=[pytest.mark.skipif(not LONG, reason="long")] * (name in HEAVY)
        )
        for name, row in files.items()
    ]


def upload(data, name="upload"):
    return ContentFile(data, name=name)


@pytest.fixture
def codes(monkeypatch):
    """The codes of the refusals that were made."""
    made, refusal = [], judging.refusal
    monkeypatch.setattr(
        judging, "refusal", lambda code, **words: (made.append(code), refusal(code, **words))[1]
    )
    return made


@pytest.mark.parametrize(("kind", "code", "make"), in_suite(BAD))
def test_a_bad_file_is_refused_with_its_reason(codes, kind, code, make):
    with pytest.raises(Refused) as refused:
        judge(upload(make()), kind)

    assert codes == [code or codes[0]]
    assert str(refused.value)


@pytest.mark.parametrize(("name", "code", "make"), BADLY_NAMED.values(), ids=BADLY_NAMED)
def test_a_name_neither_opens_the_gate_nor_gets_past_it(codes, name, code, make):
    with pytest.raises(Refused):
        judge(upload(make(), name), "pdf")

    assert codes == [code]


@pytest.mark.parametrize(("kind", "content_type", "make"), in_suite(GOOD))
def test_a_good_file_is_taken_for_what_it_is(kind, content_type, make):
    judged = judge(upload(make()), kind)

    assert judged.content_type == content_type
    assert (judged.pages is not None) == (kind == "pdf")


def test_there_are_as_many_files_as_the_portal_promises():
    assert len(BAD) + len(BADLY_NAMED) >= 80
    assert len(GOOD) >= 30
    assert set(BAD) | set(GOOD) >= HEAVY


def test_a_long_chinese_name_does_no_harm_to_a_good_file():
    assert judge(upload(PLAIN(), "城" * 83 + ".pdf"), "pdf").extension == ".pdf"


def test_the_reasons_are_told_in_the_language_of_the_editor():
    with translation.override("zh-hans"):
        sentences = {code: str(text) for code, text in REASONS.items()}
        with pytest.raises(Refused) as refused:
            judge(upload(BAD["opening script"][2]()), "pdf")

    assert all(
        any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in sentences.values()
    )
    assert str(refused.value) == sentences["pdf_script"]


def test_a_file_of_another_kind_is_told_from_what_was_asked_for():
    with pytest.raises(Refused) as refused:
        judge(upload(b"<svg/>"), "pdf", "image", "text")

    assert str(refused.value) == (
        "This is an SVG drawing. Asked for: a PDF, a picture (JPEG, PNG or WebP), or a Word file "
        "(DOCX)."
    )


# Children ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("memory", "memory"),
        ("cpu", "time"),
        ("sleep", "time"),
        ("abort", "crash"),
        ("leave", "crash"),
        ("write", "crash"),
    ],
)
def test_a_child_that_goes_too_far_ends_without_an_answer(what, kind):
    with pytest.raises(ChildFailed) as failed:
        run_limited(WORK, upload(b"abc"), what, limits=Limits(100_000_000, 1, 3))

    assert failed.value.kind == kind


def test_a_child_answers_with_words_and_bytes_and_leaves_the_file_at_its_start(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    with path.open("rb") as file:
        answers = [run_limited(WORK, each, "你好") for each in (file, upload(b"xyz"))]
        rest = file.read()

    assert answers == [({"said": "你好"}, b"abc"), ({"said": "你好"}, b"xyz")]
    assert rest == b"abc"


def test_inspectors_know_nothing_of_django():
    assert run_limited(WORK, upload(b""), "modules").facts == {"said": []}
