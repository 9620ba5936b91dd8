"""Print what twenty crawlers in the facets cost, and a reader beside them: `make bench-crawlers`.

A portal with 10,000 generated records, in one process as in production. The crawlers ask 50 times
a second in total for combinations of facets, none twice, so that no page is kept; the reader asks
for pages that others read too. The goal is printed with the figures, never judged.
"""

import argparse
import itertools
import random
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
sys.path[:0] = [str(TOOLS / "bench"), str(TOOLS / "failing")]

from load import processor_time  # noqa: E402
from populated import populated_portal, pressing  # noqa: E402
from visitors import Tally, Visitor, asking, combinations, facets_of, percentile  # noqa: E402

CRAWLERS, A_SECOND, GOAL = 20, 50, 100
READ = ("/en/", "/en/partnerships/", "/zh-hans/partnerships/", "/en/topics/", "/en/publications/")
ROBOT = "Mozilla/5.0 (compatible; GPTBot/1.3; +https://openai.com/gptbot)"
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--records", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, ExitStack() as stack:
        portal, _slugs = populated_portal(Path(directory), stack, options.records)
        tally, stop = Tally(), threading.Event()
        everybody = list(visitors(portal, tally, stop))
        before = processor_time(portal.process.pid)
        pressing(everybody, stop, partial(time.sleep, options.seconds))
        spent = processor_time(portal.process.pid) - before
    report(tally, options, spent)


def visitors(portal, tally, stop):
    """Yield the crawlers and the reader."""
    # The same combinations in every run.
    chance = random.Random(1)  # noqa: S311
    path = "/en/partnerships/"
    crawl = asking(portal, combinations(path, facets_of(portal, path), chance), ROBOT)
    pause = CRAWLERS / A_SECOND
    for number in range(CRAWLERS):
        first = pause * number / CRAWLERS
        yield Visitor("crawlers", crawl, pause, tally, stop, first, insists=True)
    yield Visitor("reader", asking(portal, itertools.cycle(READ), READER), 0.5, tally, stop)


def report(tally, options, spent):
    print(f"{options.records:,} records, {CRAWLERS} crawlers, {A_SECOND} requests a second wanted, "
          f"{len(tally.times['crawlers']) / options.seconds:.1f} answered")  # fmt: skip
    replies = sum(map(len, tally.times.values()))
    print(f"the portal took {spent * 1000 / replies:.1f} ms of CPU for each reply, and "
          f"{spent / options.seconds:.0%} of its core\n")  # fmt: skip
    tally.print()
    for kind in ("crawlers", "reader"):
        reached = percentile(tally.times[kind], 95) <= GOAL
        print(f"{kind}: p95 of {GOAL} ms {'reached' if reached else 'not reached'}")
    print(f"errors: {len(tally.errors)}", *tally.errors[:10], sep="\n")


if __name__ == "__main__":
    main()
