"""What the security log tells of accounts and groups, of files and of exports."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.urls import reverse

from icma_portal.accounts.models import AuditEntry
from icma_portal.bilingual.tracking import editing
from publications.models import Document
from tests.factories import make_publication, pdf_bytes

pytestmark = pytest.mark.django_db
START = "/admin/"


@pytest.fixture
def editors():
    return Group.objects.get(name="Editor")


@pytest.fixture
def li_wei(client, editors):
    """A member of the staff and of a group, who is signed in."""
    user = User.objects.create_user("li.wei", is_staff=True)
    user.groups.add(editors)
    client.force_login(user)
    assert client.get(START).status_code == 200
    return user


def told(event="rights"):
    return [(each.target, each.details) for each in AuditEntry.objects.filter(event=event)]


@pytest.mark.parametrize(
    "change",
    [
        lambda user, group: group.user_set.clear(),
        lambda user, group: group.user_set.remove(user),
        lambda user, group: user.groups.clear(),
        lambda user, group: user.groups.set([]),
        lambda user, group: group.delete(),
        lambda user, group: user.delete(),
        lambda user, group: Group.objects.filter(pk=group.pk).delete(),
    ],
    ids=["cleared", "removed", "own groups cleared", "set", "group gone", "account gone", "bulk"],
)
def test_who_loses_rights_loses_the_session_and_the_log_tells(client, li_wei, editors, change):
    before = AuditEntry.objects.count()

    change(li_wei, editors)

    assert client.get(START).status_code == 302
    assert AuditEntry.objects.count() > before
    (target, details) = told()[0]
    assert "li.wei" in f"{target} {details}" or target == "Editor"


def test_cleared_group_is_told_with_its_members(li_wei, editors):
    editors.user_set.clear()

    assert told()[0] == ("Editor", {"cleared": ["li.wei"]})


def test_rights_of_a_group_are_told_by_name(editors):
    right = Permission.objects.get(codename="delete_topic")

    editors.permissions.add(right)
    editors.permissions.remove(right)

    assert told()[:2] == [
        ("Editor", {"removed": [str(right)]}),
        ("Editor", {"added": [str(right)]}),
    ]


def test_deletion_is_told_with_its_person(admin_client, admin_user, li_wei):
    page = reverse("admin:auth_user_delete", args=[li_wei.pk])

    admin_client.post(page, {"post": "yes"})

    entry = AuditEntry.objects.filter(event="rights").first()
    assert (entry.target, entry.details) == ("li.wei", {"deleted": "user"})


def test_stored_file_is_told_with_its_digest_and_its_person(admin_user):
    content = pdf_bytes()
    with editing(user=admin_user):
        Document.objects.create(
            publication=make_publication(),
            language="en",
            file=ContentFile(content, name="plan.pdf"),
        )

    (target, details) = told("file")[0]
    entry = AuditEntry.objects.filter(event="file").first()
    assert target == "plan.pdf"
    assert details["size"] == len(content)
    assert len(details["sha256"]) == 64
    assert entry.user_name == admin_user.get_username()


def test_export_is_told_with_its_address(admin_client, admin_user):
    address = reverse("admin:bulk_bulkimport_export", args=["programs", "topic"])

    admin_client.get(address, {"state__exact": "draft"})

    entry = AuditEntry.objects.filter(event="export").first()
    assert entry.user_name == admin_user.get_username()
    assert entry.target == f"{address}?state__exact=draft"
    assert entry.address
