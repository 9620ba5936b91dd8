"""A change prepared beside what is public, its preview, and links for readers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from icma_portal.files.models import FileVersion
from icma_portal.files.removal import abandoned_versions
from icma_portal.publishing.history.timeline import versions_of
from icma_portal.publishing.models import PreviewLink, Revision
from partnerships.models import Partnership
from programs.models import Topic
from tests.factories import (
    make_city,
    make_partnership,
    make_picture,
    make_publication,
    make_source,
    make_topic,
    pdf_bytes,
)

from .records import address, posted

pytestmark = pytest.mark.django_db


def prepared(client, record, **values):
    page = address(type(record), "change", record.pk)
    return client.post(page, posted(client.get(page)) | values | {"_prepare": "1"})


def decided(client, record, **data):
    return client.post(address(type(record), "revision", record.pk), data)


def test_prepared_change_leaves_the_live_record_alone(admin_client, client):
    topic = make_topic(name_en="Water", name_zh_hans="水")

    response = prepared(admin_client, topic, name_zh_hans="供水")

    topic.refresh_from_db()
    assert response.headers["Location"] == address(Topic, "revision", topic.pk)
    assert (topic.name_zh_hans, topic.version) == ("水", 1)
    assert versions_of(Topic, topic.pk).count() == 1
    assert "供水" not in client.get(topic.get_absolute_url()).text


def test_made_live_it_takes_relations_and_rows_along(admin_client):
    old, source = make_city(), make_source()
    partnership = make_partnership([old], name_zh_hans="伙伴")
    new = {"memberships-TOTAL_FORMS": "2", "memberships-1-city": make_city().pk}
    new |= {"memberships-1-role": "peer", "memberships-1-order": "2", "sources": [source.pk]}

    refused = prepared(admin_client, partnership, name_zh_hans="合作关系", **new)
    assert refused.status_code == 302, [refused.context["errors"]]
    before = partnership.memberships.count()
    response = decided(admin_client, partnership, live="1")

    partnership = Partnership.objects.get(pk=partnership.pk)
    assert (before, response.status_code) == (1, 302)
    assert (partnership.name_zh_hans, partnership.memberships.count()) == ("合作关系", 2)
    assert list(partnership.sources.all()) == [source]
    newest = versions_of(Partnership, partnership.pk).first()
    assert (newest.origin, newest.user_name) == ("revision", "admin")
    assert Revision.objects.get().decision == "live"


@pytest.mark.parametrize(("ours", "name"), [(False, "Fresh water"), (True, "Drinking water")])
def test_what_others_changed_since_stays_unless_chosen(admin_client, ours, name):
    topic = make_topic(name_en="Water", name_zh_hans="水")
    prepared(admin_client, topic, name_en="Drinking water", name_zh_hans="饮用水")
    topic.name_en = "Fresh water"
    topic.save()

    page = admin_client.get(address(Topic, "revision", topic.pk))
    data = {"ours": f"programs.topic.{topic.pk}:name_en"} if ours else {}
    decided(admin_client, topic, live="1", **data)

    topic.refresh_from_db()
    assert [each.name for _key, each in page.context["clashes"]] == ["name_en"]
    assert (topic.name_en, topic.name_zh_hans) == (name, "饮用水")


def test_discarded_revision_changes_nothing(admin_client):
    topic = make_topic(name_en="Water")
    prepared(admin_client, topic, name_en="Drinking water")

    decided(admin_client, topic, discard="1")

    topic.refresh_from_db()
    assert (topic.name_en, Revision.objects.get().decision) == ("Water", "discarded")


def test_editor_prepares_and_only_a_publisher_makes_live(member_of, admin_client):
    topic = make_topic(name_en="Water")
    client = member_of("Editor")
    prepared(client, topic, name_en="Drinking water")

    refused = decided(client, topic, live="1")

    topic.refresh_from_db()
    assert (refused.status_code, topic.name_en) == (403, "Water")
    assert Revision.objects.get().made_by.username == "Editor"


def test_refused_form_prepares_nothing(admin_client):
    topic = make_topic()

    response = prepared(admin_client, topic, name_en="", name_zh_hans="")

    assert (response.status_code, Revision.objects.count()) == (200, 0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_preview_is_the_real_page_with_the_revision(admin_client, language):
    topic = make_topic(name_en="Water", name_zh_hans="水")
    prepared(admin_client, topic, name_en="Drinking water", name_zh_hans="饮用水")

    page = admin_client.get(address(Topic, "preview", topic.pk, language))

    text = {"en": "Drinking water", "zh-hans": "饮用水"}[language]
    assert f"{text}</h1>" in page.text.replace("\n", "").replace("  ", "")
    topic.refresh_from_db()
    assert (topic.name_en, topic.version) == ("Water", 1)


def shared(admin_client, record, **values):
    page = address(type(record), "links", record.pk)
    admin_client.post(page, {"make": "1", "note": "CUPL", "days": "7", **values})
    return PreviewLink.objects.get()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_link_shows_a_draft_to_a_reader_without_an_account(admin_client, client, language):
    topic = make_topic(name_en="Secret water", name_zh_hans="未公开的水", state="draft")
    link = shared(admin_client, topic)
    client.logout()

    page = client.get(f"/{language}/preview/{link.token}/")

    assert page.status_code == 200
    assert {"en": "Secret water", "zh-hans": "未公开的水"}[language] in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "sessionid" not in page.cookies
    topic.refresh_from_db()
    assert (topic.state, topic.published_at) == ("draft", None)
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert link.made_by.username == "admin"


@pytest.mark.parametrize("fault", ["altered", "expired", "revoked", "deleted", "unknown"])
def test_link_that_does_not_hold_leads_nowhere(admin_client, client, fault):
    topic = make_topic(name_en="Secret water", state="draft")
    link = shared(admin_client, topic)
    token = link.token
    if fault == "altered":
        token = f"{link.pk}.{token.partition('.')[2][::-1]}"
    elif fault == "expired":
        PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif fault == "revoked":
        admin_client.post(address(Topic, "links", topic.pk), {"revoke": str(link.pk)})
    elif fault == "deleted":
        topic.delete()
    else:
        token = "x"
    client.logout()

    page = client.get(f"/en/preview/{token}/")

    assert page.status_code == 404
    assert "Secret water" not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_link_is_made_only_by_those_who_may_change(member_of):
    topic = make_topic(state="draft")
    client = member_of("Translator")

    response = client.post(
        address(Topic, "links", topic.pk), {"make": "1", "note": "x", "days": "7"}
    )

    assert (response.status_code, PreviewLink.objects.count()) == (403, 0)


@pytest.mark.parametrize("days", ["0", "61", "x", ""])
def test_link_has_an_end(admin_client, days):
    topic = make_topic()
    page = address(Topic, "links", topic.pk)

    response = admin_client.post(page, {"make": "1", "note": "CUPL", "days": days})

    assert list(response.context["form"].errors) == ["days"]
    assert reverse("admin:programs_topic_links", args=[topic.pk]) == page


def with_new_file(client, publication, content):
    """Prepare a further document of ``publication``; return its version."""
    file = SimpleUploadedFile("new.pdf", content, "application/pdf")
    row = {"language": "en", "state": "published", "file": file}
    row = {f"documents-0-{name}": value for name, value in row.items()}
    response = prepared(client, publication, **{"documents-TOTAL_FORMS": "1"}, **row)
    assert response.status_code == 302, response.context["errors"]
    return FileVersion.objects.get(original_name="new.pdf")


def test_made_live_it_brings_its_new_file(admin_client, client):
    publication, content = make_publication(), pdf_bytes()
    with_new_file(admin_client, publication, content)
    before = publication.documents.count()

    decided(admin_client, publication, live="1")

    document = publication.documents.get()
    page = client.get(document.get_absolute_url())
    assert (before, page.status_code) == (0, 200)
    assert b"".join(page.streaming_content) == content


def test_file_of_a_discarded_revision_is_swept_one_day(admin_client):
    publication = make_publication()
    version = with_new_file(admin_client, publication, pdf_bytes())

    decided(admin_client, publication, discard="1")

    tomorrow = timezone.now() + timedelta(days=1)
    assert version in abandoned_versions(tomorrow)


def test_file_of_a_waiting_revision_is_spared(admin_client):
    publication = make_publication()
    version = with_new_file(admin_client, publication, pdf_bytes())

    call_command("sweep_files", older_than=0, deleted_for=0, stdout=StringIO())

    assert FileVersion.objects.filter(pk=version.pk).exists()
    assert version.file.storage.exists(version.file.name)


def test_preview_of_a_picture_is_the_picture(admin_client):
    picture = make_picture(state="draft")

    page = admin_client.get(address(type(picture), "preview", picture.pk, "en"))

    assert (page.status_code, page.headers["Content-Type"]) == (200, picture.content_type)
    with picture.file.open() as file:
        assert page.content == file.read()
    assert "no-store" in page.headers["Cache-Control"]


def test_revision_of_a_colleague_is_not_replaced_and_nothing_typed_is_lost(
    admin_client, django_user_model, client
):
    anna = django_user_model.objects.create_superuser("anna", password="x")
    topic = make_topic(name_en="Water", name_zh_hans="水")
    client.force_login(anna)
    prepared(client, topic, name_zh_hans="供水")

    response = prepared(admin_client, topic, name_zh_hans="清洁饮水")

    assert response.status_code == 409
    assert "Anna has prepared a revision of this record already." in response.text
    assert "清洁饮水" in response.text
    assert [each.made_by for each in Revision.objects.filter(decision="")] == [anna]
    # One's own is prepared anew.
    assert prepared(client, topic, name_zh_hans="水务").status_code == 302
    assert Revision.objects.filter(decision="").count() == 1
