r"""Cut the fonts of the fact sheets out of the full Noto families.

Sources, both from the npm registry (`npm pack NAME@VERSION`, then unpack):

* `@expo-google-fonts/noto-sans-sc@0.4.3`: `400Regular/NotoSansSC_400Regular.ttf` and
  `700Bold/NotoSansSC_700Bold.ttf`
* `@expo-google-fonts/noto-sans@0.4.2`: `400Regular/NotoSans_400Regular.ttf` and
  `700Bold/NotoSans_700Bold.ttf`

and the 8,105 characters of 通用规范汉字表 as `kTGHZ2013.txt` of github.com/mozillazg/pinyin-data
(lines such as `U+3447: zhòu  # 㑇`; commit 82759f96236a was used).

    python tools/make_font.py --characters kTGHZ2013.txt --han REGULAR BOLD \
        --latin REGULAR BOLD --out publications/fact_sheets/fonts \
        --collection NotoSansCJK-Regular.ttc --names china_center/certification/fonts

Noto Sans SC has no Ą, č, ł, ş and sets curly quotes full width, so Latin, Greek and Cyrillic come
from Noto Sans. Beside the fonts the tool writes characters.txt, the code points that they cover, so
that the portal runs without fonttools. Names of people on certificates may hold any of the 21,693
characters that the family has beyond these: they come from the file NotoSansCJK-Regular.ttc of
Debian's package fonts-noto-cjk (1:20220127+repack1-1), as Noto Sans SC Names; the family of the npm
package lacks the extensions from B on (𠮷). The same input gives the same bytes. Exits with a
sentence when a source file lacks what it should hold.
"""

import argparse
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TABLE_SIZE = 8105
KEPT_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "palt", "halt"]

LATIN_BLOCKS = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x0259, 0x0259),  # the schwa of Azerbaijani names
    (0x02B0, 0x02FF),  # modifier letters: the apostrophes of Uzbek and Ukrainian names
    (0x0300, 0x036F),  # combining diacritics
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x04FF),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese, Yoruba
    (0x2010, 0x2027),  # General Punctuation without its invisible controls
    (0x2030, 0x205E),
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currency signs
    (0x2100, 0x218F),  # letterlike symbols, number forms
    (0x2190, 0x22FF),  # arrows, mathematical operators
]
HAN_BLOCKS = [
    *LATIN_BLOCKS,
    (0x2460, 0x24FF),  # enclosed numbers
    (0x25A0, 0x25FF),  # geometric shapes
    (0x3000, 0x303F),  # CJK symbols and punctuation, with the geta mark
    (0xFF00, 0xFFEF),  # full-width forms
]


# Where people's rarer characters lie: the whole of the ideographs, of every extension.
NAME_BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF)]
NAMES_SOURCE = "Noto Sans CJK SC"
NAMES_FAMILY = "Noto Sans SC Names"


def gb2312():
    """Return the code points of every character that the GB2312 codec knows."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs if (char := pair.decode("gb2312", errors="ignore"))}


def general_standard_characters(path):
    """Return the code points listed in `path`; ValueError unless all 8,105 are there."""
    points = {
        int(point, 16)
        for point in re.findall(r"^U\+([0-9A-F]+):", path.read_text("utf-8"), re.MULTILINE)
    }
    if len(points) != TABLE_SIZE:
        raise ValueError(f"{path} lists {len(points)} characters instead of {TABLE_SIZE}.")
    return points


def points_of(blocks):
    return {point for first, last in blocks for point in range(first, last + 1)}


def cut(source, target, wanted):
    """Write the glyphs of `wanted` from `source` to `target`; return the code points it has."""
    options = subset.Options()
    options.layout_features = KEPT_FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["STAT", "BASE", "vhea", "vmtx"]
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter.populate(unicodes=wanted & font.getBestCmap().keys())
        subsetter.subset(font)
        font.save(target)
        return set(font.getBestCmap())


def cut_names(collection, target, wanted):
    """Write the glyphs of `wanted` from the face for Simplified Chinese; return the points it has.

    The family gets a name of its own: Typst chooses fonts by that. ValueError without that face.
    """
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = True
    options.drop_tables += ["BASE", "vhea", "vmtx", "VORG", "DSIG"]
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    with TTCollection(collection) as faces:
        named = (each for each in faces.fonts if each["name"].getDebugName(1) == NAMES_SOURCE)
        font = next(named, None)
        if font is None:
            raise ValueError(f"{collection} has no face {NAMES_SOURCE}.")
        font.recalcTimestamp = False
        subsetter.populate(unicodes=wanted & font.getBestCmap().keys())
        subsetter.subset(font)
        font["name"].names = [each for each in font["name"].names if each.nameID not in (16, 17)]
        names = {1: NAMES_FAMILY, 4: f"{NAMES_FAMILY} Regular", 6: "NotoSansSCNames-Regular"}
        for record in font["name"].names:
            if record.nameID in names:
                record.string = names[record.nameID]
        font.save(target)
        return set(font.getBestCmap())


def ranges(points):
    """Return `points` as lines of ranges: "0020-007E"."""
    firsts = sorted(point for point in points if point - 1 not in points)
    lasts = sorted(point for point in points if point + 1 not in points)
    return "".join(f"{first:04X}-{last:04X}\n" for first, last in zip(firsts, lasts, strict=True))


def check(source, required):
    """Raise ValueError when the font `source` lacks any of the `required` code points."""
    with TTFont(source, lazy=True) as font:
        lacking = required - font.getBestCmap().keys()
    if lacking:
        raise ValueError(
            f"{source} lacks {len(lacking)} characters, among them U+{min(lacking):04X}."
        )


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Cut the fonts of the fact sheets out of the full Noto families."
    )
    parser.add_argument("--characters", type=Path, required=True, help="kTGHZ2013.txt")
    parser.add_argument("--han", type=Path, nargs=2, required=True, metavar=("REGULAR", "BOLD"))
    parser.add_argument("--latin", type=Path, nargs=2, required=True, metavar=("REGULAR", "BOLD"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--collection", type=Path, required=True, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("--names", type=Path, required=True, help="where the font for names goes")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    required = gb2312() | general_standard_characters(arguments.characters)
    wanted = {"NotoSansSC": required | points_of(HAN_BLOCKS), "NotoSans": points_of(LATIN_BLOCKS)}
    arguments.out.mkdir(parents=True, exist_ok=True)
    covered = {"Regular": set(), "Bold": set()}
    for family, sources in (("NotoSansSC", arguments.han), ("NotoSans", arguments.latin)):
        for weight, source in zip(("Regular", "Bold"), sources, strict=True):
            if family == "NotoSansSC":
                check(source, required)
            target = arguments.out / f"{family}-{weight}.ttf"
            points = cut(source, target, wanted[family])
            covered[weight] |= points
            print(f"{target.name}: {len(points)} characters, {target.stat().st_size:,} bytes")
    (arguments.out / "characters.txt").write_text(
        ranges(covered["Regular"] & covered["Bold"]), "ascii"
    )
    arguments.names.mkdir(parents=True, exist_ok=True)
    target = arguments.names / "NotoSansSCNames-Regular.otf"
    rare = cut_names(arguments.collection, target, points_of(NAME_BLOCKS) - covered["Regular"])
    print(f"{target.name}: {len(rare)} characters, {target.stat().st_size:,} bytes")
    (arguments.names / "characters.txt").write_text(ranges(rare), "ascii")


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as error:
        sys.exit(str(error))
