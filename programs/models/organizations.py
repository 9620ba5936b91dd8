"""Organizations that give, carry out, teach or approve, and the people who do it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import CHINESE
from icma_portal.bilingual.models import SortedModel
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.web.addresses import reverse

from .places import Country
from .sources import Source, SourcedFact


class Organization(Publishable, SortedModel):
    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        GOVERNMENT = "government", _("Government")
        CITY_GOVERNMENT = "city_government", _("City government")
        UNIVERSITY = "university", _("University")
        FACULTY = "faculty", _("School of a university")
        RESEARCH_CENTER = "research_center", _("Research center")
        PARTNERSHIP_CENTER = "partnership_center", _("Joint center")
        ACADEMY = "academy", _("Academy")
        COMMITTEE = "committee", _("Committee")
        NETWORK = "network", _("Network")
        INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
        NGO = "ngo", _("Non-governmental organization")
        COMPANY = "company", _("Company")

    class NameStatus(models.TextChoices):
        """How far the Chinese name can be trusted."""

        VERIFIED = "verified", _("Found in a public Chinese page")
        STANDARD = "standard", _("Usual official name, not checked")
        WORKING = "working", _("Our own translation")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = models.CharField(
        _("other names"),
        max_length=300,
        blank=True,
        help_text=_("In any language, separated by semicolons. They are found by search."),
    )
    chinese_name_status = models.CharField(
        _("status of the Chinese name"),
        max_length=10,
        choices=NameStatus,
        default=NameStatus.WORKING,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="children",
    )
    affiliated_with = models.ManyToManyField(
        "self",
        verbose_name=_("founded or run with"),
        blank=True,
        symmetrical=False,
        related_name="affiliates",
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        verbose_name=_("country or region"),
        null=True,
        blank=True,
        related_name="organizations",
    )
    website = models.URLField(_("website"), blank=True)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["sort_key_en", "pk"]

    def clean(self):
        super().clean()
        if self in self.ancestors(including_self=False):
            raise ValidationError({"parent": _("An organization cannot be part of itself.")})

    def get_absolute_url(self):
        return reverse("organizations:detail", args=[self.slug])

    def ancestors(self, including_self=True):
        """Return the chain from the topmost organization down to this one."""
        chain, current = [], self if including_self else self.parent
        while current is not None and current not in chain:
            chain.insert(0, current)
            current = current.parent
        return chain

    def name_needs_note(self, language):
        """Return whether the name in ``language`` is only our own rendering (（暂译）)."""
        return language == CHINESE and self.chinese_name_status == self.NameStatus.WORKING


class OrganizationFact(SourcedFact):
    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name=_("organization"), related_name="facts"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")


class PersonQuerySet(PublishableQuerySet):
    def is_public(self, path="", at=None):
        """Published persons who agreed to be named; nobody else is ever public."""
        return super().is_public(path, at) & Q(**{f"{path}has_consented": True})


class Person(Publishable, SortedModel):
    """Somebody who gives or receives experience. Public only with consent."""

    class Part(models.TextChoices):
        GIVER = "giver", _("Shares experience")
        RECEIVER = "receiver", _("Receives experience")
        BOTH = "both", _("Both")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=160)
    job_title = models.CharField(_("position"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization,
        models.SET_NULL,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        related_name="people",
    )
    part = models.CharField(_("role"), max_length=10, choices=Part, blank=True)
    has_consented = models.BooleanField(
        _("has agreed to be named"),
        default=False,
        help_text=_("Without it the person is never shown to the public."),
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key_en", "pk"]

    @property
    def is_published(self):
        """The instance's twin of ``published()``: nobody is public without consent."""
        return super().is_published and self.has_consented
