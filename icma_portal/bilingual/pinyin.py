"""Pinyin: pypinyin, which knows the readings of ``place_names`` as well.

Its dictionaries take 55 MB and half a second. They are loaded at the first text that is to be
spelled: whoever only shows pages spells none.
"""

from functools import cache

from .place_names import READINGS


def lazy_pinyin(text, style="NORMAL", **options):
    """Return the syllables of a text as pypinyin spells them in one of its styles, by name."""
    pypinyin = _library()
    return pypinyin.lazy_pinyin(text, style=pypinyin.Style[style], **options)


def to_tone3(word, **options):
    """Return a syllable with its tone as a digit at the end."""
    return _library().contrib.tone_convert.to_tone3(word, **options)


@cache
def _library():
    import pypinyin
    from pypinyin.contrib.tone_convert import tone3_to_tone

    phrases = {
        name: [[tone3_to_tone(syllable)] for syllable in reading.split()]
        for name, reading in READINGS.items()
    }
    pypinyin.load_phrases_dict(phrases)
    return pypinyin
