"""Filters of the list of publications."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.filters import (
    FacetedFilterSet,
    FacetFilter,
    YearFilter,
    choice_labels,
    record_labels,
)
from partnerships.models import Partnership
from programs.filters import topic_filter
from programs.models import Country

from .models import Document, Publication, Series


def visible_documents(user):
    return Document.objects.visible_to(user)


class PublicationFilterSet(FacetedFilterSet):
    kind = FacetFilter(label=_("Type"), paths=("kind",), labels=choice_labels(Publication.Kind))
    topic = topic_filter(Publication)
    country = FacetFilter(
        label=_("Country or region"),
        paths=("countries__slug",),
        labels=record_labels(Country),
        is_many=True,
    )
    partnership = FacetFilter(
        label=_("Partnership"), paths=("partnership__slug",), labels=record_labels(Partnership)
    )
    language = FacetFilter(
        label=_("Language of the file"),
        rows=visible_documents,
        owner="publication",
        paths=("language",),
        labels=choice_labels(Publication.Language),
    )
    series = FacetFilter(label=_("Series"), paths=("series__slug",), labels=record_labels(Series))
    year = YearFilter(label=_("Year"), paths=("issued_on",))

    class Meta:
        model = Publication
        fields = ()
