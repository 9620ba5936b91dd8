"""Rich text on its way through models, forms, pages, search and feeds."""

import json

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from icma_portal.bilingual.reader import read, text_of
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.files.models import Picture
from programs.models import Paragraph, Program, Section
from publications.models import Publication
from tests.factories import make_picture, make_program, make_publication, picture_bytes

from .records import address, posted

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
RICH = '<p onclick="x()">One <b>bold</b></p><script>alert(1)</script>'
CLEAN = "<p>One <strong>bold</strong></p>"


def test_every_way_into_the_database_cleans():
    created = make_program(summary_en=RICH, summary_zh_hans="<p>&nbsp;</p>")
    saved = make_program()
    saved.summary_en = RICH
    saved.save(update_fields=["summary_en"])
    updated = make_program()
    Program.objects.filter(pk=updated.pk).update(summary_en=RICH)
    bulk = Program(slug="bulk", name_en="Bulk", organization=created.organization, summary_en=RICH)
    Program.objects.bulk_create([bulk])

    stored = Program.objects.filter(summary_en=CLEAN)
    assert {each.pk for each in stored} == {created.pk, saved.pk, updated.pk, bulk.pk}
    assert created.summary_en == CLEAN
    created.refresh_from_db()
    assert created.summary_zh_hans is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_languages_are_kept_apart_whatever_is_active(language):
    with translation.override(language):
        program = make_program(summary_en="a < b", summary_zh_hans="甲\n\n乙")
    program = Program.objects.get(pk=program.pk)

    assert (program.summary_en, program.summary_zh_hans) == (
        "<p>a &lt; b</p>",
        "<p>甲</p><p>乙</p>",
    )
    assert read(program, "summary", "en").text == "<p>a &lt; b</p>"
    assert text_of(program, "summary", "zh-hans") == "甲\n\n乙"


def test_to_migrations_it_is_a_text_field():
    for name in ("summary", "summary_en", "summary_zh_hans"):
        field = Program._meta.get_field(name)

        assert isinstance(field, RichTextField)
        assert field.deconstruct()[1] == "django.db.models.TextField"


def test_the_form_holds_html_without_javascript_and_saves_it_clean(admin_client):
    program = make_program(summary_en="old < text", state="draft")
    Program.objects.filter(pk=program.pk).update(order=3)
    page = admin_client.get(address(Program, "change", program.pk))
    assert page.content.decode().count("data-rich-text=") == 2
    assert "&lt;p&gt;old &amp;lt; text&lt;/p&gt;" in page.content.decode()

    data = posted(page) | {"summary_en": RICH, "summary_zh_hans": "<p><br></p>"}
    response = admin_client.post(address(Program, "change", program.pk), data)

    assert response.status_code == 302
    program.refresh_from_db()
    assert (program.summary_en, program.summary_zh_hans) == (CLEAN, None)


def test_the_page_of_the_form_loads_the_editor_from_this_site_in_both_languages(interface):
    page = interface.get(reverse("admin:programs_program_add")).content.decode()

    config = page.split('data-rich-text-config="')[1].split('"')[0].replace("&quot;", '"')
    config = json.loads(config.replace("&amp;", "&").replace("&#x27;", "'"))
    assert all(path.startswith("/static/") for path in config["modules"].values())
    assert config["pictures"] == "/admin/files/picture/choices/"
    assert page.count("data-rich-text-config") == 1
    assert "importmap" not in page
    assert len(config["labels"]) > 30


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("durable", True),
        ("DURABLE", True),
        ("a < b", True),
        ("水坝", True),
        ("strong", False),
        ("href", False),
        ("elsewhere", False),
        ("</p>", False),
        ("durable.*", False),
    ],
)
def test_search_looks_at_what_is_shown(words, is_found):
    program = make_program(
        summary_en='<p>Very <strong>durable</strong> a &lt; b <a href="/elsewhere/">x</a></p>',
        summary_zh_hans="<p>水坝</p>",
    )

    in_either = Q(summary_en__icontains=words) | Q(summary_zh_hans__icontains=words)
    found = Program.objects.filter(in_either, pk=program.pk)

    assert found.exists() is is_found


def test_pages_feeds_and_descriptions_show_words_or_safe_markup(client):
    publication = make_publication(
        summary_en="<h2>Why</h2><p>Because &lt;b&gt; <b>it</b> works.</p>",
    )

    page = client.get(publication.get_absolute_url()).content.decode()
    feed = client.get("/en/publications/feed/").content.decode()

    assert '<div class="rich-text"><h2>Why</h2><p>Because &lt;b&gt; <strong>it</strong>' in page
    assert 'content="Why Because &lt;b&gt; it works."' in page
    assert "Why\n\nBecause &lt;b&gt; it works.</summary>" in feed
    assert Publication.objects.get(pk=publication.pk) is not None


def test_a_paragraph_names_itself_without_markup():
    program = make_program()
    section = Section.objects.create(slug="why", title_en="Why", program=program)
    paragraph = Paragraph.objects.create(section=section, text_en="<p>One <b>two</b></p>")

    assert str(paragraph) == "One two"


def test_a_picture_is_uploaded_and_offered_to_the_editor(admin_client, private_files):
    upload = SimpleUploadedFile("a.png", picture_bytes())
    data = {"file": upload, "alt_en": "Dam", "alt_zh_hans": "水坝", "state": "draft"}
    response = admin_client.post(reverse("admin:files_picture_add"), data)
    picture = Picture.objects.get()
    offered = admin_client.get(reverse("admin:files_picture_choices"), {"q": "水坝"}).json()

    assert response.status_code == 302
    assert [each["id"] for each in offered["pictures"]] == [picture.pk]
    assert admin_client.get(reverse("admin:files_picture_choices"), {"q": "none"}).json() == {
        "pictures": []
    }
    preview = admin_client.get(reverse("admin:files_picture_preview", args=[picture.pk]))
    assert preview.headers["Location"] == picture.get_absolute_url()


def test_a_bad_picture_is_refused_in_the_language_of_the_editor(interface):
    upload = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")
    page = interface.post(reverse("admin:files_picture_add"), {"file": upload, "state": "draft"})

    assert list(page.context["adminform"].form.errors) == ["file", "alt_en", "alt_zh_hans"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["choices", "preview"])
def test_pictures_are_offered_only_to_staff_who_may_see_them(client, django_user_model, name):
    picture = make_picture(state="draft")
    args = [picture.pk] if name == "preview" else []
    url = reverse(f"admin:files_picture_{name}", args=args)
    user = django_user_model.objects.create_user("helper", is_staff=True)

    assert client.get(url).status_code == 302
    client.force_login(user)
    assert client.get(url).status_code == 403


def test_numbers_that_no_picture_has_are_not_found(admin_client):
    for number in ("0", "999999", "9" * 30):
        url = f"/admin/files/picture/{number}/preview/"

        assert admin_client.get(url).status_code == 404


def test_the_admin_form_field_sees_no_change_where_plain_text_became_paragraphs(rf):
    program = make_program(summary_en="x")
    form = admin.site.get_model_admin(Program).get_form(admin_request(rf))
    field = form.base_fields["summary_en"]

    assert not field.has_changed("a\n\nb", "<p>a</p>\r\n<p>b</p>")
    assert field.has_changed("a", "<p>a <strong>b</strong></p>")
    assert program.summary_en == "<p>x</p>"


def admin_request(rf: RequestFactory):
    request = rf.get("/admin/")
    request.user = type("Superuser", (), {"has_perm": lambda *_args: True, "is_active": True})()
    return request
