"""Both languages are stored as they were typed, whichever language the interface speaks."""

import pytest
from django.contrib import admin

from icma_portal.bilingual.admin import required_fields, title_field
from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from icma_portal.bilingual.reader import is_rich
from partnerships.models import City
from programs.models import ActorKind, Country, Source, Topic

from .records import CONTENT, REGISTERED, address, inlines_of, make, make_with_children, posted

PAGES = [model for model in REGISTERED if model in CONTENT]
TITLED = [model for model in PAGES if title_field(model)]

pytestmark = pytest.mark.django_db


def fill_both(data, prefix, model):
    """Put differing texts into the translated fields of a form; return what must be stored."""
    expected = {}
    for number, name in enumerate(translated_fields(model)):
        english, chinese = columns(name)
        if f"{prefix}{english}" in data:
            expected |= {english: f"English {number}", chinese: f"中文{number}"}
    data |= {f"{prefix}{name}": text for name, text in expected.items()}
    return {name: as_stored(model, name, text) for name, text in expected.items()}


def as_stored(model, name, text):
    return f"<p>{text}</p>" if is_rich(model._meta.get_field(name)) else text


def stored(record, names):
    record.refresh_from_db()
    return {name: getattr(record, name) for name in names}


def errors_of(response):
    inlines = response.context["inline_admin_formsets"]
    return response.context["adminform"].form.errors, [each.formset.errors for each in inlines]


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label_lower)
def test_form_stores_both_languages_of_a_record_and_its_children(swept_interface, model):
    record, children = make_with_children(model)
    page = address(model, "change", record.pk)
    data = posted(swept_interface.get(page))
    expected = [(record, fill_both(data, "", model))]
    for child, inline in zip(children, admin.site.get_model_admin(model).inlines, strict=True):
        prefix = prefix_of(inline, model)
        expected.append((child, fill_both(data, f"{prefix}-0-", inline.model)))

    response = swept_interface.post(page, data)

    assert response.status_code == 302, errors_of(response)
    for each, texts in expected:
        assert stored(each, texts) == texts


def prefix_of(inline, parent):
    key = inline.fk_name or next(
        field.name for field in inline.model._meta.fields if field.related_model is parent
    )
    return inline.model._meta.get_field(key).remote_field.get_accessor_name()


def test_every_translated_model_was_saved_through_a_form():
    saved = {*PAGES, *(child for model in PAGES for child, _key in inlines_of(model))}
    translated = {model for model in CONTENT if translated_fields(model)}

    assert translated - saved == set()
    assert len(translated) == 51


@pytest.mark.one_database
@pytest.mark.parametrize("model", TITLED, ids=lambda model: model._meta.label_lower)
def test_chinese_alone_is_enough_and_nothing_is_not(swept_interface, model):
    record = make(model)
    page = address(model, "change", record.pk)
    # What is enough to be published is the matter of the parity gate.
    data = posted(swept_interface.get(page)) | {"state": "draft"}
    english, chinese = columns(title_field(model))

    only_chinese = swept_interface.post(page, {**data, english: " ", chinese: "只有中文"})
    # The page is opened again, so to say: else it would not have seen the text just saved.
    del data["seen_versions"]
    neither = swept_interface.post(page, {**data, english: "", chinese: "　"})

    assert only_chinese.status_code == 302, errors_of(only_chinese)
    assert stored(record, [english, chinese]) == {english: None, chinese: "只有中文"}
    assert list(neither.context["adminform"].form.errors) == [english]


def test_required_titles_were_all_visited():
    assert len(TITLED) == 32
    assert [model for model in PAGES if required_fields(model) and model not in TITLED] == []


def test_error_names_the_field(admin_client):
    response = admin_client.post(address(ActorKind, "add"), {"name_en": "", "slug": ""})

    errors = response.context["adminform"].form.errors
    assert errors == {"name_en": ["Give the name in at least one language."]}


def test_labels_name_the_language_and_inputs_carry_it(admin_client):
    text = admin_client.get(address(ActorKind, "add")).text

    assert "Name [English]" in text
    assert "Name [Chinese]" in text
    assert text.index('id="id_name_en"') < text.index('id="id_name_zh_hans"')
    for name, tag in (("name_en", "en"), ("name_zh_hans", "zh-Hans")):
        start = text.index(f'<input type="text" name="{name}"')
        assert f'lang="{tag}"' in text[start : text.index(">", start)]


def test_both_languages_stand_in_one_row(admin_client):
    text = admin_client.get(address(Topic, "add")).text

    assert "form-row field-name_en field-name_zh_hans" in text


@pytest.mark.parametrize(
    ("english", "chinese", "slug"),
    [
        ("Local Citizens", "当地居民", "local-citizens"),
        ("", "青年专业人员", "qing-nian-zhuan-ye-ren-yuan"),
        ("", "ICMA国际", "icma-guo-ji"),
        ("Zürich & Genève", "", "zurich-geneve"),
        ("☂", "☂", "kind-of-actor"),
    ],
)
def test_empty_slug_is_made_from_the_name(admin_client, english, chinese, slug):
    data = {"name_en": english, "name_zh_hans": chinese, "slug": ""}

    for expected in (slug, f"{slug}-2", f"{slug}-3"):
        assert admin_client.post(address(ActorKind, "add"), data).status_code == 302
        assert ActorKind.objects.latest("pk").slug == expected


def test_slug_keeps_its_length_and_a_typed_one_is_kept(admin_client):
    long_name = {"name_en": "word " * 20 + "ends", "slug": ""}

    for data in (long_name, long_name, {"name_en": "Typed", "slug": "my-own"}):
        admin_client.post(address(ActorKind, "add"), {"name_zh_hans": "", **data})

    first, second, typed = ActorKind.objects.order_by("-pk")[:3][::-1]
    assert len(first.slug) <= 80
    assert len(second.slug) <= 80
    assert second.slug.endswith("-2")
    assert typed.slug == "my-own"


def test_source_in_chinese_gets_a_slug(admin_client):
    data = {"title": "中国日报", "language": "zh-hans", "slug": ""}

    assert admin_client.post(address(Source, "add"), data).status_code == 302
    assert Source.objects.latest("pk").slug == "zhong-guo-ri-bao"


@pytest.mark.parametrize("term", ["Unlikely Ville", "罕见之城"])
def test_search_finds_in_both_languages(interface, term):
    city = make(City, name_en="Unlikely Ville", name_zh_hans="罕见之城")
    make(City)

    response = interface.get(address(City, "changelist"), {"q": term})

    assert list(response.context["cl"].result_list) == [city]


@pytest.mark.parametrize("term", ["Unlikely Land", "罕见之国"])
def test_search_follows_relations_in_both_languages(interface, term):
    country = make(Country, name_en="Unlikely Land", name_zh_hans="罕见之国")
    city = make(City, country=country)

    response = interface.get(address(City, "changelist"), {"q": term})

    assert list(response.context["cl"].result_list) == [city]


@pytest.mark.parametrize("term", ["Unlikely Land", "罕见之国"])
def test_autocomplete_finds_in_both_languages(interface, term):
    country = make(Country, name_en="Unlikely Land", name_zh_hans="罕见之国")
    query = {"app_label": "partnerships", "model_name": "city", "field_name": "country"}

    found = interface.get("/admin/autocomplete/", {**query, "term": term}).json()["results"]

    shown = {"en": "Unlikely Land", "zh-hans": "罕见之国"}[interface.language]
    assert found == [{"id": str(country.pk), "text": shown}]


def test_list_marks_the_missing_language(admin_client):
    make(City, name_en="Onlyenglish", name_zh_hans=None)
    make(City, name_en=None, name_zh_hans="只有中文")

    english = admin_client.get(address(City, "changelist"), {"q": "Onlyenglish"}).text
    chinese = admin_client.get(address(City, "changelist"), {"q": "只有中文"}).text

    assert '<span lang="en">Onlyenglish</span>' in english
    assert '<span class="badge badge-missing">Chinese missing</span>' in english
    assert '<span lang="zh-Hans">只有中文</span>' in chinese
    assert '<span class="badge badge-missing">English missing</span>' in chinese


def test_list_sorts_by_the_language_of_the_interface(interface):
    first = make(City, name_en="Zzalpha Test", name_zh_hans="阿测试城")
    second = make(City, name_en="Zzbeta Test", name_zh_hans=None)
    third = make(City, name_en="Zzgamma Test", name_zh_hans="北测试城")

    changelist = interface.get(address(City, "changelist"), {"q": "Zz"}).context["cl"]

    in_language = {"en": [first, second, third], "zh-hans": [first, third, second]}
    assert list(changelist.result_list) == in_language[interface.language]
    # The heading of that language bears the mark of order; the first column holds the boxes.
    marked = {"en": {1: "asc"}, "zh-hans": {2: "asc"}}
    assert changelist.get_ordering_field_columns() == marked[interface.language]
