"""Small texts gathered into pieces that are worth sending."""

import re

PIECE = 64 * 1024
# What neither XML nor a spreadsheet takes.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def gathered(texts, encoding="utf-8"):
    """Yield the texts as bytes, joined to pieces of about PIECE characters."""
    kept, length = [], 0
    for text in texts:
        kept.append(text)
        length += len(text)
        if length >= PIECE:
            yield "".join(kept).encode(encoding)
            kept, length = [], 0
    if kept:
        yield "".join(kept).encode(encoding)


def without_controls(text):
    return CONTROL.sub("", text)
