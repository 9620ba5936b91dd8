"""Make the icons of the portal from one drawing: `python tools/make_icons.py`.

Written are favicon.ico, apple-touch-icon.png and two icons for the home screens of phones into
static/icons/. The drawing is that of static/favicon.svg: two dots joined by a line.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).resolve().parent.parent / "static" / "icons"
GROUND, LINE, ONE, OTHER = "#083d55", "#cfe0e8", "#83c8e3", "#f2a883"
# Drawn larger and made smaller, so that the edges are smooth.
OVERSAMPLING = 8


def icon(size):
    """Return the icon, `size` pixels wide; its content stays within the safe circle of a mask."""
    full = size * OVERSAMPLING
    image = Image.new("RGB", (full, full), GROUND)
    canvas = ImageDraw.Draw(image)
    left, right, middle, radius = full * 0.29, full * 0.71, full / 2, full * 0.13
    canvas.line([(left, middle), (right, middle)], fill=LINE, width=round(full * 0.06))
    for x, color in ((left, ONE), (right, OTHER)):
        canvas.ellipse([x - radius, middle - radius, x + radius, middle + radius], fill=color)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main():
    """Write the icons; return the exit code."""
    TARGET.mkdir(exist_ok=True)
    for name, size in (("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)):
        icon(size).quantize(64).save(TARGET / f"{name}.png", optimize=True)
    icon(32).save(TARGET / "favicon.ico", sizes=[(16, 16), (32, 32)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
