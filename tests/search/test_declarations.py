"""Every list that is filtered by text has its records in the index."""

from django.apps import apps

from icma_portal.publishing.models import Publishable
from icma_portal.search.declarations import searched_models
from icma_portal.search.filters import FacetedFilterSet

# Publishable records without an address of their own: they are found on the page that shows them.
SHOWN_WITHIN_OTHERS = {
    *("Initiative", "KeyFigure", "Person", "Survey", "TimelineEntry", "Series", "Video"),
    *("Document", "Picture", "NetworkMembership", "EcoPartnershipPledge", "CorporatePartner"),
    "TrainingBase",
}


def test_every_list_with_a_text_filter_is_indexed():
    models = {each._meta.model for each in FacetedFilterSet.__subclasses__()}

    assert models - set(searched_models()) == set()
    assert len(models) >= 4


def test_every_publishable_model_is_indexed_or_shown_within_others():
    publishable = {each for each in apps.get_models() if issubclass(each, Publishable)}

    missing = {each.__name__ for each in publishable - set(searched_models())}

    assert missing == SHOWN_WITHIN_OTHERS
