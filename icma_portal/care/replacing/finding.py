"""Which records hold what is looked for: all are counted, some are shown."""

from collections import Counter

from django.db.models import Q

from icma_portal.bilingual.reader import is_rich

from .texts import count_in

# Rows that are read at a time: neither ten thousand records nor their texts lie in memory.
CHUNK = 500


def found_in(targets, wanted):
    """Return {(model, key of a record): number of places}, by kind and key.

    The places in the rows of a record count as its own.
    """
    found = Counter()
    for target in targets:
        for root, count in _counts(target, wanted):
            found[target.root, root] += count
    # In the order of the models, which is that of the person's choice.
    ranks = {target.root: rank for rank, target in reversed(list(enumerate(targets)))}
    return dict(sorted(found.items(), key=lambda item: (ranks[item[0][0]], item[0][1])))


def _counts(target, wanted):
    """Yield (key of the record, number of places) for each row with any."""
    fields = [target.model._meta.get_field(name) for name in target.columns]
    rows = target.model._base_manager.filter(_condition(fields, wanted)).order_by("pk")
    for root, *texts in rows.values_list(target.key, *target.columns).iterator(CHUNK):
        pairs = zip(fields, texts, strict=True)
        count = sum(count_in(field, text, wanted) for field, text in pairs if text)
        if count:
            yield root, count


def _condition(fields, wanted):
    """Return what the database can say: it finds too much rather than too little."""
    lookup = "contains" if wanted.match_case else "icontains"
    anchor, condition = wanted.anchor(), Q()
    for field in fields:
        if is_rich(field) or not anchor:
            # What a reader sees in one go may be parted by tags.
            condition |= ~Q(**{field.name: None})
        else:
            condition |= Q(**{f"{field.name}__{lookup}": anchor})
    return condition
