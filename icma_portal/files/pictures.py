"""The gate for pictures: judged by content, bounded before they are decoded, made anew."""

import warnings
from io import BytesIO
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .gate.verdicts import Judged, Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20 * 1000 * 1000
MAX_PIXELS = 40 * 1000 * 1000
LONGEST_SIDE = 1600
QUALITY = 85
# How a picture is written, by the format that it came in.
PHOTOGRAPH = ("JPEG", "image/jpeg", ".jpg", {"optimize": True, "progressive": True})
DRAWING = ("WEBP", "image/webp", ".webp", {"method": 4})


class NotAPicture(Refused):
    """The file is refused as a picture; the text says why, to the editor."""


class PreparedPicture(NamedTuple):
    data: bytes
    content_type: str
    extension: str
    width: int
    height: int


def judge_picture(upload):
    """Return the Judged that is made from an upload; raise NotAPicture for one that is none."""
    made = prepare_picture(upload)
    return Judged(
        content=ContentFile(made.data),
        content_type=made.content_type,
        extension=made.extension,
        width=made.width,
        height=made.height,
    )


def prepare_picture(file):
    """Return an open file as a picture for the web; raise NotAPicture if it is none or too large.

    It is decoded and written again, upright, with its longest side at most LONGEST_SIDE pixels.
    Metadata, further frames and whatever was hidden behind the picture stay behind.
    """
    if file.size > MAX_BYTES:
        raise NotAPicture(_("This picture is larger than 20 MB."))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _prepared(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise NotAPicture(_("This file is not a picture in JPEG, PNG or WebP.")) from error
    except (OSError, SyntaxError, EOFError, ValueError) as error:
        if isinstance(error, NotAPicture):
            raise
        raise NotAPicture(_("This picture cannot be opened; it may be damaged.")) from error
    finally:
        file.seek(0)


def _prepared(file):
    with Image.open(file, formats=FORMATS) as image:
        # Known from the header; nothing is decoded yet.
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        name, content_type, extension, options = PHOTOGRAPH if image.format == "JPEG" else DRAWING
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if name == "WEBP" and upright.has_transparency_data else "RGB"
    picture = upright.convert(mode)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # What would be written along with the pixels.
    picture.info = {}
    buffer = BytesIO()
    picture.save(buffer, name, quality=QUALITY, **options)
    return PreparedPicture(buffer.getvalue(), content_type, extension, *picture.size)


def _too_many_pixels():
    return NotAPicture(_("This picture has more than 40 million pixels."))
