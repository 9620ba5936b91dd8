"""Cuts of pictures that were asked for: made once, stored, and served with their record's gate."""

import hashlib
from threading import BoundedSemaphore

from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from .cuts import FORMATS, make_cut
from .fields import PrivateFileField

# Making a cut keeps a core busy: so many at a time in each process.
_turns = BoundedSemaphore(2)


class Rendition(models.Model):
    """One cut of a picture. ``recipe`` says of what it was made: another focal point is another."""

    picture = models.ForeignKey("files.Picture", models.CASCADE, related_name="renditions")
    recipe = models.CharField(max_length=120)
    file = PrivateFileField()
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["picture", "recipe"], name="one_rendition_of_a_recipe"),
        ]

    def __str__(self):
        return self.recipe


def rendition_of(picture, width, extension):
    """Return the stored Rendition of a picture, made now if nobody has asked for it before."""
    focal = (picture.focal_x, picture.focal_y)
    recipe = f"{picture.sha256[:40]}-{width}-{focal[0]}-{focal[1]}.{extension}"
    known = picture.renditions.filter(recipe=recipe).first()
    return known or _made(picture, recipe, width, extension, focal)


def _made(picture, recipe, width, extension, focal):
    with _turns, picture.file.storage.open(picture.file.name, "rb") as file:
        data = make_cut(file, width, extension, focal)
    made = Rendition(
        picture=picture,
        recipe=recipe,
        file=ContentFile(data, name=f"cut.{extension}"),
        content_type=FORMATS[extension][1],
        sha256=hashlib.sha256(data).hexdigest(),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        # Somebody else made it in the meantime; this one's file is not needed.
        made.file.storage.delete(made.file.name)
        return picture.renditions.get(recipe=recipe)
    _forget_others(picture)
    return made


def _forget_others(picture):
    """Remove cuts of an earlier picture or focal point; their files go with the rows."""
    middle = f"-{picture.focal_x}-{picture.focal_y}."
    made_now = {"recipe__startswith": picture.sha256[:40], "recipe__contains": middle}
    picture.renditions.exclude(**made_now).delete()
