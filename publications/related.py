"""Publications that belong together: by a rule that the page can state."""

from collections import Counter

from django.db.models import IntegerField, Value

from icma_portal.bilingual.models import sort_key_column

from .models import Publication

SHOWN = 4
# What a tie weighs: the same partnership says more than a shared country.
WEIGHTS = {"partnership": 4, "cities": 3, "topics": 2, "countries": 1}


def related_keys(publication, user):
    """Return the keys of the visible publications with most in common, at most SHOWN of them.

    Each shared partnership, city, topic and country counts by WEIGHTS; equals stand in the order
    of their names. Parts of the same series have a place of their own and are left out, as are
    the translations.
    """
    scores = Counter()
    first, *others = (_ties(publication, *each) for each in WEIGHTS.items())
    for pk, weight in first.union(*others, all=True):
        scores[pk] += weight
    candidates = _candidates(publication, user).filter(pk__in=scores)
    keys = candidates.values_list("pk", sort_key_column())
    best = sorted(keys, key=lambda each: (-scores[each[0]], each[1], each[0]))
    return [pk for pk, _key in best[:SHOWN]]


def _ties(publication, name, weight):
    """Return (key of a publication, weight) for each tie of the kind ``name``."""
    told = Value(weight, output_field=IntegerField())
    if name == "partnership":
        # Rewriting names of translated columns, the manager would mix up the order of the columns.
        ties = Publication.objects.rewrite(False).filter(
            partnership__isnull=False, partnership=publication.partnership_id
        )
        return ties.order_by().exclude(pk=publication.pk).values_list("pk", told)
    through = getattr(Publication, name).through
    target = getattr(Publication, name).field.m2m_reverse_name()
    own = through.objects.filter(publication=publication.pk).values(target)
    ties = through.objects.filter(**{f"{target}__in": own}).exclude(publication=publication.pk)
    return ties.order_by().values_list("publication", told)


def _candidates(publication, user):
    candidates = Publication.objects.visible_to(user).exclude(pk=publication.pk)
    if publication.series_id:
        candidates = candidates.exclude(series=publication.series_id)
    if publication.translation_of_id:
        candidates = candidates.exclude(pk=publication.translation_of_id)
    return candidates.exclude(translation_of=publication.pk)
