"""Rules of the house that no linter knows, held over the whole source tree."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields

ROOT = Path(__file__).resolve().parents[1]
APPS = ("icma_portal", "programs", "partnerships", "publications", "china_center")
OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
TRANSLATED = {name for model in OURS for name in translated_fields(model)}
# Names that are translated on one model and plain on another cannot be judged by name alone.
PLAIN_ELSEWHERE = {"text", "title"}
QUERY_METHODS = {
    "values",
    "values_list",
    "order_by",
    "only",
    "defer",
    "F",
    "filter",
    "exclude",
    "get",
}


def sources():
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts]


def templates():
    return list((ROOT / "templates").rglob("*.html"))


def calls(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "attr", getattr(function, "id", ""))
            yield node, name


def names_in(call):
    """The field names that a query method is called with, relations included."""
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    texts += [keyword.arg for keyword in call.keywords if keyword.arg]
    return [text.lstrip("-") for text in texts if isinstance(text, str)]


def test_no_query_touches_a_translated_field_without_its_suffix():
    visited, wrong = 0, []
    for path in sources():
        for call, method in calls(path):
            if method not in QUERY_METHODS:
                continue
            visited += 1
            for text in names_in(call):
                if set(text.split("__")) & (TRANSLATED - PLAIN_ELSEWHERE):
                    wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}: {text}")

    # "name" is also the URL argument of the loader and of Django's own models.
    assert wrong == []
    assert visited > 80


def test_no_model_orders_by_a_translated_field():
    wrong = [
        f"{model.__name__}: {name}"
        for model in OURS
        for name in model._meta.ordering
        if isinstance(name, str) and name.lstrip("-") in translated_fields(model)
    ]

    assert wrong == []
    assert len(OURS) > 50


def test_templates_read_translated_fields_only_through_the_reader():
    visited, wrong = 0, []
    pattern = re.compile(r"\{\{\s*[\w.]+\.(name|title|summary|text|mission|purpose|condition)\b")
    for path in templates():
        if "admin" in path.parts:
            continue
        visited += 1
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path.name}: {match.group()}" for match in pattern.finditer(text)]

    # A source's title stays in its own language and is no translated field.
    wrong = [each for each in wrong if "source.title" not in each and "link.name" not in each]
    assert wrong == []
    assert visited > 30


def test_nothing_is_marked_safe_outside_the_places_that_escape():
    allowed = {
        "icma_portal/bilingual/rich_text/rendering.py",
        "icma_portal/bilingual/templatetags/bilingual.py",
    }
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"\bmark_safe\b|\bSafeString\b", path.read_text(encoding="utf-8"))
        and str(path.relative_to(ROOT)) not in allowed
    ]
    wrong += [path.name for path in templates() if "|safe" in path.read_text(encoding="utf-8")]

    assert wrong == []
    assert len(sources()) > 60


def test_no_view_is_cached_by_djangos_page_cache():
    wrong = [path for path in sources() if "cache_page" in path.read_text(encoding="utf-8")]

    assert wrong == []


def test_templates_hold_no_inline_script_style_or_foreign_address():
    pattern = re.compile(
        r'<(?:script|style)>|\sstyle="|\son[a-z]+="|(?:src|action)="(?:https?:)?//', re.IGNORECASE
    )
    found = [path.name for path in templates() if pattern.search(path.read_text(encoding="utf-8"))]

    assert found == []
    assert len(templates()) > 30


def test_components_say_how_they_are_used():
    components = list((ROOT / "templates" / "components").glob("*.html"))
    silent = [
        path.name
        for path in components
        if not path.read_text(encoding="utf-8").startswith("{# Usage: {% include")
    ]

    assert silent == []
    assert len(components) > 8


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_model_has_both_columns_for_each_translated_field(model):
    names = {field.name for field in model._meta.get_fields()}

    assert set(columns(*translated_fields(model))) <= names
    assert not any(name in names for name in ("slug_en", "slug_zh_hans", "file_en"))


def test_blank_columns_of_either_language_are_allowed():
    visited = 0
    for model in OURS:
        for name in columns(*translated_fields(model)):
            field = model._meta.get_field(name)
            assert field.null, f"{model.__name__}.{name}"
            visited += 1

    assert visited > 80


def test_no_file_is_so_long_that_it_must_hold_more_than_one_thing():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}

    assert {path: length for path, length in lengths.items() if length > 400} == {}
