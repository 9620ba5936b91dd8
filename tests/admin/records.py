"""One valid record of any model, and what a browser would send from a page of the admin."""

import datetime
from itertools import count

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from modeltranslation.fields import TranslationField

from china_center.models import Certificate, CertificateCounter, EventRegistration
from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from icma_portal.bilingual.partial_dates import PartialDateField
from icma_portal.files.models import Picture, StoredFile
from icma_portal.models import ContactMessage
from partnerships.models import Membership
from programs.models import Country
from publications.models import DownloadCount
from tests.factories import make_city, make_country, make_picture, pdf_bytes

CONTENT_APPS = ("programs", "partnerships", "publications", "china_center")
# Kept by the portal itself: staff see it, and nobody writes it.
COUNTED = {CertificateCounter, DownloadCount}
# What visitors wrote: it has rights of its own, and no history.
VISITORS = (ContactMessage, EventRegistration)
CONTENT = [
    model
    for label in CONTENT_APPS
    for model in apps.get_app_config(label).get_models()
    if model not in {*COUNTED, *VISITORS}
]
OURS = [*CONTENT, *VISITORS]
REGISTERED = list(admin.site._registry)
NUMBERS = count(1)
MAKERS = {
    models.EmailField: lambda: "reader@portal.example",
    models.DateField: lambda: datetime.date(2024, 5, 1),
    models.IntegerField: lambda: next(NUMBERS),
    models.DecimalField: lambda: next(NUMBERS),
    PartialDateField: lambda: "2014",
}


def make(model, **values):
    """Create a record of ``model``: every field that needs a value gets one."""
    if model is Country:
        return make_country(**values)
    if model is Picture:
        return make_picture(**values)
    # A condition on two columns, which no single column shows.
    if model is Membership and "city" not in values:
        values["city"] = make_city()
    if issubclass(model, StoredFile):
        values.setdefault("file", ContentFile(pdf_bytes(), name="any.pdf"))
    if model is Certificate:
        values.setdefault("holder_name", "Li Wei")
    for field in model._meta.concrete_fields:
        if field.name not in values and needs_value(field):
            values[field.name] = value_for(field)
    for name in translated_fields(model):
        if not model._meta.get_field(name).blank:
            english, chinese = columns(name)
            number = next(NUMBERS)
            values = {english: f"Text {number}", chinese: f"文字{number}", **values}
    record = model.objects.create(**values)
    for field in model._meta.many_to_many:
        if not field.blank and field.remote_field.through._meta.auto_created:
            getattr(record, field.name).add(make(field.related_model))
    return record


def needs_value(field):
    is_translation = isinstance(field, TranslationField)
    is_base = field.name in translated_fields(field.model)
    is_optional = field.blank or field.has_default() or field.primary_key
    return not (is_translation or is_base or is_optional)


def value_for(field):
    if field.choices:
        return field.choices[0][0]
    if field.is_relation:
        return make(field.related_model)
    for kind, maker in MAKERS.items():
        if isinstance(field, kind):
            return maker()
    return f"word-{next(NUMBERS)}"


def inlines_of(model):
    """Return (inline model, name of its foreign key to ``model``) for each inline."""
    model_admin = admin.site.get_model_admin(model)
    pairs = []
    for inline in model_admin.inlines:
        keys = [
            field.name
            for field in inline.model._meta.fields
            if field.is_relation and field.related_model is model
        ]
        pairs.append((inline.model, inline.fk_name or keys[0]))
    return pairs


def make_with_children(model):
    """Create a record with one child in each inline of its page; return both."""
    record = make(model)
    children = [make(child, **{key: record}) for child, key in inlines_of(model)]
    return record, children


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def posted(response):
    """Return what a browser sends when the form on the page is saved as it stands."""
    data = data_of(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data.update(data_of(inline.formset.management_form))
        for form in inline.formset.forms:
            data.update(data_of(form))
    return data


def data_of(form):
    data = {}
    for bound in form:
        if not isinstance(bound.field, forms.FileField):
            data.update(inputs(bound.field.widget, bound.html_name, bound.value()))
    return data


def inputs(widget, name, value):
    """Return the widget's inputs as names with texts; empty ones as empty texts."""
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        pairs = zip(widget.widgets_names, widget.widgets, parts, strict=True)
        return {
            key: text
            for suffix, each, part in pairs
            for key, text in inputs(each, name + suffix, part).items()
        }
    if isinstance(widget, forms.CheckboxInput):
        return {name: "on"} if value else {}
    if isinstance(value, (list, tuple)):
        return {name: [str(getattr(each, "pk", each)) for each in value]}
    text = widget.format_value(value)
    text = text[0] if isinstance(text, list) and text else text
    return {name: "" if text is None or text == [] else str(text)}
