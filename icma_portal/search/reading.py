"""Reads records with all that their paths lead to, one query for each relation.

The SQL is compiled once: to build these queries anew took the ORM longer than all the rest of the
index work of a save. Rows come from it as the instances that they are (``Manager.raw``).
"""

from collections import defaultdict
from functools import lru_cache

from django.db.models import F

from icma_portal.bilingual.languages import LANGUAGES, column
from icma_portal.publishing.models import Publishable

from .contents import RELATED, translated_names
from .declarations import model_at

# What tells whether the public may see a row of a relation, and its address.
ALWAYS_READ = ("id", "slug", "state", "published_at", "expires_at", "is_internal", "is_public")
# The id of the row from which a many-to-many relation leads to another.
SOURCE = "_search_source"
# So many ids are asked for at once.
MOST_IDS = 512
# SQL for this many declarations, relations and numbers of ids is kept.
MOST_KEPT = 2_000


def records_of(declared, pks):
    """Return the records, in no order, with all that their paths lead to attached.

    ``contents.related`` finds the attached rows. Ids of no record are passed over.
    """
    reached = {"": _rows(declared, "", "pk", pks)}
    for prefix in declared.prefixes:
        base, _separator, step = prefix.rpartition("__")
        reached[prefix] = _attached(declared, prefix, step, reached[base])
    return reached[""]


def _attached(declared, prefix, step, sources):
    """Attach to rows what one relation leads to from them; return it."""
    relation = model_at(declared.model, prefix.rpartition("__")[0])._meta.get_field(step)
    found = defaultdict(list)
    if relation.many_to_many:
        back = relation.related_query_name() if relation.concrete else relation.field.name
        rows = _rows(declared, prefix, back, [each.pk for each in sources])
        for row in rows:
            found[row.__dict__[SOURCE]].append(row)
    elif relation.concrete:
        # What a row was reached from is there already: its record, with all that hangs on it.
        known = [each for each in sources if relation.is_cached(each)]
        by_pk = {row.pk: row for row in (getattr(each, step) for each in known) if row}
        keys = {getattr(each, relation.attname) for each in sources} - {None, *by_pk}
        by_pk |= {row.pk: row for row in _rows(declared, prefix, "pk", keys)}
        rows = list(by_pk.values())
        for source in sources:
            if target := by_pk.get(getattr(source, relation.attname)):
                found[source.pk] = [target]
                # Addresses are made of what a row belongs to.
                relation.set_cached_value(source, target)
    else:
        pointer = relation.field
        rows = _rows(declared, prefix, pointer.name, [each.pk for each in sources])
        by_pk = {each.pk: each for each in sources}
        for row in rows:
            source = by_pk[getattr(row, pointer.attname)]
            found[source.pk].append(row)
            pointer.set_cached_value(row, source)
    for source in sources:
        ordered = sorted(found[source.pk], key=lambda each: each.pk)
        source.__dict__.setdefault(RELATED, {})[step] = ordered
    return rows


def _rows(declared, prefix, lookup, keys):
    """Return the rows that a prefix leads to of which ``lookup`` is one of the keys."""
    keys, found = sorted(keys), []
    manager = model_at(declared.model, prefix)._base_manager
    for start in range(0, len(keys), MOST_IDS):
        asked = keys[start : start + MOST_IDS]
        # Few numbers of ids, so that the SQL of most is known: the last is asked for repeatedly.
        asked += asked[-1:] * ((1 << (len(asked) - 1).bit_length()) - len(asked))
        found += manager.raw(_sql(declared, prefix, lookup, len(asked)), asked)
    return found


@lru_cache(maxsize=MOST_KEPT)
def _sql(declared, prefix, lookup, number):
    """Return the SQL of rows, with signs for ``number`` keys that ``lookup`` may be."""
    model = model_at(declared.model, prefix)
    rows = model._base_manager.order_by().filter(**{f"{lookup}__in": range(number)})
    if prefix:
        rows = rows.only(*columns_at(declared, prefix))
    if lookup != "pk" and model._meta.get_field(lookup).many_to_many:
        rows = rows.annotate(**{SOURCE: F(lookup)})
    sql, _parameters = rows.query.get_compiler(rows.db).as_sql()
    return sql


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
