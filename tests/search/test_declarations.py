"""Every list that is filtered by text has its records in the index."""

import pytest
from django.apps import apps
from django.db.models import Model

from icma_portal.publishing.models import Publishable
from icma_portal.search.contents import content_of
from icma_portal.search.declarations import searched_models
from icma_portal.search.filters import FacetedFilterSet
from icma_portal.search.reading import records_of

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


@pytest.mark.django_db
def test_no_column_is_fetched_by_itself(monkeypatch):
    """What indexing reads of related rows is fetched with them; the rest would come row by row."""
    fetched = []
    refresh = Model.refresh_from_db

    def noted(self, *args, fields=None, **kwargs):
        fetched.append((type(self).__name__, fields))
        return refresh(self, *args, fields=fields, **kwargs)

    monkeypatch.setattr(Model, "refresh_from_db", noted)
    read = 0
    for model, declared in searched_models().items():
        pks = model._base_manager.values_list("pk", flat=True)
        for record in records_of(declared, list(pks)):
            content_of(record, declared)
            read += 1

    assert fetched == []
    assert read > 100


@pytest.mark.django_db
def test_what_is_read_of_records_asks_nothing_more(django_assert_num_queries):
    """All relations are there; only the pages of documents come from their stored readings."""
    for model, declared in searched_models().items():
        pks = model._base_manager.values_list("pk", flat=True)
        records = records_of(declared, list(pks))

        assert {each.pk for each in records} == set(pks)
        if declared.passages is None:
            with django_assert_num_queries(0):
                for record in records:
                    content_of(record, declared)
