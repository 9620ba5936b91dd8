"""Pictures: bounded before they are decoded, and made anew."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .refusal import Refusal

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40 * 1000 * 1000
LONGEST_SIDE = 1600
QUALITY = 85
SHRUNK_FIRST = ("L", "RGB", "RGBA", "CMYK")
# How a picture is written, by the format that it came in.
PHOTOGRAPH = ("JPEG", "image/jpeg", ".jpg", {"optimize": True, "progressive": True})
DRAWING = ("WEBP", "image/webp", ".webp", {"method": 4})


def inspect(file):
    """Return type, extension and size of the picture made for the web, and its bytes.

    It is decoded and written again, upright, with its longest side at most LONGEST_SIDE pixels.
    Metadata, further frames and whatever was hidden behind the picture stay behind.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _prepared(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal("image_pixels") from error
    except UnidentifiedImageError as error:
        raise Refusal("not_an_image") from error
    except (OSError, SyntaxError, EOFError, ValueError) as error:
        raise Refusal("image_damaged") from error


def _prepared(file):
    with Image.open(file, formats=FORMATS) as image:
        # Known from the header; nothing is decoded yet.
        if image.width * image.height > MAX_PIXELS:
            raise Refusal("image_pixels")
        name, content_type, extension, options = PHOTOGRAPH if image.format == "JPEG" else DRAWING
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        if image.mode in SHRUNK_FIRST:
            # Before anything else is made of it: one copy of 40 megapixels is enough.
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if name == "WEBP" and upright.has_transparency_data else "RGB"
    picture = upright.convert(mode)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # What would be written along with the pixels.
    picture.info = {}
    buffer = BytesIO()
    picture.save(buffer, name, quality=QUALITY, **options)
    width, height = picture.size
    facts = {
        "content_type": content_type,
        "extension": extension,
        "width": width,
        "height": height,
    }
    return facts, buffer.getvalue()
