"""What staff said of translations outlives the loader, which makes child rows anew."""

import pytest
from django.contrib.auth.models import User

from icma_portal.bilingual.desk.writing import decide, version_of
from icma_portal.bilingual.models import TranslationUnit
from icma_portal.bilingual.tracking import units_of
from icma_portal.content.loader import load, read_entries
from programs.models import Paragraph

pytestmark = pytest.mark.django_db
State = TranslationUnit.State

SECTION = """
- model: programs.Section
  records:
    - key: on-rivers
      program: citylinks
      title_en: On rivers
      title_zh_hans: 河流
      order: 90
      paragraphs:
        - {order: 1, text_en: First words., text_zh_hans: 第一段。}
        - {order: 2, text_en: Second words., text_zh_hans: 第二段。}
        - {order: 3, text_en: CityLinks, text_zh_hans: CityLinks}
"""


@pytest.fixture
def load_text(tmp_path):
    def run(text):
        (tmp_path / "90_rivers.yaml").write_text(text, encoding="utf-8")
        return load(read_entries(tmp_path))

    return run


def unit(order):
    paragraph = Paragraph.objects.get(section__slug="on-rivers", order=order)
    return units_of(paragraph)["text"]


def states():
    return [unit(order).state for order in (1, 2, 3)]


def test_a_copy_in_the_files_is_meant(load_text):
    load_text(SECTION)

    assert states() == [State.CURRENT, State.CURRENT, State.SAME]


def test_a_second_load_touches_no_unit(load_text):
    load_text(SECTION)
    before = list(TranslationUnit.objects.order_by("pk").values())

    load_text(SECTION)

    assert list(TranslationUnit.objects.order_by("pk").values()) == before
    assert len(before) > 400


def test_review_of_a_row_outlives_a_change_of_its_neighbor(load_text):
    load_text(SECTION)
    user = User.objects.create(username="reviewer")
    decide(unit(1), "review", user=user, seen=version_of(unit(1)))

    load_text(SECTION.replace("第二段。", "另一段。"))

    assert states() == [State.REVIEWED, State.CURRENT, State.SAME]
    assert unit(1).reviewed_by == user


def test_a_source_that_changed_in_the_file_leaves_its_translation_stale(load_text):
    load_text(SECTION)

    load_text(SECTION.replace("First words.", "First new words."))

    assert states() == [State.STALE, State.CURRENT, State.SAME]
    assert unit(1).made_from == "<p>First words.</p>"
    assert unit(1).record.stale_columns == "text_zh_hans"


def test_units_of_a_row_that_left_the_file_are_gone(load_text):
    load_text(SECTION)
    gone = unit(2)

    second = "        - {order: 2, text_en: Second words., text_zh_hans: 第二段。}\n"
    load_text(SECTION.replace(second, ""))

    assert not TranslationUnit.objects.filter(pk=gone.pk).exists()
    assert Paragraph.objects.filter(section__slug="on-rivers").count() == 2
