"""Open translations, and a browser at the translation desk, for its tests."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from icma_portal.bilingual.models import TranslationUnit
from icma_portal.bilingual.tracking import units_of
from programs.models import Topic
from tests.factories import make_topic

LIST = reverse("admin:bilingual_translationunit_changelist")
State = TranslationUnit.State


def page_of(unit, filters=""):
    address = reverse("admin:bilingual_translationunit_change", args=[unit.pk])
    return f"{address}?_changelist_filters={filters}" if filters else address


def unit_of(record):
    return units_of(record)["name"]


def missing(number=1):
    """Return the units of new topics that have no Chinese name, the oldest first."""
    topics = [make_topic(name_en=f"Matter {each}", name_zh_hans=None) for each in range(number)]
    return [unit_of(topic) for topic in topics]


def stale():
    topic = make_topic(name_en="Drinking water", name_zh_hans="饮水")
    topic.name_en = "Clean drinking water"
    topic.save()
    return unit_of(topic)


def send(client, unit, decision="save", **values):
    """Submit the form as a browser that has just opened it would."""
    form = client.get(page_of(unit)).context["form"]
    data = {
        "seen": form.initial["seen"],
        "translation": form.initial["translation"],
        "decision": decision,
    }
    return client.post(page_of(unit), {**data, **values})


def keys_of(client, **query):
    return set(client.get(LIST, query).context["cl"].queryset.values_list("pk", flat=True))


def unit_kind():
    return ContentType.objects.get_for_model(Topic).pk
