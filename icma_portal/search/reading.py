"""Reads records with all that their paths lead to, one query for each relation.

The SQL is compiled once: to build these queries anew took the ORM longer than all the rest of the
index work of a save.
"""

from collections import defaultdict
from functools import lru_cache

from django.db.models import F

from icma_portal.asking.compiled import Compiled
from icma_portal.asking.statements import Statement, answers_to, chunks
from icma_portal.bilingual.languages import LANGUAGES, column
from icma_portal.publishing.models import Publishable

from .contents import RELATED, translated_names
from .declarations import model_at

# What tells whether the public may see a row of a relation, and its address.
ALWAYS_READ = ("id", "slug", "state", "published_at", "expires_at", "is_internal", "is_public")
# The id of the row from which a many-to-many relation leads to another.
SOURCE = "_search_source"
# SQL for this many declarations, relations and numbers of ids is kept.
MOST_KEPT = 2_000


def records_of(declared, pks):
    """Return the records, in no order, with all that their paths lead to attached.

    ``contents.related`` finds the attached rows. Ids of no record are passed over.
    """
    return records_after([], declared, pks)[1]


def records_after(first, declared, pks):
    """Ask the queries ``first``, then do as ``records_of``; return (their answers, the records).

    Relations of which the keys are known are asked for together, and with ``first``: few steps,
    however many relations.
    """
    reached, left, answers = {}, ["", *declared.prefixes], []
    while left:
        asked = {prefix: _asked(declared, prefix, pks, reached) for prefix in left}
        asked = {prefix: each for prefix, each in asked.items() if each is not None}
        told, found = _answers(declared, asked, first if not reached else [])
        answers += told
        for prefix, rows in found.items():
            reached[prefix] = _attached(declared, prefix, reached, rows) if prefix else rows
        left = [prefix for prefix in left if prefix not in reached]
    return answers, reached[""]


def _asked(declared, prefix, pks, reached):
    """Return (lookup, keys) of the rows that a prefix leads to; None while they are not known."""
    if not prefix:
        return "pk", pks
    base, _separator, _step = prefix.rpartition("__")
    relation, is_pointer = _relation_at(declared, prefix), _is_pointer(declared, prefix)
    if base not in reached and (base or is_pointer):
        return None
    if is_pointer:
        missing = [each for each in reached[base] if not relation.is_cached(each)]
        return "pk", {getattr(each, relation.attname) for each in missing} - {None}
    keys = [each.pk for each in reached[base]] if base in reached else pks
    if relation.many_to_many:
        return (relation.related_query_name() if relation.concrete else relation.field.name), keys
    return relation.field.name, keys


def _attached(declared, prefix, reached, rows):
    """Attach rows to those from which a prefix leads to them; return all that it leads to."""
    base, _separator, step = prefix.rpartition("__")
    relation, sources, found = _relation_at(declared, prefix), reached[base], defaultdict(list)
    if relation.many_to_many:
        for row in rows:
            found[row.__dict__[SOURCE]].append(row)
    elif relation.concrete:
        # What a row was reached from is there already: its record, with all that hangs on it.
        cached = (getattr(each, step) for each in sources if relation.is_cached(each))
        by_pk = {row.pk: row for row in [*rows, *filter(None, cached)]}
        rows = list(by_pk.values())
        for source in sources:
            if target := by_pk.get(getattr(source, relation.attname)):
                found[source.pk] = [target]
                # Addresses are made of what a row belongs to.
                relation.set_cached_value(source, target)
    else:
        pointer = relation.field
        by_pk = {each.pk: each for each in sources}
        for row in rows:
            source = by_pk[getattr(row, pointer.attname)]
            found[source.pk].append(row)
            pointer.set_cached_value(row, source)
    for source in sources:
        ordered = sorted(found[source.pk], key=lambda each: each.pk)
        source.__dict__.setdefault(RELATED, {})[step] = ordered
    return rows


def _relation_at(declared, prefix):
    base, _separator, step = prefix.rpartition("__")
    return model_at(declared.model, base)._meta.get_field(step)


def _is_pointer(declared, prefix):
    """Return whether the rows at a prefix are named by a column of those before them."""
    relation = _relation_at(declared, prefix)
    return relation.concrete and not relation.many_to_many


def _answers(declared, asked, first):
    """Return (answers to ``first``, prefix → rows for prefix → (lookup, keys)), asked together."""
    queries, statements = [], []
    for prefix, (lookup, wanted) in asked.items():
        for chunk in chunks(sorted(wanted)):
            queries.append((prefix, _query(declared, prefix, lookup, len(chunk))))
            statements.append(Statement(queries[-1][1].sql, chunk))
    answers, found = answers_to([*first, *statements]), {prefix: [] for prefix in asked}
    for (prefix, query), rows in zip(queries, answers[len(first) :], strict=True):
        found[prefix] += query.instances(rows)
    return answers[: len(first)], found


@lru_cache(maxsize=MOST_KEPT)
def _query(declared, prefix, lookup, number):
    """Return the compiled queryset of rows at a prefix, for ``number`` keys of ``lookup``."""
    model = model_at(declared.model, prefix)
    rows = model._base_manager.order_by().filter(**{f"{lookup}__in": range(number)})
    if prefix:
        rows = rows.only(*columns_at(declared, prefix))
    if lookup != "pk" and model._meta.get_field(lookup).many_to_many:
        rows = rows.annotate(**{SOURCE: F(lookup)})
    return Compiled(rows)


def columns_at(declared, prefix):
    """Return the names of the columns that ``contents`` reads of the rows of a relation.

    All columns are read where a declaration looks at the rows itself, or a model says in its own
    way what is public. Each further column costs the ORM as much as the database.
    """
    model = model_at(declared.model, prefix)
    fields = {each.name: each for each in model._meta.concrete_fields}
    paths = [*declared.paths, *declared.prefixes]
    leaves = [path.rpartition("__") for path in paths]
    names = {leaf for base, _separator, leaf in leaves if base == prefix}
    names |= {
        column(name, lang) for name in names & {*translated_names(model)} for lang in LANGUAGES
    }
    names.add(getattr(model, "belongs_to", ""))
    base, _separator, last = prefix.rpartition("__")
    step = model_at(declared.model, base)._meta.get_field(last)
    if step.one_to_many or step.one_to_one:
        names.add(step.remote_field.name)
    is_looked_at = any(f"{each}__".startswith(f"{prefix}__") for each in declared.passage_relations)
    is_public = getattr(model, "is_published", Publishable.is_published)
    if is_looked_at or is_public is not Publishable.is_published:
        names = fields
    return [name for name in fields if name in {*names, *ALWAYS_READ}]
