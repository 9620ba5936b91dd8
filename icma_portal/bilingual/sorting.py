"""Stored sort keys, so that lists have one order on every database.

English: case and accents folded, numbers in natural order. Chinese: by pinyin with the
phrase dictionary of pypinyin (长沙 under C, 重庆 under C), Latin names among the same letters.
"""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

KEY_LENGTH = 200
DIGITS = re.compile(r"\d+")


def fold(text):
    """Return ``text`` in lower case without accents, numbers padded to natural order."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return DIGITS.sub(lambda match: match.group().zfill(10), " ".join(plain.split()))


def english_key(text):
    """Return the key that puts English ``text`` in its place; at most KEY_LENGTH characters."""
    return fold(text)[:KEY_LENGTH]


def chinese_key(text):
    """Return the key that puts Chinese ``text`` in its place by pinyin.

    The text itself follows its syllables, so that homophones keep a fixed order;
    two spaces part them, so that 印度 stands before 印度尼西亚.
    """
    syllables = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return f"{fold(' '.join(syllables))}  {text}"[:KEY_LENGTH]
