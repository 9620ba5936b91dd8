"""Records with a lead picture: the relation, and the way from an address to the picture."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class Illustrated(models.Model):
    """A record that may have one picture at its head. Pages must look whole without it."""

    lead_picture = models.ForeignKey(
        "files.Picture",
        models.SET_NULL,
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown at the head of the page once it is published itself."),
    )

    class Meta:
        abstract = True


def illustrated_models():
    """Return the name of each model with lead pictures, as addresses have it → the model."""
    return {
        model._meta.model_name: model
        for model in apps.get_models()
        if issubclass(model, Illustrated)
    }
