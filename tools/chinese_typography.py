"""The punctuation of Chinese text, as a check: used for the catalog and for the content files.

Beside a Chinese character stands full-width punctuation; quotation marks are curly; between
Chinese and Latin letters or digits there is no space, for the style sheet makes the gap.
"""

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
LATIN = "A-Za-z0-9"
MARKUP = re.compile(r"<[^<>]*>|&[a-z]+;")
RULES = {
    "half-width punctuation": re.compile(rf"[{HAN}][,;:!?()]|[,;:!?()][{HAN}]"),
    "a half-width full stop": re.compile(rf"[{HAN}]\.(?![{LATIN}])"),
    "a straight quotation mark": re.compile("[\"']"),
    "a space beside Latin": re.compile(
        rf"[{HAN}]\x20+(?=[{LATIN}%{{])|(?<=[{LATIN}}}])\x20+[{HAN}]"
    ),
    "a space between characters": re.compile(rf"[{HAN}]\x20+[{HAN}]"),
    "dots or dashes from a typewriter": re.compile(r"\.\.\.|--"),
}


def faults(text):
    """Return what is wrong with the punctuation of a Chinese text, a line for each rule broken."""
    plain = MARKUP.sub("", text)
    found = ((name, rule.search(plain)) for name, rule in RULES.items())
    return [f"{name}: …{_around(plain, match)}…" for name, match in found if match]


def english_faults(text):
    """Return what a typewriter has left in an English text: straight quotes, dots, dashes."""
    plain = MARKUP.sub("", text)
    names = ("a straight quotation mark", "dots or dashes from a typewriter")
    return [name for name in names if RULES[name].search(plain)]


def _around(text, match):
    return text[max(match.start() - 8, 0) : match.end() + 8]
