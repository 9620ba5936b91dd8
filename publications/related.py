"""Publications that belong together: by a rule that the page can state."""

from collections import Counter

from icma_portal.bilingual.models import sort_key_column

from .models import Publication

SHOWN = 4
# What a tie weighs: the same partnership says more than a shared country.
WEIGHTS = {"partnership": 4, "cities": 3, "topics": 2, "countries": 1}


def related_to(publication, user):
    """Return the visible publications with most in common, at most SHOWN of them.

    Each shared partnership, city, topic and country counts by WEIGHTS; equals stand in the order
    of their names. Parts of the same series have a place of their own and are left out, as are
    the translations.
    """
    scores = Counter()
    for name, weight in WEIGHTS.items():
        for pk in _sharing(publication, name):
            scores[pk] += weight
    candidates = _candidates(publication, user).filter(pk__in=scores)
    keys = candidates.values_list("pk", sort_key_column())
    best = sorted(keys, key=lambda each: (-scores[each[0]], each[1], each[0]))[:SHOWN]
    found = {each.pk: each for each in candidates.filter(pk__in=[pk for pk, _key in best])}
    return [found[pk] for pk, _key in best]


def _sharing(publication, name):
    """Return the keys of publications, one for each tie of the kind ``name``."""
    if name == "partnership":
        if publication.partnership_id is None:
            return []
        ties = Publication.objects.filter(partnership=publication.partnership_id)
        return ties.exclude(pk=publication.pk).values_list("pk", flat=True)
    through = getattr(Publication, name).through
    target = getattr(Publication, name).field.m2m_reverse_name()
    own = through.objects.filter(publication=publication.pk).values(target)
    ties = through.objects.filter(**{f"{target}__in": own}).exclude(publication=publication.pk)
    return ties.values_list("publication", flat=True)


def _candidates(publication, user):
    candidates = Publication.objects.visible_to(user).exclude(pk=publication.pk).for_card(user)
    if publication.series_id:
        candidates = candidates.exclude(series=publication.series_id)
    if publication.translation_of_id:
        candidates = candidates.exclude(pk=publication.translation_of_id)
    return candidates.exclude(translation_of=publication.pk)
