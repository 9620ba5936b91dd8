"""The ledger: the list of agreements, on a timeline too, and the page of each."""

from typing import NamedTuple

from django.db.models import F, Prefetch
from django.utils.timezone import localdate
from django.utils.translation import pgettext_lazy

from icma_portal.asking.questions import Question
from icma_portal.bilingual.models import sort_key_column
from icma_portal.charts.time_band import Moment, time_band
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.shelf import records_for_cards
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView
from partnerships.models import Partnership
from publications.models import Publication

from .exports import AGREEMENTS
from .filters import AgreementFilterSet
from .models import (
    Accreditation,
    Agreement,
    Approval,
    Commitment,
    Event,
    TrainingBase,
    TrainingProgram,
)

# A far end ("2999") may not press everything else into a corner of the band.
MOST_YEARS_AHEAD = 10
# The years that the scale of so short a time names.
STEP = 5
# What happens to an agreement, in the order in which it does.
DATES = (
    ("signed_on", pgettext_lazy("on the timeline of an agreement", "Signed")),
    ("condition_met_on", pgettext_lazy("on the timeline of an agreement", "Condition met")),
    ("renewed_on", pgettext_lazy("on the timeline of an agreement", "Renewed")),
    ("terminated_on", pgettext_lazy("on the timeline of an agreement", "Ended early")),
    ("ends_on", pgettext_lazy("on the timeline of an agreement", "Ends")),
)


class Entry(NamedTuple):
    """A date of an agreement, for the timeline; None for an agreement that has none."""

    date: str | None
    label: str
    agreement: Agreement


class AgreementListView(ExportedListMixin, FacetedListView):
    model = Agreement
    export = AGREEMENTS
    question = records_for_cards(Agreement)
    filterset_class = AgreementFilterSet
    card_template = "china_center/parts/agreement_card.html"
    newest_first = F("signed_on").desc(nulls_last=True)
    layouts = ("list", "timeline", "table")

    def get_queryset(self):
        return super().get_queryset().with_status()

    @property
    def is_by_date(self):
        return self.layout == "timeline" or super().is_by_date

    def get_ordering(self):
        if self.layout == "timeline":
            return (F("signed_on").asc(nulls_last=True), sort_key_column(), "pk")
        return super().get_ordering()

    def get_sorts(self):
        # A timeline has but one order.
        return [] if self.layout == "timeline" else super().get_sorts()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        visible = Accreditation.objects.visible_to(self.request.user)
        context["accreditations"] = visible.for_list()
        if self.layout == "timeline":
            context["band"] = band_of(context["object_list"])
            context["entries"] = entries_of(context["object_list"])
        return context


def band_of(agreements):
    """Return the TimeBand of agreements; None where no date is known."""
    this_year = localdate().year
    years = [int(each.ends_on.year) for each in agreements if each.ends_on]
    last_year = max(this_year, min(max(years, default=0), this_year + MOST_YEARS_AHEAD))
    return time_band([(each, moments_of(each)) for each in agreements], last_year, STEP)


def moments_of(agreement):
    """Return the Moments of an agreement: its term as far as one is stated, and its days.

    The end fades where none is stated, unless the agreement waits for a condition.
    """
    if not agreement.signed_on:
        return []
    end = agreement.terminated_on or agreement.ends_on
    term = [Moment(agreement.signed_on, end, is_period=True)] if end else []
    is_open = agreement.status == Agreement.Status.SIGNED
    days = (agreement.signed_on, agreement.condition_met_on, agreement.renewed_on)
    return term + [
        Moment(day, is_open=is_open and number == 0) for number, day in enumerate(days) if day
    ]


def entries_of(agreements):
    """Return the Entries of agreements, the earliest first, at last those without a date."""
    entries, undated = [], []
    for agreement in agreements:
        dated = [(getattr(agreement, name), label) for name, label in DATES]
        known = [Entry(date, label, agreement) for date, label in dated if date]
        entries += known
        if not known:
            undated.append(Entry(None, agreement.get_kind_display(), agreement))
    return sorted(entries, key=lambda each: each.date) + undated


@Question
def agreement_of_page(user, slug):
    """Return the agreement at ``slug`` with what its page shows to ``user``."""
    approvals = Approval.objects.prefetch_related("through", "sources")
    bases = TrainingBase.objects.visible_to(user).select_related("city")
    documents = Publication.objects.visible_to(user).for_card(user)
    related = {
        "commitments": public_commitments(user),
        "training_bases": bases.prefetch_related("sources"),
        "training_programs": TrainingProgram.objects.visible_to(user),
        "documents": documents.order_by("kind", sort_key_column()),
    }
    return (
        Agreement.objects.visible_to(user)
        .filter(slug=slug)
        .for_card(user)
        .select_related("event", "beneficiary")
        .prefetch_related(
            *("sources", Prefetch("approvals", approvals)),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


def public_commitments(user):
    """Return the public commitments with the records that prove them, as ``user`` may see them."""
    models = (Event, Publication, TrainingProgram, Partnership)
    evidence = [
        Prefetch(name, model.objects.visible_to(user), to_attr=f"visible_{name}")
        for name, model in zip(Commitment.EVIDENCE, models, strict=True)
    ]
    commitments = Commitment.objects.filter(is_internal=False).select_related("party")
    return commitments.prefetch_related("sources", *evidence)


class AgreementDetailView(VisibleDetailView):
    model = Agreement
    question = agreement_of_page

    def get_context_data(self, **kwargs):
        agreement = self.object
        return super().get_context_data(
            commitments=with_evidence(agreement.shown_commitments),
            training_bases=agreement.shown_training_bases,
            training_programs=agreement.shown_training_programs,
            documents=agreement.shown_documents,
            **kwargs,
        )


def with_evidence(commitments):
    """Return commitments, each with ``evidence``: the visible records that prove it."""
    for each in commitments:
        each.evidence = [
            record for name in Commitment.EVIDENCE for record in getattr(each, f"visible_{name}")
        ]
    return commitments
