"""Writes entries: what is stored for a record is what ``contents`` reads from it now."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from icma_portal.asking.compiled import Compiled
from icma_portal.asking.statements import Statement, adding, answers_to, rows_of, run
from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES

from .contents import ALWAYS, Content, content_of
from .declarations import roof_pages, searched_models
from .engines import engine
from .models import SearchEntry, SearchName, SearchPassage, SearchValue, SearchWord
from .reading import records_after
from .tokens import key, sounds, stem, syllables_of, tokens, words

BATCH = 200
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
        # Whoever catches an error inside a transaction of their own takes all of that back.
        with transaction.atomic(savepoint=False):
            written += _index_batch(declared, pks[start : start + BATCH])
    return written


def renew_due(now):
    """Renew the entries whose text the schedule of a related record has changed since."""
    sql = "SELECT content_type_id, object_id FROM search_searchentry WHERE changes_at <= %s"
    for content_type, pk in rows_of(sql, [connection.ops.adapt_datetimefield_value(now)]):
        index(ContentType.objects.get_for_id(content_type).model_class(), [pk])


def index_pages():
    """Bring the entries of the roof's pages up to date; return how many were written."""
    names = set(roof_pages())
    remove(SearchEntry.objects.filter(content_type=None).exclude(page__in=names))
    return sum(_index_page(page) for page in roof_pages().values())


def remove(entries):
    """Delete the entries of a queryset with all that belongs to them."""
    pks = list(entries.values_list("pk", flat=True))
    passages = SearchPassage.objects.filter(entry__in=pks)
    run(engine().deleting(pks, list(passages.values_list("pk", flat=True))))
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


def words_of(content, known=()):
    """Return the English words of a Content that suggestions and spelling may offer.

    ``known`` are texts whose words are offered already.
    """
    told = (*content.keywords, *content.lead, *content.body)
    texts = [*content.titles.values(), *content.names, *(text for _language, text in told)]
    texts += [each[0] for each in content.passages]
    return {
        word
        for word in {word for text in {*texts} - {*known} for word in words(text)}
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
    # Records are read only when their entries are locked: who waited for another writer reads
    # what that one has written.
    locking = [_locking(content_type, pks), _reading_parts(content_type, pks)]
    (locked, rows), read = records_after(locking, declared, pks)
    records, entries, parts = {each.pk: each for each in read}, _entries(locked), _parts(rows)
    if new := [pk for pk in records if pk not in entries]:
        entries |= _made(content_type, new)
    if missing := set(entries) - set(records):
        remove(SearchEntry.objects.filter(content_type=content_type, object_id__in=missing))
    now = timezone.now()
    contents = {pk: content_of(record, declared, now) for pk, record in records.items()}
    return _store([(entries[pk], each, parts[entries[pk].pk]) for pk, each in contents.items()])


def _made(content_type, pks):
    """Return object id → entry for records that have none yet, whoever makes it first."""
    SearchEntry.objects.bulk_create(
        [SearchEntry(content_type=content_type, object_id=pk) for pk in pks], ignore_conflicts=True
    )
    return _entries(answers_to([_locking(content_type, pks)])[0])


def _locking(content_type, pks):
    """Return the Statement that reads entries; two writers of one record wait for each other."""
    return Statement(_entries_query(len(pks)).sql, [content_type.pk, *pks])


def _entries(rows):
    """Return object id → entry for the answer to ``_locking``."""
    return {each.object_id: each for each in _entries_query(1).instances(rows)}


def _reading_parts(content_type, pks):
    """Return the Statement that reads what belongs to entries."""
    ids = (
        "SELECT id FROM search_searchentry WHERE content_type_id = %s"
        f" AND object_id IN ({', '.join(['%s'] * len(pks))})"
    )
    wanted = f"entry_id {engine().IN_IDS.format(ids)}"
    sql = (
        f"SELECT 1, entry_id, key, rank, '' FROM search_searchname WHERE {wanted} UNION ALL"
        f" SELECT 2, entry_id, facet, 0, value FROM search_searchvalue WHERE {wanted} UNION ALL"
        f" SELECT 3, entry_id, '', id, '' FROM search_searchpassage WHERE {wanted}"
    )
    return Statement(sql, [content_type.pk, *pks] * 3)


def _parts(rows):
    """Return id of an entry → Parts for the answer to ``_reading_parts``."""
    parts = defaultdict(lambda: Parts(set(), set(), []))
    for part, entry, text, number, value in rows:
        if part == 1:
            parts[entry].names.add((text, number))
        elif part == 2:
            parts[entry].values.add((text, value))
        else:
            parts[entry].passages.append(number)
    return parts


@lru_cache
def _entries_query(number):
    """Return the compiled queryset that locks entries by their content type and ``number`` ids."""
    entries = SearchEntry.objects.filter(content_type=0, object_id__in=range(number))
    return Compiled(entries.order_by("pk").select_for_update())


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
        entry = SearchEntry.objects.filter(page=page.name).first()
        entry = entry or SearchEntry.objects.create(page=page.name)
        old = Parts(
            set(entry.names.values_list("key", "rank")),
            set(entry.values.values_list("facet", "value")),
            list(entry.passages.values_list("pk", flat=True)),
        )
        return _store([(entry, page_content(page), old)])


class Parts(NamedTuple):
    """What belongs to an entry: (key, rank) of names, (facet, value) pairs, ids of passages."""

    names: set
    values: set
    passages: list


def _store(written):
    """Write (entry, Content, its present Parts) where they differ; return how many did."""
    statements, found, changed = [], set(), 0
    for entry, content, old in written:
        fields = fields_of(content)
        if entry.digest == fields["digest"]:
            continue
        changed += 1
        found |= words_of(content, known=_texts_of(entry))
        statements += [
            _updating(entry, fields),
            *_replacing(SearchName, "key, rank", entry, old.names, set(names_of(content).items())),
            *_replacing(SearchValue, "facet, value", entry, old.values, values_of(content)),
            *_writing_tokens(entry, content, old.passages),
        ]
    # The vocabulary, in one order for all writers.
    words = [(word,) for word in sorted(found)]
    table = f"{SearchWord._meta.db_table} (word)"
    run([*statements, *adding(table, words, ending="ON CONFLICT DO NOTHING")])
    return changed


def _updating(entry, fields):
    """Return the Statement that writes those columns of an entry that change."""
    changed = [name for name, value in fields.items() if getattr(entry, name) != value]
    stored = [SearchEntry._meta.get_field(name) for name in changed]
    assignments = ", ".join(f"{each.column} = %s" for each in stored)
    values = [each.get_db_prep_save(fields[each.name], connection) for each in stored]
    return Statement(
        f"UPDATE search_searchentry SET {assignments} WHERE id = %s", [*values, entry.pk]
    )


def _replacing(model, columns, entry, old, new):
    """Return Statements that put rows of values in the place of the ``old`` ones of an entry."""
    if old == new:
        return []
    table = model._meta.db_table
    taken = [Statement(f"DELETE FROM {table} WHERE entry_id = %s", [entry.pk])] if old else []
    return taken + adding(
        f"{table} (entry_id, {columns})", [(entry.pk, *row) for row in sorted(new)]
    )


def _writing_tokens(entry, content, old):
    """Write the passages of a Content; return Statements for its tokens, and against old ones."""
    columns, told = columns_of(content), passages_of(content)
    passages = SearchPassage.objects.bulk_create(
        SearchPassage(
            entry=entry, order=order, language=language, text=text, page=page, address=address
        )
        for order, (language, text, page, address) in enumerate(told)
    )
    signs = ", ".join(["%s"] * len(old))
    taken = [Statement(f"DELETE FROM search_searchpassage WHERE id IN ({signs})", old)]
    return [
        *(taken if old else []),
        *engine().deleting([], old),
        *engine().writing(
            [(entry.pk, columns)],
            [(each.pk, passage_columns(columns, each.text)) for each in passages],
        ),
    ]


def _texts_of(entry):
    """Return the texts that an entry holds before it is written: their words are known."""
    texts = [text for _language, text in entry.texts]
    return [entry.title_en, entry.title_zh_hans, *texts] if entry.digest else []


def _body_of(content):
    """Return (what of the body stands in the entry, what becomes passages)."""
    kept, rest, length = [], [], 0
    for language, text in content.body:
        length += len(text)
        (kept if length <= MAX_BODY else rest).append((language, text))
    return kept, rest
