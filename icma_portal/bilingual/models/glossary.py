"""The glossary: approved and forbidden renderings of terms, and reasons to do otherwise."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.publishing.versioned import VersionedModel

from ..reader import read
from ..traditional import validate_simplified
from .bases import BilingualModel

ONE_PER_LINE = _("One per line.")


class TermArea(BilingualModel):
    """A field of work that terms belong to."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("area of terms")
        verbose_name_plural = _("areas of terms")
        ordering = ["order", "pk"]

    def __str__(self):
        return read(self, "name").text


class Term(VersionedModel):
    """A term with the renderings that translations use. Its note stays in the office."""

    LISTS = ("other_english", "other_chinese", "forbidden_english", "forbidden_chinese", "exempt")

    class Status(models.TextChoices):
        """How far the rendering can be trusted."""

        VERIFIED = "verified", _("Verified in a public source")
        STANDARD = "standard", _("The usual term")
        WORKING = "working", _("Our choice; no fixed term exists")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    area = models.ForeignKey(TermArea, models.PROTECT, verbose_name=_("area"), related_name="terms")
    english = models.CharField(_("English term"), max_length=200)
    chinese = models.CharField(_("Chinese term"), max_length=200, validators=[validate_simplified])
    other_english = models.TextField(_("other English forms"), blank=True, help_text=ONE_PER_LINE)
    other_chinese = models.TextField(
        _("other approved Chinese renderings"),
        blank=True,
        help_text=ONE_PER_LINE,
        validators=[validate_simplified],
    )
    forbidden_english = models.TextField(
        _("forbidden in English"), blank=True, help_text=ONE_PER_LINE
    )
    forbidden_chinese = models.TextField(
        _("forbidden in Chinese"),
        blank=True,
        help_text=ONE_PER_LINE,
        validators=[validate_simplified],
    )
    exempt = models.TextField(
        _("English phrases that are not this term"),
        blank=True,
        help_text=_("One per line. They hold the word in another sense and are not checked."),
    )
    matches_case = models.BooleanField(
        _("match capital letters"),
        default=False,
        help_text=_("For names and acronyms: “CityLinks” is the term, “citylinks” is not."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WORKING)
    note = models.TextField(_("note for editors"), blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["english", "pk"]

    def __str__(self):
        return f"{self.english} – {self.chinese}"

    def clean(self):
        """Tidy the texts; raise ValidationError where a rendering is approved and forbidden."""
        self.english, self.chinese = tidy(self.english), tidy(self.chinese)
        for name in self.LISTS:
            setattr(self, name, "\n".join(lines(getattr(self, name))))
        errors = {}
        for language in ("english", "chinese"):
            approved = {getattr(self, language), *lines(getattr(self, f"other_{language}"))}
            both = approved & set(lines(getattr(self, f"forbidden_{language}")))
            if both:
                message = _("Approved and forbidden at once: %(texts)s")
                errors[f"forbidden_{language}"] = message % {"texts": "; ".join(sorted(both))}
        if errors:
            raise ValidationError(errors)


class TermOverrule(models.Model):
    """A reason to leave the glossary in one field, as long as its two texts stay as they are."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    field = models.CharField(_("field"), max_length=100)
    # Not a foreign key: names of agencies are terms too, and so are Traditional characters.
    term_key = models.CharField(_("term"), max_length=200)
    reason = models.CharField(_("reason"), max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("made by"),
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("reason against a term")
        verbose_name_plural = _("reasons against terms")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "term_key", "digest"],
                name="one_reason_against_a_term",
            ),
        ]

    def __str__(self):
        return f"{self.term_key}: {self.reason}"


def tidy(text):
    """Return ``text`` with single spaces and none at its ends."""
    return " ".join(text.split())


def lines(text):
    """Return the entries of a text that has one per line, tidied, each once."""
    return list(dict.fromkeys(filter(None, map(tidy, text.splitlines()))))
