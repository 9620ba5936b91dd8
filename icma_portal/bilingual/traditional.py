"""Traditional characters in a text that should be in Simplified Chinese."""

import re
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from opencc import OpenCC

# The standard of Simplified Chinese (GB 2312) has nearly every character that OpenCC would change
# although Simplified texts use it: 乾隆, 宫商角徵羽, 慰藉. 後 is there only as a variant.
NOT_SIMPLIFIED = {"後"}
# Restored for names of persons and places by the list of 2013.
IN_NAMES = {"昇", "陞"}
# Words whose characters are all at home in Simplified texts, though never in this company.
TRADITIONAL_WORDS = re.compile(
    r"乾(?=[燥旱淨净杯])|(?<=[餅饼])乾|夥(?=伴)|(?<=[合同])夥|徵(?=[求集收稅税詢询兆])|(?<=[特象])徵"
    r"|於(?=[是此\d])|(?<=[由位基至等大小高低對对關关屬属處处])於"
)


class Traditional(NamedTuple):
    """A Traditional character, its place in the text and its Simplified form."""

    character: str
    simplified: str
    position: int


def traditional_in(text):
    """Return a ``Traditional`` for each such character of a text that should be Simplified."""
    simplified = to_simplified(text)
    marked = {match.start() for match in TRADITIONAL_WORDS.finditer(text)}
    return [
        Traditional(before, after, position)
        for position, (before, after) in enumerate(zip(text, simplified, strict=True))
        if before != after and (position in marked or not _is_at_home(before))
    ]


def to_simplified(text):
    """Return ``text`` in Simplified characters, as many as there were."""
    simplified = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    return "".join(_converter().convert(each)[:1] or each for each in text)


def proposal(text):
    """Return ``text`` with only its Traditional characters changed."""
    characters = list(text)
    for each in traditional_in(text):
        characters[each.position] = each.simplified
    return "".join(characters)


def pairs(found):
    """Return characters with their Simplified forms, each once: 國（国）、際（际）."""
    return "、".join(dict.fromkeys(f"{each.character}（{each.simplified}）" for each in found))


def validate_simplified(text):
    """Raise ValidationError for Traditional characters, with the Simplified text to write."""
    if found := traditional_in(text):
        message = _("Traditional characters: %(pairs)s. In Simplified Chinese: %(proposal)s")
        raise ValidationError(message % {"pairs": pairs(found), "proposal": proposal(text)})


def _is_at_home(character):
    if character in IN_NAMES:
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return character not in NOT_SIMPLIFIED


@cache
def _converter():
    return OpenCC("t2s")
