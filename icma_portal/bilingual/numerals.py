"""Chinese numerals (二〇二四, 二十一) as numbers, for dates and for natural order."""

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
TENS = {"廿": "二十", "卅": "三十"}
NUMERALS = "".join([*DIGITS, *TENS, "十"])


def chinese_number(text):
    """Return the number that ``text`` spells, digit by digit or up to 九十九.

    Raises ValueError for anything else.
    """
    for short, long in TENS.items():
        text = text.replace(short, long)
    if text and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    tens, ten, ones = text.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1:
        raise ValueError(f"not a Chinese number: {text!r}")
    try:
        return 10 * (DIGITS[tens] if tens else 1) + (DIGITS[ones] if ones else 0)
    except KeyError:
        raise ValueError(f"not a Chinese number: {text!r}") from None
