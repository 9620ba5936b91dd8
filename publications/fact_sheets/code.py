"""The QR code that leads from the printed sheet to the page."""

from functools import lru_cache
from itertools import groupby

import segno

# Modules of white around the code, without which cameras do not find it (ISO/IEC 18004).
QUIET = 4


@lru_cache(maxsize=512)
def qr_code(address):
    """Return (path, size): SVG path data of the dark modules, and how many make a side.

    The quiet zone is part of the side. The data is the same whenever the address is.
    """
    code = segno.make(address, error="m", micro=False, boost_error=False)
    rows = code.matrix_iter(border=QUIET)
    path = "".join(_row_path(y, row) for y, row in enumerate(rows))
    return path, code.symbol_size(border=QUIET)[0]


def _row_path(y, row):
    parts, x = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            parts.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(parts)
