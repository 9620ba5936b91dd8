"""Stored sort keys, so that lists have one order on every database.

Latin text: case and accents folded, numbers in natural order. Chinese: by pinyin, character
by character as in a dictionary (syllable, tone, character), among the same Latin letters.
The keys are compared by code point: see ``models.fields.SortKeyField``.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .numerals import NUMERALS, chinese_number
from .pinyin import lazy_pinyin, to_tone3

KEY_LENGTH = 200
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUNS = re.compile(f"(?P<han>[{HAN}]+)|[^{HAN}]+")
# 第十期, 交汇点（二）: by their pinyin, 二 would stand before 一.
COUNTED = re.compile(rf"(?<=第)[{NUMERALS}]+|(?<=\()[{NUMERALS}]+(?=\))")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
APOSTROPHES = re.compile("['’‘ʼ`]")
WORDS = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d+")
SYLLABLE = re.compile(
    "((?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iuü]?(?:a(?:i|o|ng?)?|e(?:i|ng?|r)?|o(?:u|ng)?)|[iuü]n?|ing|ui|iu))([1-5]?)"
)
# Letters that Unicode does not take apart.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def sort_key(text, sort_as=""):
    """Return the key that puts ``text`` in its place; at most KEY_LENGTH characters.

    ``sort_as`` is what an editor gave instead: words, or pinyin with or without tones. The
    text itself follows, so that names that sound alike keep a fixed order; two spaces part
    them, so that 印度 stands before 印度尼西亚.
    """
    key = _given(sort_as) if sort_as and sort_as.strip() else _automatic(text)
    return f"{key}  {text}"[:KEY_LENGTH]


def fold(text):
    """Return the words of ``text`` in lower case without accents, numbers in natural order."""
    decomposed = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text)).casefold()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = WORDS.findall(THOUSANDS.sub("", plain).translate(LETTERS))
    return DIGITS.sub(_natural, " ".join(words))


def validate_sort_as(value):
    """Raise ValidationError for what has neither a letter nor a digit to sort by."""
    if not _given(value):
        raise ValidationError(
            _("There is nothing to sort by in this: write at least one letter or digit."),
            code="invalid",
        )


def _natural(match):
    """Put the number of digits before a number, so that 2 stands before 10."""
    digits = "".join(str(unicodedata.decimal(char)) for char in match.group()).lstrip("0") or "0"
    return f"{min(len(digits), 99):02}{digits}"


def _automatic(text):
    plain = unicodedata.normalize("NFKC", text)
    plain = COUNTED.sub(_counted, plain)
    parts = []
    for run in RUNS.finditer(plain):
        parts += _readings(run.group()) if run["han"] else [fold(run.group())]
    return " ".join(filter(None, parts))


def _counted(match):
    try:
        return f" {chinese_number(match.group())} "
    except ValueError:
        return match.group()


def _readings(han):
    """Return syllable, tone and character for each character of a Chinese text."""
    syllables = lazy_pinyin(
        han, style="TONE3", neutral_tone_with_five=True, v_to_u=True, errors=list
    )
    if len(syllables) != len(han):
        # A few phrases of the dictionary have more or fewer syllables than characters.
        return [each for char in han for each in _readings(char)] if len(han) > 1 else [han]
    return [f"{_spelled(each)}{char}" for each, char in zip(syllables, han, strict=True)]


def _given(sort_as):
    plain = unicodedata.normalize("NFKC", sort_as).lower()
    words = [_pinyin(word) or _automatic(word) for word in plain.split()]
    return " ".join(filter(None, words))


def _pinyin(word):
    """Return the key of one syllable, typed as chóng, chong2, lü or lv; None for other words."""
    match = SYLLABLE.fullmatch(to_tone3(word, v_to_u=True))
    return _spelled(match.group()) if match else None


def _spelled(syllable):
    """Return pinyin (lü3) as it sorts: after the same letters with u, before longer ones."""
    if "ü" not in syllable:
        return syllable
    letters = syllable.replace("ü", "u")
    end = len(letters.rstrip("12345"))
    return f"{letters[:end]}:{letters[end:]}"
