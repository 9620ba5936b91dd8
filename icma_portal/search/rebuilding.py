"""Makes the whole index anew, or compares it with the records, in steps that can be interrupted."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from .contents import content_of
from .declarations import searched_models
from .engines import engine
from .indexing import BATCH, columns_of, index, index_pages, records_of, remove
from .models import SearchEntry, SearchPassage, SearchRebuild


def rebuild(progress=iter, restart=False):
    """Bring every entry up to date; return how many were written.

    Readers see the old entry of a record or the new one, never none. What was done before an
    interruption is not done again, unless ``restart``. ``progress`` wraps the batches.
    """
    if restart:
        SearchRebuild.objects.all().delete()
    written = sum(_rebuild_batch(*each) for each in progress(batches()))
    with transaction.atomic():
        written += index_pages()
        forget_strangers()
        SearchRebuild.objects.all().delete()
    return written


def batches():
    """Return (model, ids) of all that is still to be looked at."""
    done = dict(SearchRebuild.objects.values_list("model", "last_id"))
    found = []
    for model in searched_models():
        pks = model._base_manager.filter(pk__gt=done.get(model._meta.label, 0)).order_by("pk")
        pks = list(pks.values_list("pk", flat=True))
        found += [(model, pks[start : start + BATCH]) for start in range(0, len(pks), BATCH)]
    return found


def forget_strangers():
    """Take away entries whose record is gone or no longer declared, and tokens without an entry."""
    for content_type in _content_types():
        strangers = SearchEntry.objects.filter(content_type=content_type)
        model = content_type.model_class()
        if model in searched_models():
            strangers = strangers.exclude(object_id__in=model._base_manager.values("pk"))
        remove(strangers)
    entries, passages = engine().stored_ids()
    entries -= set(SearchEntry.objects.values_list("pk", flat=True))
    passages -= set(SearchPassage.objects.values_list("pk", flat=True))
    engine().delete(entries, passages)


def differences(progress=iter):
    """Yield a sentence for each record whose entry is not what it should be."""
    now = timezone.now()
    with_tokens, _passages = engine().stored_ids()
    for model, pks in progress(batches()):
        declared = searched_models()[model]
        entries = _entries_of(model, pks)
        for record in records_of(declared, pks):
            entry = entries.get(record.pk)
            name = f"{model._meta.label} {record.pk}"
            if entry is None:
                yield f"{name}: not in the index"
            elif reason := _difference(entry, content_of(record, declared, now), with_tokens):
                yield f"{name}: {reason}"
    yield from _strangers()


def _rebuild_batch(model, pks):
    with transaction.atomic():
        written = index(model, pks)
        SearchRebuild.objects.update_or_create(
            model=model._meta.label, defaults={"last_id": pks[-1]}
        )
    return written


def _difference(entry, content, with_tokens):
    content.values["kind"] = [content.kind]
    if entry.digest != content.digest():
        return "says something else"
    if entry.pk not in with_tokens:
        return "has no tokens"
    if not engine().holds(entry.pk, columns_of(content)):
        return "has other tokens"
    return ""


def _strangers():
    for content_type in _content_types():
        model = content_type.model_class()
        entries = SearchEntry.objects.filter(content_type=content_type)
        if model in searched_models():
            entries = entries.exclude(object_id__in=model._base_manager.values("pk"))
        for pk in entries.values_list("object_id", flat=True):
            yield f"{content_type.app_label}.{content_type.model} {pk}: in the index, but gone"


def _content_types():
    used = SearchEntry.objects.exclude(content_type=None).values("content_type")
    return ContentType.objects.filter(pk__in=used)


def _entries_of(model, pks):
    content_type = ContentType.objects.get_for_model(model)
    entries = SearchEntry.objects.filter(content_type=content_type, object_id__in=pks)
    return {each.object_id: each for each in entries}
