"""The ledger of agreements and accreditations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Prefetch, Q, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import BilingualModel, SortedModel
from icma_portal.bilingual.partial_dates import (
    PartialDateField,
    certainly_before,
    is_before,
    require_order,
)
from icma_portal.bilingual.reader import is_blank, text_of
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.publishing.parity import BOTH
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse
from partnerships.models import Partnership
from programs.models import Organization, Source, SourcedFact
from publications.models import Publication

from .centers import Center, Goal
from .events import Event


class AgreementQuerySet(PublishableQuerySet):
    def with_status(self):
        """Give each agreement ``computed_status``: what ``Agreement.status`` says, in SQL.

        For filters and counts; a test holds both equal. The same order of questions: the first
        that is answered decides.
        """
        # A text of spaces or empty tags is never stored: saving makes it NULL.
        has_condition = Q(condition_en__isnull=False) | Q(condition_zh_hans__isnull=False)
        status = Agreement.Status
        rules = (
            (Q(terminated_on__isnull=False), status.ENDED),
            (has_condition & Q(condition_met_on=None), status.CONTINGENT),
            (Q(signed_on=None), status.NOT_SIGNED),
            (Q(ends_on=None), status.SIGNED),
            (certainly_before("ends_on", localdate()), status.EXPIRED),
        )
        cases = [When(rule, then=Value(each.value)) for rule, each in rules]
        column = Case(*cases, default=Value(status.IN_FORCE.value), output_field=models.CharField())
        return self.annotate(computed_status=column)

    def for_card(self, user):
        """Fetch what a card or a row of a table shows: ``visible_parties``, and the event."""
        visible = Organization.objects.visible_to(user)
        parties = AgreementParty.objects.filter(organization__in=visible)
        parties = parties.select_related("organization")
        return self.select_related("event").prefetch_related(
            Prefetch("parties", parties, to_attr="visible_parties")
        )


class Agreement(Publishable, SortedModel):
    class Kind(models.TextChoices):
        FRAMEWORK = "framework_agreement", _("Framework agreement")
        MOU = "mou", _("Memorandum of understanding")
        AGREEMENT = "agreement", _("Agreement")

    class Status(models.TextChoices):
        """Computed, never typed."""

        NOT_SIGNED = "not_signed", _("Not signed")
        CONTINGENT = "contingent", _("Contingent: not in force")
        SIGNED = "signed", _("Signed; no end stated")
        IN_FORCE = "in_force", _("In force")
        EXPIRED = "expired", _("Expired")
        ENDED = "ended", _("Ended early")

    # Why it is so, for readers who would not know the rules of the ledger.
    REASONS = {
        Status.NOT_SIGNED: _("No date of signing is known."),
        Status.CONTINGENT: _("It depends on a condition, and nothing says that this has been met."),
        Status.SIGNED: _("It was signed; whether it still holds is not known."),
        Status.IN_FORCE: _("It was signed, and its stated end lies ahead."),
        Status.EXPIRED: _("Its stated end has passed."),
        Status.ENDED: _("It was ended before its time."),
    }

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    center = models.ForeignKey(
        Center,
        models.SET_NULL,
        verbose_name=_("center"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    signed_on = PartialDateField(_("signed"))
    ends_on = PartialDateField(_("ends"))
    renewed_on = PartialDateField(_("renewed"))
    terminated_on = PartialDateField(_("ended early"))
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    condition = models.TextField(
        _("condition"),
        blank=True,
        help_text=_("What the agreement depends on. Until it is met, it is not in force."),
    )
    condition_met_on = PartialDateField(_("condition met"))
    beneficiary = models.ForeignKey(
        Organization,
        models.SET_NULL,
        verbose_name=_("beneficiary"),
        null=True,
        blank=True,
        related_name="benefiting_agreements",
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        verbose_name=_("signed at"),
        null=True,
        blank=True,
        related_name="agreements",
    )
    goals = models.ManyToManyField(
        Goal, verbose_name=_("serves the goals"), blank=True, related_name="agreements"
    )
    organizations = models.ManyToManyField(
        Organization, through="AgreementParty", related_name="agreements"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    documents = models.ManyToManyField(
        Publication,
        verbose_name=_("documents"),
        blank=True,
        related_name="agreements",
        help_text=_("The text of the agreement and what was published about it."),
    )
    note = models.TextField(_("note for editors"), blank=True)

    objects = AgreementQuerySet.as_manager()

    # What binds parties of both countries is published in the languages of both.
    languages_to_publish = BOTH
    gate_fields = ("purpose", "condition")

    class Meta(Publishable.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["signed_on", "pk"]

    def clean(self):
        super().clean()
        require_order(self.signed_on, self.ends_on, _("The end lies before the signing."))

    def get_absolute_url(self):
        return reverse("agreements:detail", args=[self.slug])

    @property
    def has_open_condition(self):
        has_condition = not (is_blank(self.condition_en) and is_blank(self.condition_zh_hans))
        return has_condition and not self.condition_met_on

    @property
    def status(self):
        """The Status that follows from the dates and the condition, today.

        An unmet condition outweighs everything: a contingent agreement is never in force.
        Without a stated end an agreement is only “signed”; whether it still holds is not
        guessed.
        """
        if self.terminated_on:
            return self.Status.ENDED
        if self.has_open_condition:
            return self.Status.CONTINGENT
        if not self.signed_on:
            return self.Status.NOT_SIGNED
        if not self.ends_on:
            return self.Status.SIGNED
        is_over = is_before(self.ends_on, localdate().isoformat())
        return self.Status.EXPIRED if is_over else self.Status.IN_FORCE

    @property
    def status_reason(self):
        """A sentence that explains the status."""
        return self.REASONS[self.status]


class AgreementParty(VersionedModel):
    class Role(models.TextChoices):
        SIGNATORY = "signatory", _("Signatory")
        WITNESS = "witness", _("Witness")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="parties"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="party_to"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SIGNATORY)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organization"], name="party_once"),
        ]

    def __str__(self):
        return text_of(self.organization, "name")


class Approval(BilingualModel):
    """Consent of an authority, perhaps given through another one."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="approvals"
    )
    authority = models.CharField(_("authority"), max_length=160)
    through = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("through"),
        null=True,
        blank=True,
        related_name="approvals_given",
    )
    approved_on = PartialDateField(_("approved"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["pk"]

    def __str__(self):
        return text_of(self, "authority")


class Commitment(SourcedFact):
    """What a party promised; without a party it binds all of them jointly."""

    class State(models.TextChoices):
        PROMISED = "promised", _("Promised")
        UNDER_WAY = "under_way", _("Under way")
        FULFILLED = "fulfilled", _("Fulfilled")
        DROPPED = "dropped", _("Dropped")

    # Still to be done.
    OPEN = (State.PROMISED, State.UNDER_WAY)

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="commitments"
    )
    party = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("who owes it"),
        null=True,
        blank=True,
        related_name="commitments",
        help_text=_("Empty: the parties jointly."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROMISED)
    due_on = PartialDateField(_("due"))
    # Records that show what became of it.
    events = models.ManyToManyField(
        Event, verbose_name=_("evidence: events"), blank=True, related_name="+"
    )
    publications = models.ManyToManyField(
        Publication, verbose_name=_("evidence: publications"), blank=True, related_name="+"
    )
    training_programs = models.ManyToManyField(
        "TrainingProgram", verbose_name=_("evidence: training"), blank=True, related_name="+"
    )
    partnerships = models.ManyToManyField(
        Partnership, verbose_name=_("evidence: partnerships"), blank=True, related_name="+"
    )

    EVIDENCE = ("events", "publications", "training_programs", "partnerships")

    class Meta(SourcedFact.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def clean(self):
        super().clean()
        is_stranger = (
            self.party_id
            and self.agreement_id
            and not self.agreement.parties.filter(organization_id=self.party_id).exists()
        )
        if is_stranger:
            raise ValidationError({"party": _("This organization is no party to the agreement.")})


class AccreditationQuerySet(PublishableQuerySet):
    def for_list(self):
        return self.select_related("holder", "granted_by").prefetch_related("sources")


class Accreditation(Publishable, SortedModel):
    """Recognition by an authority. Not an agreement: nobody else is bound by it."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    holder = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("holder"), related_name="accreditations"
    )
    granted_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("granted by"),
        related_name="accreditations_given",
    )
    scope = models.TextField(_("scope"), blank=True)
    center = models.ForeignKey(
        Center,
        models.SET_NULL,
        verbose_name=_("center"),
        null=True,
        blank=True,
        related_name="accreditations",
    )
    granted_on = PartialDateField(_("granted"))
    ends_on = PartialDateField(_("ends"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    objects = AccreditationQuerySet.as_manager()

    # An authority's act: its scope may not depend on the language in which it is read.
    languages_to_publish = BOTH
    gate_fields = ("scope",)

    class Meta(Publishable.Meta):
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        ordering = ["granted_on", "pk"]

    def get_absolute_url(self):
        return f"{reverse('china_center:overview')}#accreditation-{self.slug}"
