"""The fact sheets that staff uploaded for a record: they take precedence over the live one."""

from django.db.models import Q

from icma_portal.asking.questions import Question
from partnerships.models import City, Partnership
from programs.models import Country, Program
from publications.models import Document, Publication

# Which publications are about a record itself, and not about something smaller within it.
OWN = {
    Partnership: lambda record: Q(publication__partnership=record),
    City: lambda record: Q(publication__cities=record, publication__partnership=None),
    Country: lambda record: Q(
        publication__countries=record, publication__partnership=None, publication__cities=None
    ),
    Program: lambda record: Q(
        publication__program=record,
        publication__partnership=None,
        publication__series=None,
        publication__cities=None,
        publication__countries=None,
    ),
}


# The same rule for publications that the page of a record has fetched already.
AMONG_SHOWN = {
    Partnership: lambda _publication: True,
    City: lambda publication: publication.partnership_id is None,
}


def uploaded_sheets(record, user):
    """Return the uploaded documents that are the fact sheet of ``record``, visible to ``user``.

    A page that has fetched all of its record's publications for that user, with their documents
    (``record.shown_publications``), has them among these.
    """
    if type(record) not in OWN:
        return []
    if type(record) in AMONG_SHOWN and hasattr(record, "shown_publications"):
        return _among(record.shown_publications, AMONG_SHOWN[type(record)])
    return QUESTIONS[type(record)].records(user, record=record.pk)


def _among(publications, is_own):
    sheets = [each for each in publications if each.kind == each.Kind.FACT_SHEET and is_own(each)]
    documents = [each for sheet in sheets for each in sheet.visible_documents]
    uploaded = [each for each in documents if each.origin == Document.Origin.UPLOADED]
    return sorted(uploaded, key=_place)


def _place(document):
    publication = document.publication
    return publication.sort_key_en, publication.pk, document.language


def _question(own):
    """Return the Question for the sheets of a record of the kind that ``own`` is the rule of."""

    def sheets(user, record):
        return (
            Document.objects.visible_to(user)
            .filter(
                own(record),
                publication__kind=Publication.Kind.FACT_SHEET,
                publication__in=Publication.objects.visible_to(user),
                origin=Document.Origin.UPLOADED,
            )
            .select_related("publication")
            .order_by("publication", "language")
            .distinct()
        )

    return Question(sheets)


QUESTIONS = {model: _question(own) for model, own in OWN.items()}
