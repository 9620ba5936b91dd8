"""Texts that nobody should type, and that must do no harm."""

import random

PIECES = (
    *('"', "*", ":", "-", "^", "(", ")", "{a}", "'", "\\\\", "%", "_", "<->", "!", "&", "|", ";"),
    *("\x00", "\ud800", "\ufeff", "\u202e", "\ue000", "\t", "\n", "\u3000", "´", "e\u0301"),
    *("AND", "OR", "NOT", "NEAR(a b, 2)", "rowid", "::tsquery", "--", "/*", "{{ x }}", "<script>"),
    *(
        "中",
        "中国",
        "國際",
        "１２",
        "2014年5月",
        "😀",
        "👩‍👩‍👧",
        "𠮷",
        "ｱ",
        "ß",
        "ﬁ",
        "½",
        "١٢",
        "हि",
        "가",
    ),
    *("durban", "icma", "the", "a", "1", "9" * 400, "x" * 10_000, "年" * 3_000, "1,234,567"),
)


def hostile_texts(count):
    """Return ``count`` texts, the same ones each time: each piece alone, then rows of them."""
    chance = random.Random(20_000)  # noqa: S311 (no secret)
    found = list(PIECES)
    while len(found) < count:
        length = chance.randint(2, 8)
        glue = chance.choice(("", " ", "  ", '"', "-"))
        found.append(glue.join(chance.choice(PIECES) for _each in range(length)))
    return found[:count]
