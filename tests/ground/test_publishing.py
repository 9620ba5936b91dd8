from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone, translation

from icma_portal.publishing.versioned import VersionedModel
from partnerships.models import City, Membership
from programs.models import Organization, Person, Topic
from publications.models import Document, Publication
from tests.factories import (
    make_city,
    make_document,
    make_organization,
    make_partnership,
    make_publication,
    make_topic,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def hidden_topics():
    now = timezone.now()
    return [
        make_topic(state="draft"),
        make_topic(state="in_review", published_at=now - HOUR),
        make_topic(state="archived", published_at=now - HOUR),
        make_topic(published_at=now + HOUR),
        make_topic(published_at=now - 2 * HOUR, expires_at=now - HOUR),
    ]


def test_public_sees_only_what_is_published_now():
    shown = make_topic()
    hidden = hidden_topics()

    visible = set(Topic.objects.visible_to(AnonymousUser()))

    assert shown in visible
    assert visible.isdisjoint(hidden)
    assert [each.is_published for each in [shown, *hidden]] == [True] + [False] * 5


def test_public_sees_until_the_expiry():
    topic = make_topic(expires_at=timezone.now() + HOUR)

    assert topic in Topic.objects.published()
    assert topic not in Topic.objects.published(at=timezone.now() + 2 * HOUR)


def test_staff_see_drafts_only_with_the_right_to_view(django_user_model):
    draft = make_topic(state="draft")
    staff = django_user_model.objects.create_user("a", is_staff=True)
    reader = django_user_model.objects.create_user("b", is_staff=False)
    for user in (staff, reader):
        user.user_permissions.add(Permission.objects.get(codename="view_topic"))
    stranger = django_user_model.objects.create_user("c", is_staff=True)

    assert draft in Topic.objects.visible_to(staff)
    assert draft not in Topic.objects.visible_to(reader)
    assert draft not in Topic.objects.visible_to(stranger)


def test_publishing_sets_the_moment_once():
    topic = make_topic(state="draft")
    topic.state = "published"
    topic.save(update_fields=["state"])
    topic.refresh_from_db()
    moment = topic.published_at
    topic.save()
    topic.refresh_from_db()

    assert moment is not None
    assert topic.published_at == moment


def test_expiry_before_publication_is_refused_by_form_and_database():
    now = timezone.now()
    topic = make_topic()
    topic.published_at, topic.expires_at = now, now - HOUR

    with pytest.raises(ValidationError) as refusal:
        topic.full_clean(exclude=["name"])
    with pytest.raises(IntegrityError):
        topic.save()

    assert "expires_at" in refusal.value.message_dict


def test_publishing_what_has_expired_already_is_refused_by_the_form():
    topic = make_topic(state="draft")
    topic.state, topic.expires_at = "published", timezone.now() - HOUR

    with pytest.raises(ValidationError) as refusal:
        topic.full_clean(exclude=["name"])

    assert "expires_at" in refusal.value.message_dict


def test_row_18_a_person_is_public_only_with_consent():
    person = Person.objects.create(slug="somebody", name_en="Somebody", state="published")

    assert person not in Person.objects.published()
    assert not person.is_published

    person.has_consented = True
    person.save()

    assert person in Person.objects.published()
    assert person.is_published


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_labels_of_choices_are_those_that_django_gives(language):
    asked = 0
    for model in apps.get_models():
        fields = [each for each in model._meta.concrete_fields if each.choices]
        if not issubclass(model, VersionedModel) or not fields:
            continue
        for record in [model(), *model._base_manager.all()[:5]]:
            for field in fields:
                for value in (
                    *dict(field.flatchoices),
                    getattr(record, field.attname),
                    "none",
                    None,
                ):
                    setattr(record, field.attname, value)
                    with translation.override(language):
                        told = getattr(record, f"get_{field.name}_display")()
                        plain = models.Model._get_FIELD_display(record, field)
                    assert (type(told), told) == (type(plain), plain)
                    asked += 1
    assert asked > 100


@pytest.mark.parametrize(
    ("model", "related", "path"),
    [
        (Membership, City, "city"),
        (Membership, Organization, "organization"),
        (Publication, Document, "documents"),
        (Organization, Person, "people"),
    ],
)
def test_what_is_visible_by_a_path_is_what_is_visible(model, related, path, staff):
    make_hidden_everywhere()

    for user in (AnonymousUser(), staff):
        by_path = model.objects.filter(related.objects.is_visible_to(user, f"{path}__"))
        by_keys = model.objects.filter(**{f"{path}__in": related.objects.visible_to(user)})
        assert set(by_path) == set(by_keys)
        hidden = model.objects.filter(**{f"{path}__isnull": False}).exclude(pk__in=by_path)
        assert hidden.exists() is not user.is_superuser


def test_members_are_seen_whose_city_and_organization_are(staff):
    make_hidden_everywhere()

    for user in (AnonymousUser(), staff):
        seen = Membership.objects.filter(
            Q(city=None) | Q(city__in=City.objects.visible_to(user)),
            Q(organization=None) | Q(organization__in=Organization.objects.visible_to(user)),
        )
        assert list(Membership.objects.visible_to(user)) == list(seen)
        assert (seen.count() < Membership.objects.count()) is not user.is_superuser


def make_hidden_everywhere():
    """Make records of each state, and such as others hide."""
    now = timezone.now()
    for values in (
        {"state": "draft"},
        {"state": "archived", "published_at": now - HOUR},
        {"published_at": now + HOUR},
        {"published_at": now - 2 * HOUR, "expires_at": now - HOUR},
        {"published_at": now - HOUR, "expires_at": now + HOUR},
        {},
    ):
        organization = make_organization(**values)
        partnership = make_partnership([make_city(**values)])
        Membership.objects.create(partnership=partnership, organization=organization)
        for has_consented in (True, False):
            fields = {"slug": f"p-{organization.pk}-{has_consented}", "name_en": "Ann"}
            person = Person(organization=organization, has_consented=has_consented, **fields)
            for name, value in {"state": "published", "published_at": now, **values}.items():
                setattr(person, name, value)
            person.save()
        for publication in (make_publication(), make_publication(**values)):
            make_document(publication=publication, **values)
            make_document(publication=publication, language="zh-hans")
