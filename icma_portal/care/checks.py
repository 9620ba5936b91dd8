"""The checks of the content. Every room registers what it knows to look for."""

from typing import NamedTuple

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.urls import reverse
from django.utils.text import capfirst

from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import VersionedModel

_checks = []
# So many records of a check are shown by name.
SHOWN = 50


class Check(NamedTuple):
    """``find(model)`` gives the records of ``model`` that lack something; ``models`` says which."""

    name: str
    heading: str
    advice: str
    models: object
    find: object


class Finding(NamedTuple):
    """A record that lacks something; ``detail`` says what, where the heading does not."""

    record: object
    detail: str = ""

    @property
    def kind(self):
        return capfirst(self.record._meta.verbose_name)

    @property
    def address(self):
        options = self.record._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        return reverse(name, args=[self.record.pk])


class Result(NamedTuple):
    check: Check
    findings: list

    @property
    def shown(self):
        return self.findings[:SHOWN]


def register_check(name, heading, advice, models):
    """Let a function of a model, which gives its records or Findings, be a check of the content.

    ``models(model)`` says of a model of content whether it is looked at.
    """

    def register(find):
        if name not in {each.name for each in _checks}:
            _checks.append(Check(name, heading, advice, models, find))
        return find

    return register


def results_for(user=None, names=()):
    """Return a Result for every check, of the records that ``user`` may see (all without one).

    With ``names``, of these checks only.
    """
    return [
        Result(
            check,
            [
                found if isinstance(found, Finding) else Finding(found)
                for model in versioned_models(user)
                if check.models(model)
                for found in check.find(model)
            ],
        )
        for check in _checks
        if not names or check.name in names
    ]


def versioned_models(user=None):
    """Return the models of content with a page of their own in the admin, published or not."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, VersionedModel)
        and admin.site.is_registered(model)
        and (user is None or user.has_perm(_view_right(model)))
    ]


def is_publishable(model):
    return issubclass(model, Publishable)


def _view_right(model):
    return f"{model._meta.app_label}.{get_permission_codename('view', model._meta)}"
