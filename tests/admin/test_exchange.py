"""Files of translations: out of the desk, compared, and in again row by row."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from icma_portal.bilingual.models import LanguageProfile, TranslationImport
from icma_portal.bilingual.tracking import units_of
from programs.models import Topic
from tests.factories import make_topic

pytestmark = pytest.mark.django_db
EXPORT = reverse("admin:bilingual_translationunit_export")
UPLOAD = reverse("admin:bilingual_translationimport_add")


def topics(*names):
    return [make_topic(name_en=name, name_zh_hans=None) for name in names]


def exported(client, **query):
    kind = ContentType.objects.get_for_model(Topic).pk
    query = {"format": "csv", "into": "zh-hans", "kind": str(kind), **query}
    return client.get(EXPORT, query)


def rows_of(client):
    text = exported(client).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def translated(client, texts):
    """Return the exported file with these translations (source → translation), as bytes."""
    rows = [
        {**row, "translation": texts[row["source"]]}
        for row in rows_of(client)
        if row["source"] in texts
    ]
    return as_csv(rows)


def as_csv(rows):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, ["unit", "version", "translation"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def upload(client, content, name="translations.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def outcomes(found):
    return [result["outcome"] for result in found.results]


def stored(topic):
    return Topic.objects.get(pk=topic.pk).name_zh_hans


def test_export_holds_what_the_list_shows_and_no_more(admin_client):
    open_one, settled = topics("Parks")[0], make_topic()

    names = {row["record"] for row in rows_of(admin_client)}

    assert open_one.name_en in names
    assert settled.name_en not in names


def test_xliff_goes_out_and_comes_in_again(admin_client):
    (topic,) = topics("Parks")
    content = exported(admin_client, format="xliff").content.decode()
    content = content.replace(
        "<source>Parks</source>", "<source>Parks</source><target>公园</target>"
    )

    response = upload(admin_client, content.encode(), "parks.xlf")
    admin_client.post(response.url)

    assert stored(topic) == "公园"


def test_comparison_stores_nothing_and_taking_in_stores_what_it_showed(admin_client):
    topic, empty = topics("Parks", "Roads")
    content = translated(admin_client, {"Parks": "公园", "Roads": " "})

    response = upload(admin_client, content)
    before = stored(topic)
    shown = TranslationImport.objects.get()
    admin_client.post(response.url)

    taken = TranslationImport.objects.get()
    assert (before, stored(topic), stored(empty)) == (None, "公园", None)
    assert sorted(outcomes(shown)) == ["empty", "stored"]
    assert outcomes(taken) == outcomes(shown)
    assert units_of(topic)["name"].edited_by.username == "admin"
    assert LogEntry.objects.filter(object_id=str(topic.pk), action_flag=2).count() == 1


def test_row_whose_source_has_changed_is_refused_and_the_rest_goes_in(admin_client):
    changed, untouched = topics("Parks", "Roads")
    content = translated(admin_client, {"Parks": "公园", "Roads": "道路"})
    response = upload(admin_client, content)
    changed.name_en = "Public parks"
    changed.save()

    admin_client.post(response.url)

    results = {each["new"]: each for each in TranslationImport.objects.get().results}
    assert (stored(changed), stored(untouched)) == (None, "道路")
    assert results["公园"]["outcome"] == "refused"
    assert "source has changed" in results["公园"]["reasons"][0]["en"]


def test_row_that_somebody_else_has_translated_meanwhile_is_refused(admin_client):
    (topic,) = topics("Parks")
    content = translated(admin_client, {"Parks": "公园"})
    topic.name_zh_hans = "园林"
    topic.save()

    upload(admin_client, content)

    (result,) = TranslationImport.objects.get().results
    assert result["outcome"] == "refused"
    assert "somebody else" in result["reasons"][0]["en"]


def test_unknown_repeated_and_impossible_rows_are_named(admin_client):
    first, second = topics("Parks", "Roads")
    rows = [row for row in rows_of(admin_client) if row["source"] in ("Parks", "Roads")]
    parks = {**rows[0], "translation": "公园"}
    roads = {**rows[1], "translation": "长" * 500}
    unknown = [{"unit": key, "version": "a", "translation": "乙"} for key in ("0", "x", "9" * 40)]

    response = upload(admin_client, as_csv([parks, parks, roads, *unknown]))
    admin_client.post(response.url)

    assert outcomes(TranslationImport.objects.get()) == ["refused"] * 6
    assert (stored(first), stored(second)) == (None, None)
    page = admin_client.get(response.url).text
    assert page.count("more than once") == 2
    assert page.count("This text does not exist") == 3


def test_glossary_refuses_in_a_file_too(admin_client):
    (topic,) = topics("The sister city of a mayor")
    upload(admin_client, translated(admin_client, {topic.name_en: "市长的姊妹城市"}))

    (result,) = TranslationImport.objects.get().results
    assert result["outcome"] == "refused"
    assert "友好城市" in result["reasons"][0]["en"]


def test_reasons_are_told_in_the_language_of_who_reads_them(admin_client):
    changed, long, term, unknown = topics("Parks", "Roads", "The sister city of a mayor", "Nobody")
    content = translated(
        admin_client,
        {"Parks": "公园", "Roads": "长" * 500, term.name_en: "市长的姊妹城市", "Nobody": "无人"},
    )
    changed.name_en = "Public parks"
    changed.save()
    unknown.delete()
    page = upload(admin_client, content).url

    admin_client.cookies["django_language"] = "en"
    english = admin_client.get(page).text
    admin_client.cookies["django_language"] = "zh-hans"
    chinese = admin_client.get(page).text

    told = {
        "The source has changed since the file was made.": "文件导出后原文已改动",
        "This text does not exist": "该文字不存在",
        "has no approved rendering here": "的规范译法",
        "at most 120 characters": "不超过 120 字符",
    }
    assert [each in english for each in told] == [True] * 4
    assert [each in chinese for each in told] == [False] * 4
    assert [each in chinese for each in told.values()] == [True] * 4
    assert long.name_en in english


def test_file_is_taken_in_once(admin_client):
    (topic,) = topics("Parks")
    response = upload(admin_client, translated(admin_client, {"Parks": "公园"}))
    admin_client.post(response.url)
    Topic.objects.filter(pk=topic.pk).update(name_zh_hans="园林")

    again = admin_client.post(response.url, follow=True)

    assert "taken in before" in again.text
    assert stored(topic) == "园林"


def test_translator_takes_in_the_own_languages_only(member_of, django_user_model):
    (topic,) = topics("Parks")
    client = member_of("Translator")
    user = django_user_model.objects.get(username="Translator")
    profile = LanguageProfile.objects.create(user=user, writes_english=True)
    content = translated(client, {"Parks": "公园"})

    upload(client, content)
    refused = outcomes(TranslationImport.objects.get())
    profile.writes_chinese = True
    profile.save()
    response = upload(client, content)
    client.post(response.url)

    assert refused == ["refused"]
    assert stored(topic) == "公园"


def test_another_one_cannot_take_the_file_in(admin_client, client, django_user_model):
    (topic,) = topics("Parks")
    response = upload(admin_client, translated(admin_client, {"Parks": "公园"}))
    other = django_user_model.objects.create_superuser("other")
    client.force_login(other)

    assert client.post(response.url).status_code == 403
    assert stored(topic) is None


@pytest.mark.parametrize("content", [b"<xliff", b"PK\x03\x04", b"nothing"])
def test_file_that_cannot_be_read_is_refused_with_its_reason(interface, content):
    response = upload(interface, content)

    assert response.status_code == 400
    assert 'class="errorlist"' in response.text
    assert TranslationImport.objects.count() == 0


@pytest.mark.parametrize(
    "query", [{"format": "pdf"}, {"into": "fr"}, {"into": ""}, {"format": ""}, {"o": "x" * 9}]
)
def test_export_refuses_what_it_does_not_know(admin_client, query):
    topics("Parks")

    response = exported(admin_client, **query)

    assert response.status_code in (200, 400)
    assert (response.status_code == 200) == ("o" in query)


def test_without_rights_nothing_goes_out_or_in(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("other", is_staff=True))

    assert client.get(EXPORT).status_code == 403
    assert upload(client, b"x").status_code == 403
