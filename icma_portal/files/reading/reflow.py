"""Puts the lines of a printed page together again to paragraphs."""

import re

# pdfium writes this for a hyphen at the end of a line that the word does not have.
SOFT_HYPHEN = "\ufffe"
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\uffff]")
HAN = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\n(?=[{HAN}])")
BULLET = re.compile(r"\s*(?:[•·▪■○●–—\-*]|\(?\d{1,2}[.)、]|[（(][一二三四五六七八九十]+[)）])\s*")
# A line shorter than this part of the page's usual one ends a paragraph.
SHORT = 0.75
LONGEST_TEXT = 50_000


def paragraphs(raw):
    """Return the text that pdfium gives of a page, with one line for each paragraph."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace(f"{SOFT_HYPHEN}\n", "")
    text = UNWANTED.sub("", text.replace(SOFT_HYPHEN, "").replace("\u00a0", " "))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    joined = [[]]
    for line in lines:
        if not line or BULLET.match(line):
            joined.append([])
        if line:
            joined[-1].append(line)
            if len(line) < usual * SHORT:
                joined.append([])
    whole = (BETWEEN_HAN.sub("", "\n".join(each)).replace("\n", " ") for each in joined if each)
    return "\n".join(whole)[:LONGEST_TEXT]
