"""Where staff overrule the automatic order."""

import pytest
from django.contrib import admin
from django.urls import reverse

from icma_portal.bilingual.admin import BilingualAdmin
from icma_portal.bilingual.models import SortedModel
from tests.factories import make_topic

pytestmark = pytest.mark.django_db
SORT_AS = {"sort_as_en", "sort_as_zh"}


def test_every_sorted_record_has_the_fields_in_its_form(rf, staff):
    request = rf.get("/")
    request.user = staff
    admins = [
        each for model, each in admin.site._registry.items() if issubclass(model, SortedModel)
    ]

    lacking = [
        each
        for each in admins
        if not isinstance(each, BilingualAdmin)
        or not set(each.get_form(request).base_fields) >= SORT_AS
    ]

    assert lacking == []
    assert len(admins) > 15


def test_a_useless_order_is_refused_with_the_reason(client, staff):
    topic = make_topic()
    client.force_login(staff)
    address = reverse("admin:programs_topic_change", args=[topic.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}

    response = client.post(address, {**data, "sort_as_zh": "——"})

    errors = response.context["adminform"].form.errors
    assert set(errors) == {"sort_as_zh"}
    assert "write at least one letter or digit" in errors["sort_as_zh"][0]
