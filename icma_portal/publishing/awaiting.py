"""Drafts, and what the schedule will soon show or take away, for the staff's start page."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import Count, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from icma_portal.bilingual.desk.rights import is_bound_to_languages
from icma_portal.web.start_page import Task, register_tasks

from .admin import may_publish
from .models import Publishable

DAYS_AHEAD = 14


@register_tasks
def drafts(user):
    """Give a Task for each kind of record with drafts."""
    yield from _in_state(user, Publishable.State.DRAFT, _("Drafts: %(kind)s"))


@register_tasks
def reviews(user):
    """Give those who publish a Task for each kind of record that waits to be read."""
    if may_publish(user):
        yield from _in_state(user, Publishable.State.IN_REVIEW, _("To review: %(kind)s"))


@register_tasks
def scheduled(user):
    """Give a Task for each kind of record that the schedule shows or hides in the next days."""
    now = timezone.now()
    soon = (now, now + timedelta(days=DAYS_AHEAD))
    published = Q(state=Publishable.State.PUBLISHED)
    changes = published & (Q(published_at__range=soon) | Q(expires_at__range=soon))
    for model, count in _counts(_models_of(user), changes):
        kind = capfirst(model._meta.verbose_name_plural)
        text = _("Appear or expire in the next %(days)d days: %(kind)s")
        yield Task(text % {"kind": kind, "days": DAYS_AHEAD}, count, _list_of(model))


def _in_state(user, state, sentence):
    for model, count in _counts(_models_of(user), Q(state=state)):
        kind = capfirst(model._meta.verbose_name_plural)
        yield Task(sentence % {"kind": kind}, count, _list_of(model, state=state.value))


def _models_of(user):
    """Return the publishable models with an admin of their own that ``user`` may change.

    None for translators: they change texts, and states are not theirs.
    """
    if is_bound_to_languages(user):
        return []
    return [
        model
        for model in admin.site._registry
        if issubclass(model, Publishable)
        and user.has_perm(
            f"{model._meta.app_label}.{get_permission_codename('change', model._meta)}"
        )
    ]


def _counts(models, condition):
    """Return (model, how many records fit), in one query over all the models.

    The condition names one state, so that each model gives at most one row.
    """
    queries = [
        model._base_manager.filter(condition)
        .order_by()
        .values("state")
        .annotate(which=Value(index), records=Count("pk"))
        for index, model in enumerate(models)
    ]
    if not queries:
        return []
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    found = sorted((row["which"], row["records"]) for row in rows)
    return [(models[which], count) for which, count in found]


def _list_of(model, **filters):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    query = urlencode({f"{name}__exact": value for name, value in filters.items()})
    return f"{address}?{query}" if query else address
