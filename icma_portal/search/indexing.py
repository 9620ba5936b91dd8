"""Writes entries: what is stored for a record is what ``contents`` reads from it now."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import override

from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES, column
from icma_portal.publishing.models import Publishable

from .contents import ALWAYS, Content, content_of, translated_names
from .declarations import model_at, roof_pages, searched_models
from .engines import engine
from .models import SearchEntry, SearchName, SearchPassage, SearchValue, SearchWord
from .sources import rows_of
from .tokens import key, sounds, stem, syllables_of, tokens, words

BATCH = 200
# What tells whether the public may see a row of a relation, and its address.
ALWAYS_READ = ("id", "slug", "state", "published_at", "expires_at", "is_internal", "is_public")
# What of a record stands in its entry; the rest are passages, so that no row grows without end.
MAX_BODY = 12_000
MAX_PASSAGE, OVERLAP = 6_000, 100
PAGE_KIND = "page"
SHORTEST_WORD, LONGEST_WORD = 3, 30


def index(model, pks):
    """Bring the entries of these records of ``model`` up to date; return how many were written.

    Entries of records that are gone are taken away. One that says the same already is left alone.
    """
    declared, pks, written = searched_models()[model], sorted(pks), 0
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            written += _index_batch(declared, pks[start : start + BATCH])
    return written


def renew_due(now):
    """Renew the entries whose text the schedule of a related record has changed since."""
    due = SearchEntry.objects.filter(changes_at__lte=now).values_list("content_type", "object_id")
    for content_type, pk in list(due):
        index(ContentType.objects.get_for_id(content_type).model_class(), [pk])


def records_of(declared, pks):
    """Return the records, in no order, with all that their paths lead to, fetched together."""
    joined, columns, fetched = relations_of(declared)
    records = declared.model._base_manager.filter(pk__in=pks).order_by()
    if joined:
        records = records.select_related(*joined).only(*columns)
    return records.prefetch_related(*fetched)


@cache
def relations_of(declared):
    """Return (lookups to join, columns to read, Prefetches): a query for each relation to many."""
    joined = [each for each in declared.prefixes if is_single(declared.model, each)]
    columns = [each.attname for each in declared.model._meta.concrete_fields]
    columns += [each for prefix in joined for each in columns_at(declared, prefix)]
    fetched = []
    for prefix in declared.prefixes:
        base, _separator, last = prefix.rpartition("__")
        if is_single(model_at(declared.model, base), last):
            continue
        model = model_at(declared.model, prefix)
        inner = [each.removeprefix(f"{prefix}__") for each in declared.prefixes]
        inner = [each for each in inner if is_within(each, prefix, declared)]
        tails = [each for each in inner if is_single(model, each)]
        paths = [prefix, *(f"{prefix}__{each}" for each in tails)]
        read = [each for path in paths for each in columns_at(declared, path)]
        rows = model._base_manager.order_by().only(
            *(each.removeprefix(f"{prefix}__") for each in read)
        )
        fetched.append(Prefetch(prefix, rows.select_related(*tails) if tails else rows))
    return joined, columns, fetched


def columns_at(declared, prefix):
    """Return the lookups of the columns that ``contents`` reads of the rows of a relation.

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
    return [f"{prefix}__{name}" for name in fields if name in {*names, *ALWAYS_READ}]


def is_within(inner, prefix, declared):
    return f"{prefix}__{inner}" in declared.prefixes


def is_single(model, path):
    """Return whether every step of a path leads to one row at the most."""
    for step in path.split("__"):
        relation = model._meta.get_field(step)
        if not (relation.many_to_one or relation.one_to_one):
            return False
        model = relation.related_model
    return True


def index_pages():
    """Bring the entries of the roof's pages up to date; return how many were written."""
    names = set(roof_pages())
    remove(SearchEntry.objects.filter(content_type=None).exclude(page__in=names))
    return sum(_index_page(page) for page in roof_pages().values())


def remove(entries):
    """Delete the entries of a queryset with all that belongs to them."""
    pks = list(entries.values_list("pk", flat=True))
    passages = SearchPassage.objects.filter(entry__in=pks)
    engine().delete(pks, list(passages.values_list("pk", flat=True)))
    SearchEntry.objects.filter(pk__in=pks).delete()


def columns_of(content):
    """Return the tokens of a Content by weight: {"a": [tokens of a text, …], …}."""
    names = [*content.titles.values(), *content.names] if content.has_sounds else []
    sounding = [stem(each) for name in names for each in (*sounds(name), *syllables_of(name))]
    named = [*content.names, *(text for _language, text in content.keywords)]
    return {
        "a": [tokens(text) for text in content.titles.values()],
        "b": [*map(tokens, named), *([[each] for each in dict.fromkeys(sounding)])],
        "c": [tokens(text) for _language, text in content.lead],
        "d": [tokens(text) for _language, text in _body_of(content)[0]],
    }


def fields_of(content):
    """Return what the entry of a Content holds itself: name of the column → value."""
    return {
        "kind": content.kind,
        "title_en": content.titles.get(ENGLISH, ""),
        "title_zh_hans": content.titles.get(CHINESE, ""),
        "address": content.address,
        "date": content.date,
        "texts": shown_texts(content),
        "visible_from": content.visible_from,
        "visible_until": content.visible_until,
        "changes_at": content.changes_at,
        "digest": content.digest(),
    }


def values_of(content):
    """Return the (facet, value) of a Content, its kind among them."""
    found = {(facet, value) for facet, values in content.values.items() for value in values}
    return found | {("kind", content.kind)}


def words_of(content):
    """Return the English words of a Content that suggestions and spelling may offer."""
    told = (*content.keywords, *content.lead, *content.body)
    texts = [*content.titles.values(), *content.names, *(text for _language, text in told)]
    texts += [each[0] for each in content.passages]
    return {
        word
        for word in {word for text in texts for word in words(text)}
        if word.isascii() and word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD
    }


def passage_columns(columns, text):
    """Return the tokens of one passage: a match of all words may need those of the title."""
    return {"a": columns["a"], "d": [tokens(text)]}


def passages_of(content):
    """Return the passages of a Content: (language, text, page, address), none of them too long."""
    rest = [(text, language, None, "") for language, text in _body_of(content)[1]]
    return [
        (language, piece, page, address)
        for text, language, page, address in [*rest, *content.passages]
        for piece in pieces(text)
    ]


def pieces(text):
    """Return a text in pieces that overlap a little, so that hardly a phrase is cut."""
    step = MAX_PASSAGE - OVERLAP
    return [
        text[start : start + MAX_PASSAGE] for start in range(0, max(len(text) - OVERLAP, 1), step)
    ]


def names_of(content):
    """Return key → rank of the names that a Content is known by, each by its best rank."""
    titles, ranks = list(content.titles.values()), SearchName.Rank
    ranked = [(title, ranks.TITLE) for title in titles]
    ranked += [(name, ranks.ALIAS) for name in content.names]
    if content.has_sounds:
        named = [*titles, *content.names]
        ranked += [(sound, ranks.SOUND) for name in named for sound in sounds(name)]
    found = {}
    for name, rank in ranked:
        if name_key := key(name)[:300]:
            found.setdefault(name_key, rank)
    return found


def shown_texts(content):
    """Return [[language, text], …] of all that a passage may be cut from."""
    names = [["", name] for name in content.names]
    body = _body_of(content)[0]
    return [[*each] for each in (*content.lead, *body, *content.keywords)] + names


def _index_batch(declared, pks):
    content_type = ContentType.objects.get_for_model(declared.model)
    records = {record.pk: record for record in records_of(declared, pks)}
    entries = _locked_entries(content_type, pks, records)
    if missing := set(entries) - set(records):
        remove(SearchEntry.objects.filter(content_type=content_type, object_id__in=missing))
    now, written = timezone.now(), 0
    for pk, record in records.items():
        content = content_of(record, declared, now)
        written += _store(entries[pk], content)
    return written


def _locked_entries(content_type, pks, records):
    """Return object id → entry, made where it is missing.

    Two writers of one record wait for each other here, and the second reads what the first wrote.
    """
    wanted = SearchEntry.objects.filter(content_type=content_type, object_id__in=pks)
    entries = {each.object_id: each for each in wanted.select_for_update().order_by("pk")}
    new = [
        SearchEntry(content_type=content_type, object_id=pk) for pk in records if pk not in entries
    ]
    if new:
        SearchEntry.objects.bulk_create(new, ignore_conflicts=True)
        entries = {each.object_id: each for each in wanted.select_for_update().order_by("pk")}
    return entries


def page_content(page):
    """Return the Content of one of the roof's pages."""
    content = Content(PAGE_KIND, address=f"/{page.name}", visible_from=ALWAYS)
    for language in LANGUAGES:
        with override(language):
            content.titles[language] = str(page.title)
            if page.text:
                content.lead.append((language, str(page.text)))
            content.address = page.address()
    return content


def _index_page(page):
    with transaction.atomic():
        entry = SearchEntry.objects.filter(page=page.name).first() or SearchEntry(page=page.name)
        return _store(entry, page_content(page))


def _store(entry, content):
    """Write a Content unless the entry has it already; return whether anything was written."""
    fields = fields_of(content)
    if entry.digest == fields["digest"]:
        return False
    before = {word for text in _texts_of(entry) for word in words(text)}
    is_new = not entry.digest
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()
    _store_names(entry, content, is_new)
    _store_values(entry, content, is_new)
    _store_tokens(entry, content, is_new)
    _keep_words(words_of(content) - before)
    return True


def _store_names(entry, content, is_new):
    new = names_of(content)
    old = {} if is_new else dict(_rows_of("key, rank", SearchName, entry))
    if old != new:
        _replace(SearchName, entry, ("key", "rank"), sorted(new.items()), is_new)


def _store_values(entry, content, is_new):
    new = values_of(content)
    old = set() if is_new else set(_rows_of("facet, value", SearchValue, entry))
    if old != new:
        _replace(SearchValue, entry, ("facet", "value"), sorted(new), is_new)


def _store_tokens(entry, content, is_new):
    columns = columns_of(content)
    old = [] if is_new else [pk for (pk,) in _rows_of("id", SearchPassage, entry)]
    if old:
        entry.passages.all().delete()
        engine().delete([], old)
    passages = SearchPassage.objects.bulk_create(
        SearchPassage(
            entry=entry, order=order, language=language, text=text, page=page, address=address
        )
        for order, (language, text, page, address) in enumerate(passages_of(content))
    )
    engine().write(
        [(entry.pk, columns)],
        [(each.pk, passage_columns(columns, each.text)) for each in passages],
    )


def _rows_of(columns, model, entry):
    # By hand: compiling these small queries took the ORM a third of a save's index work.
    return rows_of(f"SELECT {columns} FROM {model._meta.db_table} WHERE entry_id = %s", [entry.pk])


def _replace(model, entry, columns, rows, is_new):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if not is_new:
            cursor.execute(f"DELETE FROM {table} WHERE entry_id = %s", [entry.pk])
        cursor.executemany(
            f"INSERT INTO {table} (entry_id, {', '.join(columns)}) VALUES (%s, %s, %s)",
            [(entry.pk, *row) for row in rows],
        )


def _keep_words(found):
    """Add to the vocabulary the words that it does not have yet."""
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {SearchWord._meta.db_table} (word) VALUES (%s) ON CONFLICT DO NOTHING",
            [(word,) for word in sorted(found)],
        )


def _texts_of(entry):
    """Return the texts that an entry holds before it is written."""
    if not entry.digest:
        return []
    return [entry.title_en, entry.title_zh_hans, *(text for _language, text in entry.texts)]


def _body_of(content):
    """Return (what of the body stands in the entry, what becomes passages)."""
    kept, rest, length = [], [], 0
    for language, text in content.body:
        length += len(text)
        (kept if length <= MAX_BODY else rest).append((language, text))
    return kept, rest
