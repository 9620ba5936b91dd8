"""A list costs the same number of queries with one row as with three."""

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .records import CONTENT, REGISTERED, VISITORS, address, make

LISTS = [model for model in REGISTERED if model in CONTENT] + list(VISITORS)
# Session, user, count, rows; then the choices of filters and what came first of all.
BUDGET = 9

pytestmark = pytest.mark.django_db


def queries_with(client, model, number, monkeypatch):
    newest = [make(model).pk for _each in range(number)]
    get_queryset = ModelAdmin.get_queryset
    with monkeypatch.context() as patch:
        patch.setattr(
            ModelAdmin,
            "get_queryset",
            lambda self, request: get_queryset(self, request).filter(pk__in=newest),
        )
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address(model, "changelist"))
    assert response.context["cl"].result_count == number
    return len(captured)


@pytest.mark.one_database
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label_lower)
def test_list_costs_the_same_with_one_and_three_rows(admin_client, model, monkeypatch):
    admin_client.get(address(model, "changelist"))

    one = queries_with(admin_client, model, 1, monkeypatch)
    three = queries_with(admin_client, model, 3, monkeypatch)

    assert one == three
    assert three <= BUDGET


def test_log_costs_the_same_with_one_and_three_rows(admin_client, admin_user):
    costs = []
    for number in (1, 2):
        users = User.objects.filter(pk=admin_user.pk)
        for _each in range(number):
            LogEntry.objects.log_actions(admin_user.pk, users, 2, single_object=True)
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(address(LogEntry, "changelist"))
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert admin.site.is_registered(LogEntry)
