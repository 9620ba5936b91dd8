"""Scores the labelled queries: recall among the first ten, and whether exact titles come first."""

from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from icma_portal.bilingual.languages import CHINESE, ENGLISH, column
from icma_portal.bilingual.registry import translated_fields
from icma_portal.search.declarations import declaration_of
from icma_portal.search.searching import search

QUERIES = Path(__file__).parent / "labelled_queries.txt"
DEPTH = 10


class Labelled(NamedTuple):
    language: str
    group: str
    text: str
    wanted: tuple


class Score(NamedTuple):
    labelled: Labelled
    found: tuple
    recall: float
    is_first: bool


def labelled_queries():
    """Return all Labelled queries of the file."""
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [
        Labelled(language, group, text, tuple(wanted.split(", ")))
        for language, group, text, wanted in rows
    ]


def score(labelled):
    """Return the Score of one query on the present content."""
    with prepared_for(labelled):
        found = tuple(name_of(entry) for entry in search(labelled.text).entries[:DEPTH])
    hits = len(set(labelled.wanted) & set(found))
    is_first = bool(found) and found[0] in labelled.wanted
    return Score(labelled, found, hits / min(len(labelled.wanted), DEPTH), is_first)


@contextmanager
def prepared_for(labelled):
    """Take the other language's text from the records of a “fallback” query while it is asked."""
    with transaction.atomic():
        if labelled.group == "fallback":
            other = CHINESE if labelled.language == "zh" else ENGLISH
            for name in labelled.wanted:
                take_text_away(name, other)
        yield
        transaction.set_rollback(True)


def take_text_away(name, language):
    kind, slug = name.split(":")
    model = declaration_of(kind).model
    record = model._base_manager.get(slug=slug)
    for field in translated_fields(model):
        stored = model._meta.get_field(column(field, language))
        setattr(record, stored.name, None if stored.null else "")
    record.save()


def name_of(entry):
    """Return kind:slug of an entry, or page:name."""
    if entry.page:
        return f"page:{entry.page}"
    record = entry.content_type.model_class()._base_manager.get(pk=entry.object_id)
    return f"{entry.kind}:{record.slug}"


def summary(scores):
    """Return language → mean recall."""
    recalls = defaultdict(list)
    for each in scores:
        recalls[each.labelled.language].append(each.recall)
    return {language: sum(values) / len(values) for language, values in recalls.items()}


def misses(scores):
    """Return a line for each query that did not find all, or an exact title not first."""
    return [
        f"{each.labelled.language} {each.labelled.group} “{each.labelled.text}”: {each.recall:.2f},"
        f" wanted {', '.join(each.labelled.wanted)}; found {', '.join(each.found) or 'nothing'}"
        for each in scores
        if each.recall < 1 or (each.labelled.group == "exact" and not each.is_first)
    ]
