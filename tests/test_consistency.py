"""Rules of the house that no linter knows, held over the whole source tree."""

import re
from pathlib import Path

import pytest

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields

from .source_rules import APPS, OURS

ROOT = Path(__file__).resolve().parents[1]


def sources():
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts]


def templates():
    return list((ROOT / "templates").rglob("*.html"))


def test_no_model_orders_by_a_translated_field():
    wrong = [
        f"{model.__name__}: {name}"
        for model in OURS
        for name in model._meta.ordering
        if isinstance(name, str) and name.lstrip("-") in translated_fields(model)
    ]

    assert wrong == []
    assert len(OURS) > 50


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
