"""Tables of records: out of a list, compared, and in again by the rules of the forms."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from icma_portal.accounts.models import AuditEntry
from icma_portal.bilingual.models import LanguageProfile
from icma_portal.publishing.history.restoring import state_now
from icma_portal.publishing.models import Publishable, Revision, Version
from icma_portal.publishing.revisions.states import keep
from programs.models import Topic
from tests.factories import make_city, make_country, make_publication, make_topic

from .bulk import UPLOAD, as_csv, compared, outcomes, page_of, rows_of, take, upload

pytestmark = pytest.mark.django_db
State = Publishable.State


def row_of(client, record):
    """Return the row of one record, to be changed."""
    rows = rows_of(client, type(record))
    return next(row for row in rows if row["id"] == str(record.pk))


def errors_of(found):
    """Return column → first sentence in English, of the one row that a table holds."""
    (result,) = found.results
    return {name: reasons[0]["en"] for name, reasons in result["errors"].items()}


def test_table_goes_out_and_comes_in_unchanged(admin_client):
    for _each in range(3):
        make_topic()

    found = compared(admin_client, rows_of(admin_client))

    assert set(outcomes(found)) == {"same"}


def test_changed_cell_is_shown_and_stored_when_confirmed(admin_client, admin_user):
    topic, other = make_topic(name_en="Parks", name_zh_hans="公园"), make_topic()
    rows = rows_of(admin_client)
    for row in rows:
        if row["id"] == str(topic.pk):
            row["name_zh_hans"] = "公园与绿地"

    found = compared(admin_client, rows)
    topic.refresh_from_db()
    assert topic.name_zh_hans == "公园"
    assert "公园与绿地" in admin_client.get(page_of(found)).content.decode().replace(
        "<ins>", ""
    ).replace("</ins>", "")

    take(admin_client, found)
    topic.refresh_from_db()
    version = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(Topic), object_id=topic.pk
    ).latest("pk")
    assert topic.name_zh_hans == "公园与绿地"
    assert (version.user, version.origin) == (admin_user, Version.Origin.IMPORT)
    other_version = other.version
    other.refresh_from_db()
    assert other.version == other_version


def test_row_without_number_is_a_new_draft(admin_client):
    make_topic()
    blank = dict.fromkeys(rows_of(admin_client)[0], "")

    found = compared(
        admin_client, [{**blank, "name_en": "Urban forests", "name_zh_hans": "城市森林"}]
    )
    assert outcomes(found) == ["new"]
    assert not Topic.objects.filter(name_en="Urban forests").exists()

    take(admin_client, found)
    topic = Topic.objects.get(name_en="Urban forests")
    assert (topic.slug, topic.name_zh_hans, topic.state) == (
        "urban-forests",
        "城市森林",
        State.DRAFT,
    )


def test_what_was_changed_since_the_export_is_refused(admin_client):
    topic = make_topic(name_en="Parks")
    row = row_of(admin_client, topic)
    topic.name_en = "Parks and greens"
    topic.save()

    found = compared(admin_client, [{**row, "name_en": "Gardens"}])

    assert errors_of(found) == {
        "version": "Somebody has changed this record since the file was made. Export it again."
    }


def test_what_is_changed_after_the_comparison_stops_all_of_it(admin_client):
    topic, other = make_topic(name_en="Parks"), make_topic(name_en="Water")
    rows = [{**row_of(admin_client, topic), "name_en": "Gardens"}]
    rows.append({**row_of(admin_client, other), "name_en": "Clean water"})
    found = compared(admin_client, rows)
    other.name_en = "Drinking water"
    other.save()

    response = admin_client.post(page_of(found), follow=True)

    topic.refresh_from_db()
    found.refresh_from_db()
    assert (topic.name_en, found.taken_at) == ("Parks", None)
    assert response.status_code == 409
    assert "Nothing was stored" in response.content.decode()
    assert outcomes(found) == ["changed", "refused"]

    # Looked at again, and stored without the refused one.
    take(admin_client, found)
    topic.refresh_from_db()
    assert topic.name_en == "Gardens"


def test_table_is_taken_in_once(admin_client):
    topic = make_topic(name_en="Parks")
    found = compared(admin_client, [{**row_of(admin_client, topic), "name_en": "Gardens"}])
    take(admin_client, found)
    taken_at = found.taken_at

    assert take(admin_client, found).status_code == 302
    topic.refresh_from_db()
    assert (found.taken_at, topic.version) == (taken_at, 2)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("country", "atlantis", "There is no record “atlantis” of this kind."),
        ("slug", "taken", "already exists"),
        ("latitude", "north", "Enter a number."),
        ("is_coastal", "perhaps", "Write “yes” or “no”."),
        ("kind", "village", "Select a valid choice."),
        ("state", "published", "This column is not changed by a table."),
        ("name_en", "x" * 301, "characters"),
    ],
)
def test_fault_is_told_at_its_column(admin_client, column, cell, sentence):
    make_city(slug="taken")
    city = make_city(state=State.DRAFT)
    row = row_of(admin_client, city)
    assert column in row

    found = compared(admin_client, [{**row, column: cell}], kind="partnerships.city")

    assert list(errors_of(found)) == [column]
    assert sentence in errors_of(found)[column]
    assert cell[:100] in admin_client.get(page_of(found)).content.decode()


def test_wrong_date_and_right_one(admin_client):
    publication = make_publication()
    row = row_of(admin_client, publication)

    wrong = compared(
        admin_client, [{**row, "issued_on": "2014-13"}], kind="publications.publication"
    )
    right = compared(
        admin_client, [{**row, "issued_on": "2014-12"}], kind="publications.publication"
    )

    assert list(errors_of(wrong)) == ["issued_on"]
    assert right.results[0]["changes"] == [["issued_on", row["issued_on"], "2014-12"]]


def test_relations_are_named_by_their_addresses(admin_client):
    kenya, topics = make_country(slug="kenya"), [make_topic(slug="water"), make_topic(slug="parks")]
    publication = make_publication()
    row = {**row_of(admin_client, publication), "countries": "kenya", "topics": "parks；water"}

    found = compared(admin_client, [row], kind="publications.publication")
    take(admin_client, found)

    assert {*publication.topics.all()} == {*topics}
    assert [*publication.countries.all()] == [kenya]
    assert row_of(admin_client, publication)["topics"] == "parks, water"


def test_record_twice_unknown_number_and_lost_version_are_refused(admin_client):
    topic = make_topic(name_en="Parks")
    row = row_of(admin_client, topic)
    rows = [
        {**row, "name_en": "Gardens"},
        {**row, "name_en": "Greens"},
        {**row, "id": "999999", "name_en": "Nothing"},
        {**row, "id": "'; DROP TABLE", "name_en": "Nothing"},
    ]

    found = compared(admin_client, rows)
    lost = compared(admin_client, [{**row, "version": "", "name_en": "Gardens"}])

    assert outcomes(found) == ["changed", "refused", "refused", "refused"]
    assert list(errors_of(lost)) == ["version"]


def test_required_text_cannot_be_emptied_and_the_other_language_can(admin_client):
    topic = make_topic(name_en="Parks", name_zh_hans="公园", state=State.DRAFT)
    row = row_of(admin_client, topic)

    both = compared(admin_client, [{**row, "name_en": "", "name_zh_hans": ""}])
    one = compared(admin_client, [{**row, "name_zh_hans": ""}])

    assert outcomes(both) == ["refused"]
    assert one.results[0]["changes"] == [["name_zh_hans", "公园", ""]]


def test_published_record_is_put_aside_where_somebody_else_decides(admin_client, settings):
    settings.REVIEW_BY_ANOTHER = True
    topic = make_topic(name_en="Parks", state=State.PUBLISHED)

    found = compared(admin_client, [{**row_of(admin_client, topic), "name_en": "Gardens"}])
    assert outcomes(found) == ["aside"]
    assert not Revision.objects.exists()
    take(admin_client, found)

    topic.refresh_from_db()
    revision = Revision.objects.get(object_id=topic.pk)
    assert topic.name_en == "Parks"
    assert "Gardens" in str(revision.after)


def test_revision_of_a_colleague_is_not_replaced(admin_client, settings):
    settings.REVIEW_BY_ANOTHER = True
    topic = make_topic(name_en="Parks", state=State.PUBLISHED)
    anna = User.objects.create_user("anna")
    keep(topic, state_now(Topic, topic.pk), state_now(Topic, topic.pk), anna)

    found = compared(admin_client, [{**row_of(admin_client, topic), "name_en": "Gardens"}])

    assert errors_of(found) == {
        "id": "anna has prepared a revision of this record already. "
        "It is made live or discarded first."
    }


def test_errors_and_report_are_told_in_the_language_of_who_reads_them(admin_client):
    topic = make_topic(name_en="Parks")
    found = compared(
        admin_client, [{**row_of(admin_client, topic), "version": "99", "name_en": "Gardens"}]
    )
    address = reverse("admin:bulk_bulkimport_report", args=[found.pk])

    page = admin_client.get(page_of(found), headers={"accept-language": "zh-hans"})
    report = admin_client.get(address, headers={"accept-language": "zh-hans"})

    assert "有人修改了这条记录" in page.content.decode()
    assert "有人修改了这条记录" in report.content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(event="export").exists()


# Rights ------------------------------------------------------------------------


def member(client, group, *rights):
    user = User.objects.create_user(f"in {group}", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    user.user_permissions.add(*permissions(*rights))
    client.force_login(user)
    return user


def permissions(*names):
    return Permission.objects.filter(codename__in=names)


def test_translator_gets_the_own_language_and_brings_in_nothing(client):
    user = member(client, "Translator")
    LanguageProfile.objects.create(user=user, writes_chinese=True)
    make_topic()

    row = rows_of(client)[0]

    assert "name_zh_hans" in row
    assert "name_en" not in row
    assert upload(client, as_csv([row])).status_code == 403
    assert client.get(UPLOAD).status_code == 403


def test_who_may_bring_in_tables_but_writes_one_language_changes_no_more(client):
    user = member(client, "Translator", "add_bulkimport", "view_bulkimport")
    LanguageProfile.objects.create(user=user, writes_chinese=True)
    topic = make_topic(name_en="Parks", name_zh_hans="公园", state=State.DRAFT)
    row = row_of(client, topic)

    ours = compared(client, [{**row, "name_zh_hans": "花园"}])
    theirs = compared(client, [{**row, "name_en": "Gardens"}])
    new = compared(client, [{**dict.fromkeys(row, ""), "name_zh_hans": "新"}])

    assert outcomes(ours) == ["changed"]
    assert list(errors_of(theirs)) == ["name_en"]
    assert list(errors_of(new)) == ["id"]


def test_what_is_public_is_changed_by_who_may_publish(client):
    member(client, "Editor")
    topic = make_topic(name_en="Parks", state=State.PUBLISHED)
    draft = make_topic(name_en="Water", state=State.DRAFT)
    rows = [{**row_of(client, each), "name_en": "Gardens"} for each in (topic, draft)]

    found = compared(client, rows)

    assert outcomes(found) == ["refused", "changed"]


@pytest.mark.parametrize("group", ["Editor", "Publisher", "Data steward", "Administrator"])
def test_groups_that_write_records_may_bring_in_tables(client, group):
    member(client, group)

    assert client.get(UPLOAD).status_code == 200
    assert client.get(reverse("admin:bulk_bulkimport_changelist")).status_code == 200


def test_without_the_right_to_a_kind_nothing_goes_out_or_in(client):
    user = User.objects.create_user("tables only", is_staff=True)
    user.user_permissions.add(*permissions("add_bulkimport", "view_bulkimport", "view_topic"))
    client.force_login(user)

    for model in ("topic", "organization"):
        address = reverse("admin:bulk_bulkimport_export", args=["programs", model])
        assert client.get(address).status_code == 403, model
    # It may look at topics, and change none: no kind is open.
    assert client.get(UPLOAD).status_code == 403


def test_another_one_neither_stores_a_table_nor_sees_what_is_not_theirs(admin_client, client):
    topic = make_topic(name_en="Parks")
    found = compared(admin_client, [{**row_of(admin_client, topic), "name_en": "Gardens"}])
    member(client, "Editor")
    stranger = User.objects.create_user("stranger", is_staff=True)
    stranger.user_permissions.add(*permissions("view_bulkimport"))

    assert client.get(page_of(found)).status_code == 200
    assert client.post(page_of(found)).status_code == 403
    client.force_login(stranger)
    assert client.get(page_of(found)).status_code == 403
    assert client.get(reverse("admin:bulk_bulkimport_report", args=[found.pk])).status_code == 403


def test_list_is_exported_under_its_filters(admin_client):
    make_topic(name_en="Parks", state=State.DRAFT)

    assert [row["name_en"] for row in rows_of(admin_client, state__exact="draft")] == ["Parks"]
    bad = reverse("admin:bulk_bulkimport_export", args=["programs", "topic"])
    assert admin_client.get(bad, {"as": "exe"}).status_code == 400
    assert admin_client.get(bad, {"nothing": "1"}).status_code == 400
    assert admin_client.get(bad.replace("topic", "nothing")).status_code == 404
