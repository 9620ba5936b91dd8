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


def uploaded_sheets(record, user):
    """Return the uploaded documents that are the fact sheet of ``record``, visible to ``user``."""
    if type(record) not in OWN:
        return []
    return QUESTIONS[type(record)].records(user, record=record.pk)


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
