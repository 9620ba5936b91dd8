"""Makes the whole index anew, or compares it with the records, in steps that can be interrupted."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from icma_portal.asking.statements import run

from .contents import content_of
from .declarations import roof_pages, searched_models
from .engines import engine
from .indexing import (
    BATCH,
    columns_of,
    fields_of,
    index,
    index_pages,
    names_of,
    page_content,
    passage_columns,
    passages_of,
    remove,
    values_of,
    words_of,
)
from .models import SearchEntry, SearchPassage, SearchRebuild, SearchWord
from .reading import records_of

MISSING = "not in the index"


def rebuild(progress=iter, restart=False):
    """Bring every entry up to date; return how many were written.

    Readers see the old entry of a record or the new one, never none. What was done before an
    interruption is not done again, unless ``restart``. ``progress`` wraps the batches.
    """
    if restart:
        SearchRebuild.objects.all().delete()
    done = dict(SearchRebuild.objects.values_list("model", "last_id"))
    written = sum(_rebuild_batch(*each) for each in progress(batches(done)))
    with transaction.atomic():
        _remove_wrong_pages()
        written += index_pages()
        forget_strangers()
        SearchRebuild.objects.all().delete()
    return written


def batches(done=None):
    """Return (model, ids) of all records; ``done`` maps models to the last id to be left out."""
    found = []
    for model in searched_models():
        last_id = (done or {}).get(model._meta.label, 0)
        pks = model._base_manager.filter(pk__gt=last_id).order_by("pk")
        pks = list(pks.values_list("pk", flat=True))
        found += [(model, pks[start : start + BATCH]) for start in range(0, len(pks), BATCH)]
    return found


def forget_strangers():
    """Take away entries whose record is gone or no longer declared, and tokens without an entry."""
    for _content_type, entries in _strangers():
        remove(entries)
    run(engine().deleting(*_orphans()))


def differences(progress=iter):
    """Yield a sentence for each entry, and for tokens, that are not what they should be."""
    for model, pks in progress(batches()):
        for pk, reason in _wrong(model, pks).items():
            yield f"{model._meta.label} {pk}: {reason}"
    for name, reason in _wrong_pages().items():
        yield f"page {name}: {reason}"
    for content_type, entries in _strangers():
        for pk in entries.values_list("object_id", flat=True):
            yield f"{content_type.app_label}.{content_type.model} {pk}: in the index, but gone"
    unknown = SearchEntry.objects.filter(content_type=None).exclude(page__in=roof_pages())
    for name in unknown.values_list("page", flat=True):
        yield f"page {name}: in the index, but gone"
    for what, pks in zip(("entry", "passage"), _orphans(), strict=True):
        for pk in sorted(pks):
            yield f"{what} {pk}: tokens without it"


def _rebuild_batch(model, pks):
    with transaction.atomic():
        wrong = _wrong(model, pks)
        # Some part may be wrong under a digest that is right: written from nothing.
        remove(_entries(model, wrong))
        written = index(model, wrong)
        SearchRebuild.objects.update_or_create(
            model=model._meta.label, defaults={"last_id": pks[-1]}
        )
    return written


def _remove_wrong_pages():
    remove(SearchEntry.objects.filter(content_type=None, page__in=_wrong_pages()))


def _wrong(model, pks):
    """Return id → in what the entry differs from its record, for those that do."""
    declared, now = searched_models()[model], timezone.now()
    entries = {each.object_id: each for each in _entries(model, pks)}
    contents = {each.pk: content_of(each, declared, now) for each in records_of(declared, pks)}
    return _differing(contents, entries)


def _wrong_pages():
    entries = {each.page: each for each in SearchEntry.objects.filter(content_type=None)}
    return _differing({each.name: page_content(each) for each in roof_pages().values()}, entries)


def _differing(contents, entries):
    found = {
        name: ", ".join(_differences(entries[name], content)) if name in entries else MISSING
        for name, content in contents.items()
    }
    return {name: reason for name, reason in found.items() if reason}


def _differences(entry, content):
    """Yield in what an entry and its parts differ from a Content."""
    columns, passages = columns_of(content), list(entry.passages.order_by("order"))
    if any(getattr(entry, name) != value for name, value in fields_of(content).items()):
        yield "says something else"
    if dict(entry.names.values_list("key", "rank")) != names_of(content):
        yield "has other names"
    if sorted(entry.values.values_list("facet", "value")) != sorted(values_of(content)):
        yield "has other values"
    if not engine().holds(entry.pk, columns):
        yield "has other tokens"
    texts = [(each.language, each.text, each.page, each.address) for each in passages]
    if texts != passages_of(content):
        yield "has other passages"
    expected = {each.pk: passage_columns(columns, each.text) for each in passages}
    if not all(engine().holds_passage(pk, tokens) for pk, tokens in expected.items()):
        yield "has passages with other tokens"
    words = words_of(content)
    if SearchWord.objects.filter(word__in=words).count() < len(words):
        yield "has words that are not proposed"


def _strangers():
    """Yield (content type, entries of it whose record is gone or no longer declared)."""
    used = SearchEntry.objects.exclude(content_type=None).values("content_type")
    for content_type in ContentType.objects.filter(pk__in=used):
        model = content_type.model_class()
        entries = SearchEntry.objects.filter(content_type=content_type)
        if model in searched_models():
            entries = entries.exclude(object_id__in=model._base_manager.values("pk"))
        yield content_type, entries


def _orphans():
    """Return the ids of entries, and of passages, that have tokens and do not exist."""
    entries, passages = engine().stored_ids()
    return (
        entries - set(SearchEntry.objects.values_list("pk", flat=True)),
        passages - set(SearchPassage.objects.values_list("pk", flat=True)),
    )


def _entries(model, pks):
    content_type = ContentType.objects.get_for_model(model)
    return SearchEntry.objects.filter(content_type=content_type, object_id__in=pks)
