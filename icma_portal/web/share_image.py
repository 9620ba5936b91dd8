"""The picture that stands beside a link to a page: its title, its section, and the pair."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
# The colors of static/css/tokens.css that stand on deep ground.
GROUND, INK, SOFT = "#083d55", "#ffffff", "#cfe0e8"
ONE, OTHER = "#83c8e3", "#f2a883"
COLORS = 64
TITLE_SIZES = (76, 66, 58, 50)
TITLE_LINES = 3
# No line of Chinese begins with one of these.
CLOSING = "，。、；：？！）》」』】”’…—·"


@dataclass(frozen=True)
class ShareImage:
    """What the picture says: a title, the section above it, the names at the dots, the site."""

    title: str
    kicker: str
    site: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fonts:
    """Paths of the two weights; each may give a second font for what the first lacks."""

    bold: tuple[str, ...]
    regular: tuple[str, ...]


def draw(content, fonts):
    """Return the bytes of a PNG, 1200 by 630 pixels, of a ShareImage.

    Characters that no font has are printed as the font's sign for that; what does not fit in three
    lines of the smallest size is cut with an ellipsis.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    canvas = ImageDraw.Draw(image)
    _write(canvas, (MARGIN, 70), content.kicker, fonts.regular, 34, SOFT)
    size, lines = _fitted(content.title, fonts.bold)
    for number, line in enumerate(lines):
        _write(canvas, (MARGIN, 130 + number * size * 1.25), line, fonts.bold, size, INK)
    _draw_pair(canvas, content.names, fonts)
    _write(canvas, (MARGIN, HEIGHT - 84), content.site, fonts.bold, 30, INK)
    buffer = BytesIO()
    image.quantize(COLORS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_pair(canvas, names, fonts):
    """Draw a dot for each name, or the two of the mark, joined by a line."""
    count = max(2, min(3, len(names)))
    step = (WIDTH - 2 * MARGIN) / (count - 1) if names else 90
    y = HEIGHT - 172
    places = [MARGIN + 14 + index * (step - 28 / (count - 1)) for index in range(count)]
    canvas.line([(places[0], y), (places[-1], y)], fill=SOFT, width=5)
    for index, x in enumerate(places):
        color = OTHER if index == count - 1 else ONE
        canvas.ellipse([x - 14, y - 14, x + 14, y + 14], fill=color)
    for index, name in enumerate(names[:count]):
        width = _width(name, fonts.regular, 32)
        start = (0, width / 2, width)[_alignment(index, count)]
        left = min(max(MARGIN, places[index] - start), WIDTH - MARGIN - width)
        _write(canvas, (left, y + 24), name, fonts.regular, 32, INK)


def _alignment(index, count):
    """Return 0 for a name that begins at its dot, 1 for one around it, 2 for one that ends."""
    return 0 if index == 0 else 2 if index == count - 1 else 1


def _fitted(title, font):
    """Return (size, lines) of the largest size in which the title fits, cut if it fits in none."""
    for size in TITLE_SIZES:
        lines = _wrapped(title, font, size)
        if len(lines) <= TITLE_LINES:
            return size, lines
    kept = lines[:TITLE_LINES]
    while kept[-1] and _width(kept[-1] + "…", font, size) > WIDTH - 2 * MARGIN:
        kept[-1] = kept[-1][:-1]
    return size, [*kept[:-1], kept[-1].rstrip() + "…"]


def _wrapped(text, font, size):
    """Return the lines of a text: Latin breaks between words, Chinese between characters."""
    lines, line = [], ""
    for piece in pieces(text):
        if line and _width(line + piece.rstrip(), font, size) > WIDTH - 2 * MARGIN:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def pieces(text):
    """Yield what no line may part: a word and its space, a Chinese character and its mark."""
    piece = ""
    for char in " ".join(text.split()):
        begins_anew = piece and char not in CLOSING and (_is_wide(char) or _is_wide(piece[-1]))
        if begins_anew or piece.endswith(" "):
            yield piece
            piece = ""
        piece += char
        if len(piece) >= 30:
            yield piece
            piece = ""
    if piece:
        yield piece


def _is_wide(char):
    return char >= "\u2e80"


def _width(text, fonts, size):
    return sum(font.getlength(run) for font, run in _runs(text, fonts, size))


def _write(canvas, at, text, fonts, size, color):
    x, y = at
    for font, run in _runs(text, fonts, size):
        canvas.text((x, y + size), run, font=font, fill=color, anchor="ls")
        x += font.getlength(run)


def _runs(text, fonts, size):
    """Yield (font, run): Chinese and its marks in the last font, all else in the first."""
    run, is_before = "", None
    for char in text:
        is_chinese = _is_wide(char) or (char in CLOSING and is_before is True)
        if run and is_chinese != is_before:
            yield _font(fonts[-1 if is_before else 0], size), run
            run = ""
        run, is_before = run + char, is_chinese
    if run:
        yield _font(fonts[-1 if is_before else 0], size), run


@cache
def _font(path, size):
    return ImageFont.truetype(path, size)
