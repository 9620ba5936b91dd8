"""Cuts of a picture for the web: a fixed list of sizes and formats, nothing else is ever made."""

from io import BytesIO

from PIL import Image

# The proportions of a lead picture, and the widths in pixels in which it is offered.
PROPORTIONS = (16, 9)
WIDTHS = (480, 960, 1600)
# Format → (Pillow's name, type, how it is written), the best for the network first.
FORMATS = {
    "avif": ("AVIF", "image/avif", {"quality": 60, "speed": 7}),
    "webp": ("WEBP", "image/webp", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", "image/jpeg", {"quality": 82, "progressive": True, "optimize": True}),
}


def cut_size(width, height):
    """Return (width, height) of the largest cut in the PROPORTIONS."""
    across, down = PROPORTIONS
    if width * down >= height * across:
        return max(1, height * across // down), height
    return width, max(1, width * down // across)


def widths_for(width, height):
    """Return the WIDTHS that a picture of this size fills; the smallest one in any case."""
    available = cut_size(width, height)[0]
    return [WIDTHS[0], *(each for each in WIDTHS[1:] if each <= available)]


def box(width, height, focal_x, focal_y):
    """Return the part (left, top, right, bottom) whose middle is nearest to the focal point."""
    cut_width, cut_height = cut_size(width, height)
    left = _kept(width * focal_x / 100 - cut_width / 2, width - cut_width)
    top = _kept(height * focal_y / 100 - cut_height / 2, height - cut_height)
    return left, top, left + cut_width, top + cut_height


def make_cut(file, width, extension, focal):
    """Return the bytes of a cut of an open picture: ``width`` pixels wide, around ``focal`` (x, y).

    A picture that is smaller is made larger, so that the cut is always as the page says.
    """
    name, _content_type, options = FORMATS[extension]
    with Image.open(file) as image:
        mode = "RGB" if name == "JPEG" or not image.has_transparency_data else "RGBA"
        picture = image.convert(mode)
    size = (width, height_of(width))
    cut = picture.resize(size, Image.Resampling.LANCZOS, box(*picture.size, *focal))
    buffer = BytesIO()
    cut.save(buffer, name, **options)
    return buffer.getvalue()


def height_of(width):
    """Return the height of a cut of this width."""
    return width * PROPORTIONS[1] // PROPORTIONS[0]


def _kept(value, most):
    return round(max(0, min(most, value)))
