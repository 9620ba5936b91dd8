"""Pictures for texts."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import BilingualModel
from icma_portal.bilingual.reader import is_blank, text_of
from icma_portal.files.gate.judging import judge_picture
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.parity import BOTH
from icma_portal.web.addresses import reverse

from .versions import StoredFile

# Where the middle of a cut is, in percent, as long as nobody says otherwise.
MIDDLE = 50


class Picture(Publishable, StoredFile, BilingualModel):
    """A picture for texts: made anew from what was uploaded, described in both languages."""

    is_decorative = models.BooleanField(
        _("only decorative"),
        default=False,
        help_text=_("It tells nothing that the text does not say: no description is needed."),
    )
    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in one sentence, for readers who cannot see it."),
    )
    # Translators: who made a picture or owns it; printed under it.
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    # Where a cut of the picture is to have its middle, in percent from the left and from the top.
    focal_x = models.PositiveSmallIntegerField(
        _("percent from the left"), default=MIDDLE, blank=True, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("percent from the top"), default=MIDDLE, blank=True, validators=[MaxValueValidator(100)]
    )

    judge = staticmethod(judge_picture)

    # It stands in texts of both languages, and its description is all that some readers get of it.
    languages_to_publish = BOTH
    gate_fields = ("alt",)

    class Meta(Publishable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return text_of(self, "alt") or str(_("Picture %(number)s") % {"number": self.pk})

    def clean(self):
        errors = {}
        try:
            super().clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name in ("focal_x", "focal_y"):
            if getattr(self, name) is None:
                setattr(self, name, MIDDLE)
        if not self.is_decorative:
            for name in columns("alt"):
                if is_blank(getattr(self, name)):
                    errors[name] = _("Describe the picture in both languages.")
        if errors:
            raise ValidationError(errors)

    def get_absolute_url(self):
        return reverse("files:picture", args=[self.key])
