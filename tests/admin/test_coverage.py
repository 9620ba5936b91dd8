"""The figures of coverage, against a recount by SQL straight from the columns of the texts."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from icma_portal.bilingual.desk.coverage import LanguageTally, coverage
from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from partnerships.models import Membership
from programs.models import Paragraph, Program, Topic
from tests.factories import make_topic

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:bilingual_translationunit_coverage")
MODELS = [model for model in apps.get_models() if translated_fields(model)]
# Keys of records and their programs, written by hand for three ways of different length.
WAYS = {
    Paragraph: (
        "SELECT p.id, s.program_id FROM programs_paragraph p "
        "JOIN programs_section s ON s.id = p.section_id"
    ),
    Membership: (
        "SELECT m.id, p.program_id FROM partnerships_membership m "
        "JOIN partnerships_partnership p ON p.id = m.partnership_id"
    ),
    Program: "SELECT id, id FROM programs_program",
}


def rows_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def texts_of(model):
    """Return (key, English, Chinese) for every translated text of a table."""
    table, quote = model._meta.db_table, connection.ops.quote_name
    found = []
    for field in translated_fields(model):
        names = ", ".join(map(quote, columns(field)))
        found += rows_of(f"SELECT id, {names} FROM {quote(table)}")  # noqa: S608
    return found


def words(text):
    """Count Chinese characters and other words, without what the portal counts with."""
    plain = re.sub("<[^>]*>", " ", text or "")
    chinese = re.findall("[\u3400-\u9fff]", plain)
    plain = re.sub("[\u3400-\u9fff]", " ", plain)
    return len(chinese) + len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plain))


def recount(rows):
    """Return texts, and per language (missing, words), of rows whose source never changed."""
    texts, missing, open_words = 0, {"en": 0, "zh-hans": 0}, {"en": 0, "zh-hans": 0}
    for _pk, english, chinese in rows:
        if not english and not chinese:
            continue
        texts += 1
        if not english or not chinese:
            language = "zh-hans" if english else "en"
            missing[language] += 1
            open_words[language] += words(english or chinese)
    return texts, missing, open_words


def figures(tally):
    return (
        tally.texts,
        {row.language: row.missing for row in tally.rows},
        {row.language: row.words for row in tally.rows},
    )


@pytest.fixture
def some_missing():
    """Take texts away, so that there is something to count."""
    for paragraph in Paragraph.objects.order_by("pk")[:4]:
        paragraph.text_zh_hans = None
        paragraph.save()
    for topic in Topic.objects.order_by("pk")[:3]:
        topic.name_en = None
        topic.save()


@pytest.mark.usefixtures("some_missing")
def test_figures_of_each_kind_equal_a_recount_of_the_tables(admin_user):
    _total, kinds, _groups = coverage(admin_user)
    found = {tally.key: figures(tally) for tally in kinds}
    expected = {}
    for model in MODELS:
        counted = recount(texts_of(model))
        if counted[0]:
            expected[kind_of(model)] = counted

    assert found == expected
    assert len(found) > 40
    assert sum(sum(missing.values()) for _texts, missing, _words in found.values()) == 7


def kind_of(model):
    label = (model._meta.app_label, model._meta.model_name)
    sql = "SELECT id FROM django_content_type WHERE app_label = '%s' AND model = '%s'"
    return rows_of(sql % label)[0][0]


@pytest.mark.usefixtures("some_missing")
def test_total_is_the_sum_of_the_kinds(admin_user):
    total, kinds, _groups = coverage(admin_user)

    assert figures(total)[0] == sum(tally.texts for tally in kinds)
    assert sum(row.missing for row in total.rows) == 7
    assert [row.covered + row.missing + row.stale for row in total.rows] == [total.texts] * 2


@pytest.mark.usefixtures("some_missing")
def test_figures_of_each_program_equal_a_recount_by_hand(admin_user, monkeypatch):
    everything = {kind_of(model): model for model in WAYS}
    monkeypatch.setattr(
        "icma_portal.bilingual.desk.coverage.visible_types", lambda user: everything
    )

    _total, _kinds, groups = coverage(admin_user)

    expected = {}
    for model, sql in WAYS.items():
        programs = dict(rows_of(sql))
        for row in texts_of(model):
            expected.setdefault(programs.get(row[0]), []).append(row)
    found = {tally.key: figures(tally) for tally in groups if tally.texts}
    assert found == {key: recount(rows) for key, rows in expected.items()}
    assert len(found) >= 3


def test_a_stale_text_counts_as_open_with_its_words(admin_user):
    before = coverage(admin_user)[0].languages["zh-hans"]
    topic = make_topic(name_en="Old", name_zh_hans="旧")
    topic.name_en = "Two words"
    topic.save()

    after = coverage(admin_user)[0].languages["zh-hans"]

    assert (after.stale, after.missing) == (before.stale + 1, before.missing)
    assert (after.words, after.covered) == (before.words + 2, before.covered)


@pytest.mark.parametrize(
    ("missing", "percent"), [(0, 100), (1, 99), (999, 0), (1000, 0), (500, 50)]
)
def test_share_is_rounded_down(missing, percent):
    assert LanguageTally("en", texts=1000, missing=missing).percent == percent


def test_cost_does_not_grow_with_the_texts(admin_user):
    costs = []
    for number in (1, 15):
        for _each in range(number):
            make_topic()
        with CaptureQueriesContext(connection) as captured:
            coverage(admin_user)
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_page_shows_figures_bars_and_the_way_to_what_is_open(interface):
    make_topic(name_en="Bare", name_zh_hans=None)

    page = interface.get(PAGE).text

    assert page.count("<progress") > 80
    assert f"?state=missing&amp;into=zh-hans&amp;kind={kind_of(Topic)}" in page


def test_page_needs_the_right_to_see_the_desk(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("other", is_staff=True))

    assert client.get(PAGE).status_code == 403
