"""No text is read past the bilingual reader, and none is called safe but by who cleaned it."""

from pathlib import Path

import pytest
from django.contrib import admin

from icma_portal.bilingual.models import translated_fields

from .source_rules import (
    APPS,
    OURS,
    attribute_offences,
    format_offences,
    queries_in,
    query_offences,
    safe_offences,
    template_offences,
    unescaped_offences,
)

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))

# Attributes of many things that are no records: fields, forms, options, readings.
GENERIC = {"name", "text", "label", "title", "condition"}
# What ends like a translated field in a template and is none, with the reason.
PLAIN_LOOKUPS = {
    "source.title": "stays in the language of the source, and the template says which",
    "link.name": "a language names itself",
    "form.name": "a field of the contact form",
    "field.label": "of a form, marked for gettext",
    "website.label": "of a form, marked for gettext",
    "facet.name": "a parameter of the address",
    "facet.label": "of a filter, marked for gettext",
    "way.label": "of a layout or an order, marked for gettext",
    "option.label": "choices, or texts that the filter has marked with their language",
    "chip.label": "the label of an option",
    "bar.label": "the label of an option",
    "app.name": "a heading of the staff site, marked for gettext",
    "model.name": "what the staff site calls a kind of record",
    **dict.fromkeys(("status.label", "timing.label"), "of a choice, marked for gettext"),
    "attendance.name": "of a person, as it stands on the certificate",
    "entry.label": "what happened on a date, marked for gettext",
    "translation.label": "of a form, marked for gettext",
    "file.label": "of a form, marked for gettext",
    **dict.fromkeys(("language.label", "kinds.label"), "of a form, marked for gettext"),
    "reason.label": "of a form, marked for gettext",
    **dict.fromkeys(
        ("told.title", "told.name", "told.label", "told.text"),
        "words of a fact sheet, which say themselves what language they are in",
    ),
    **dict.fromkeys(
        ("format.label", "format.title", "example.label", "column.label", "column.name"),
        "of a format or a column of a file, marked for gettext, or its code",
    ),
    **dict.fromkeys(
        ("export.name", "export.label"),
        "of a list that goes out as a file, marked for gettext, or its code",
    ),
    **dict.fromkeys(("0.label", "last.label"), "a date under a chart, written for its reader"),
    **dict.fromkeys(
        ("each.label", "each.name", "piece.text"),
        "of a difference between two versions, which says its language",
    ),
    **dict.fromkeys(
        ("row.title", "conflict.title", "event.title", "part.title"),
        "how the staff's pages call a record, by the reader",
    ),
    "widget.name": "of an input in a form",
    "field.name": "of a form, its code",
    "entry.text": "what staff wrote about a message, in one language",
    "alternative.text": "what the tag before it has put together, with its language",
    "page_title.text": "what the blocks of the page have put together",
    "page_description.text": "what the blocks of the page have put together",
}
SAFE_FILES = {
    "icma_portal/bilingual/rich_text/rendering.py": "prints what the sanitizer has parsed",
    "icma_portal/bilingual/marking.py": "tells marked texts, made by format_html, from others",
    "icma_portal/guide.py": "cleans what it makes of our own file",
    "icma_portal/bilingual/nodes.py": "joins two templates that are rendered already",
    "icma_portal/search/templatetags/facet_boxes.py": "joins rendered templates and numbers",
    "icma_portal/maps/markup.py": "escapes each word of a map",
    "partnerships/templatetags/members.py": "joins what format_html has made",
}


def offences(paths, rule, *options):
    """Return what a rule finds in the files, each with its place."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in paths
        for line, text in rule(path.read_text(encoding="utf-8"), *options)
    ]


def test_no_query_names_a_translated_field_without_its_language():
    assert offences(PYTHON, query_offences) == []
    assert sum(queries_in(path.read_text(encoding="utf-8")) for path in PYTHON) > 150


def test_no_admin_list_shows_or_orders_by_a_base_column():
    visited, wrong = 0, []
    for model in OURS:
        if not admin.site.is_registered(model):
            continue
        listed = admin.site.get_model_admin(model)
        names = [str(name).lstrip("-") for name in (*listed.list_display, *(listed.ordering or ()))]
        wrong += [f"{model.__name__}: {name}" for name in names if name in translated_fields(model)]
        visited += 1

    assert wrong == []
    assert visited > 40


def test_python_reads_translated_fields_only_through_the_reader():
    assert offences(PYTHON, attribute_offences, GENERIC) == []
    assert len(PYTHON) > 100


def test_templates_read_translated_fields_only_through_the_reader():
    assert offences(TEMPLATES, template_offences, frozenset(PLAIN_LOOKUPS)) == []
    assert len(TEMPLATES) > 80


def test_no_template_turns_escaping_off():
    assert offences(TEMPLATES, unescaped_offences) == []


def test_texts_are_declared_safe_only_where_they_have_been_cleaned():
    others = [path for path in PYTHON if str(path.relative_to(ROOT)) not in SAFE_FILES]

    assert offences(others, safe_offences) == []
    assert len(PYTHON) - len(others) == len(SAFE_FILES)


def test_html_is_formatted_from_constant_patterns():
    assert offences(PYTHON, format_offences) == []


@pytest.mark.parametrize(
    "offence",
    [
        'Topic.objects.values("name")',
        'Topic.objects.all().values_list("pk", "name", flat=True)',
        'topics.order_by("-name")',
        'topics.only("slug", "parent__name")',
        'topics.defer(*["summary"])',
        'topics.annotate(shown=F("name"))',
        'topics.annotate(first=Left(Lower("name"), 1))',
        "topics.filter(name__icontains=word)",
        'topics.filter(**{"name__in": names})',
        "Partnership.objects.exclude(program__name=name)",
        'Source.objects.filter(programs__summary="")',
        'Topic.objects.bulk_update(topics, fields=["name"])',
        'topics.update(name="Water")',
        'Q(title="x") | Q(slug="y")',
        'UniqueConstraint(fields=["name"], name="one_of_a_name")',
    ],
)
def test_the_rule_for_queries_finds_a_planted_offence(offence):
    assert len(query_offences(offence)) == 1


@pytest.mark.parametrize(
    "sound",
    [
        'Topic.objects.values("name_en", "name_zh_hans")',
        'topics.order_by("sort_key_en", "pk")',
        'Source.objects.order_by("title")',
        'Source.objects.filter(programs__slug="a").values_list("title")',
        'topics.filter(slug="name")',
        'data.get("name")',
        'UniqueConstraint(fields=["slug"], condition=Q(slug="a"), name="one")',
    ],
)
def test_the_rule_for_queries_lets_sound_code_pass(sound):
    assert query_offences(sound) == []


@pytest.mark.parametrize(
    ("rule", "offence"),
    [
        (safe_offences, "from django.utils.safestring import mark_safe"),
        (safe_offences, "shown = safestring.SafeString(text)"),
        (safe_offences, "class A:\n    def __html__(self):\n        return self.text"),
        (safe_offences, "@register.filter(is_safe=True)\ndef a(b):\n    return b"),
        (safe_offences, "Engine(autoescape=False)"),
        (format_offences, 'format_html(f"<b>{name}</b>")'),
        (format_offences, 'format_html("<b>%s</b>" % name, name)'),
        (format_offences, 'format_html("<b>" + name + "{}</b>", other)'),
        (format_offences, "format_html(pattern, name)"),
        (format_offences, 'format_html("<hr>")'),
        (format_offences, 'format_html_join(", ", pattern, rows)'),
        (unescaped_offences, "{{ city|safe }}"),
        (unescaped_offences, "{{ cities|join:', '| safeseq }}"),
        (unescaped_offences, "{% autoescape off %}{{ city }}{% endautoescape %}"),
    ],
)
def test_the_rules_for_safe_html_find_a_planted_offence(rule, offence):
    assert len(rule(offence)) == 1


@pytest.mark.parametrize(
    "sound",
    ['format_html("<b>{}</b>", name)', 'format_html_join("", MARK, rows)', "name = escape(name)"],
)
def test_the_rules_for_safe_html_let_sound_code_pass(sound):
    assert safe_offences(sound) + format_offences(sound) == []


@pytest.mark.parametrize(
    "offence",
    [
        "{{ city.name }}",
        "{{ partnership.program.name|upper }}",
        "{% if city.summary %}a{% endif %}",
        "{% blocktranslate with name=city.name %}a{% endblocktranslate %}",
        '{% include "a.html" with title=publication.title %}',
    ],
)
def test_the_rule_for_templates_finds_a_planted_offence(offence):
    assert len(template_offences(offence, frozenset(PLAIN_LOOKUPS))) == 1


@pytest.mark.parametrize(
    "sound",
    [
        '{% text city "name" %}',
        '{% link city "city.name" %}',
        "{{ source.title }}",
        "{# never {{ city.name }} #}",
        "{{ city.slug }}",
    ],
)
def test_the_rule_for_templates_lets_sound_ones_pass(sound):
    assert template_offences(sound, frozenset(PLAIN_LOOKUPS)) == []


def test_the_rule_for_attributes_finds_a_planted_offence():
    assert attribute_offences("shown = program.summary", GENERIC) == [(1, "summary")]
    assert attribute_offences("shown = program.summary_en", GENERIC) == []
