"""Writes entries: what is stored for a record is what ``contents`` reads from it now."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES

from .contents import ALWAYS, Content, content_of
from .declarations import roof_pages, searched_models
from .engines import engine
from .models import SearchEntry, SearchName, SearchPassage, SearchValue, SearchWord
from .reading import records_of
from .rows import add_rows, rows_of
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
        with transaction.atomic():
            written += _index_batch(declared, pks[start : start + BATCH])
    return written


def renew_due(now):
    """Renew the entries whose text the schedule of a related record has changed since."""
    due = SearchEntry.objects.filter(changes_at__lte=now).values_list("content_type", "object_id")
    for content_type, pk in list(due):
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
    entries = _locked(content_type, pks)
    # Read only now: who waited for another writer reads what that one has written.
    records = {record.pk: record for record in records_of(declared, pks)}
    if new := [pk for pk in records if pk not in entries]:
        entries |= _made(content_type, new)
    if missing := set(entries) - set(records):
        remove(SearchEntry.objects.filter(content_type=content_type, object_id__in=missing))
    now, written = timezone.now(), 0
    for pk, record in records.items():
        content = content_of(record, declared, now)
        written += _store(entries[pk], content)
    return written


def _made(content_type, pks):
    """Return object id → entry for records that have none yet, whoever makes it first."""
    SearchEntry.objects.bulk_create(
        [SearchEntry(content_type=content_type, object_id=pk) for pk in pks], ignore_conflicts=True
    )
    return _locked(content_type, pks)


def _locked(content_type, pks):
    """Return object id → entry; two writers of one record wait for each other here."""
    signs = ", ".join(["%s"] * len(pks))
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    sql = (
        "SELECT * FROM search_searchentry"
        f" WHERE content_type_id = %s AND object_id IN ({signs}) ORDER BY id {lock}"
    )
    return {each.object_id: each for each in SearchEntry.objects.raw(sql, [content_type.pk, *pks])}


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
    known, is_new = _texts_of(entry), not entry.digest
    _write_fields(entry, fields)
    old = Parts(set(), set(), []) if is_new else _parts_of(entry)
    _store_rows(SearchName, "key, rank", entry, old.names, set(names_of(content).items()))
    _store_rows(SearchValue, "facet, value", entry, old.values, values_of(content))
    _store_tokens(entry, content, old.passages)
    _keep_words(words_of(content, known))
    return True


def _write_fields(entry, fields):
    for name, value in fields.items():
        setattr(entry, name, value)
    if entry.pk is None:
        entry.save()
        return
    stored = {name: entry._meta.get_field(name) for name in fields}
    assignments = ", ".join(f"{each.column} = %s" for each in stored.values())
    values = [stored[name].get_db_prep_save(fields[name], connection) for name in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE search_searchentry SET {assignments} WHERE id = %s", [*values, entry.pk]
        )


def _store_rows(model, columns, entry, old, new):
    """Put rows of values in the place of the ``old`` ones of an entry, where they differ."""
    if old == new:
        return
    table = model._meta.db_table
    if old:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE entry_id = %s", [entry.pk])
    add_rows(f"{table} (entry_id, {columns})", [(entry.pk, *row) for row in sorted(new)])


def _store_tokens(entry, content, old):
    columns = columns_of(content)
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


class Parts(NamedTuple):
    """What belongs to an entry: (key, rank) of names, (facet, value) pairs, ids of passages."""

    names: set
    values: set
    passages: list


def _parts_of(entry):
    """Return the Parts that are stored for an entry, by one query."""
    names, values, passages = set(), set(), []
    sql = (
        "SELECT 1, key, rank, '' FROM search_searchname WHERE entry_id = %s UNION ALL"
        " SELECT 2, facet, 0, value FROM search_searchvalue WHERE entry_id = %s UNION ALL"
        " SELECT 3, '', id, '' FROM search_searchpassage WHERE entry_id = %s"
    )
    for part, text, number, value in rows_of(sql, [entry.pk] * 3):
        if part == 1:
            names.add((text, number))
        elif part == 2:
            values.add((text, value))
        else:
            passages.append(number)
    return Parts(names, values, passages)


def _keep_words(found):
    """Add to the vocabulary the words that it does not have yet."""
    words = [(word,) for word in sorted(found)]
    add_rows(f"{SearchWord._meta.db_table} (word)", words, ending="ON CONFLICT DO NOTHING")


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
