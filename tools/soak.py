"""Press on a portal for half an hour and look whether its memory grows: `make soak`.

A portal with 10,000 generated records, in one process as in production. Readers of kept and of
other pages, searches, downloads, crawlers, and an editor who saves every second. Prints memory each
minute and its slope after the warm-up, the first third; ends with 1 on any error, or when the slope
is more than 5 MB an hour. What lasts less than fifteen minutes is too short to judge the slope.
"""

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import quote

TOOLS = Path(__file__).resolve().parent
sys.path[:0] = [str(TOOLS / "bench"), str(TOOLS / "failing")]

from load import memory  # noqa: E402
from populated import populated_portal, pressing  # noqa: E402
from visitors import Tally, Visitor, asking, combinations, facets_of  # noqa: E402

from bench_crawlers import READ, READER, ROBOT  # noqa: E402

MOST_AN_HOUR = 5
LEAST_TO_JUDGE = 15
SAMPLE = 10
WORDS = ("water", "waste", "climate", "budget", "training", "city", "水", "城市", "项目", "培训")
DOWNLOADS = (
    "/en/partnerships/export.csv?country={country}",
    "/zh-hans/cities/export.json?country={country}",
    "/en/partnerships/export.xlsx?country={country}",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--records", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, ExitStack() as stack:
        portal, slugs = populated_portal(Path(directory), stack, options.records)
        tally, stop = Tally(), threading.Event()
        workers = portal.workers()
        everybody = list(visitors(portal, slugs, tally, stop))
        work = partial(watched, portal, tally, options.minutes)
        samples = pressing(everybody, stop, work)
        if portal.workers() != workers:
            tally.fail("portal", "a process has ended and was started anew")
    sys.exit(report(tally, samples, options.minutes))


def visitors(portal, slugs, tally, stop):
    """Yield all who press on the portal."""
    # The same addresses in every run.
    chance = random.Random(1)  # noqa: S311
    path = "/en/partnerships/"
    facets = facets_of(portal, path)
    countries = [value for name, value in facets if name == "country"]
    [editor] = portal.editors(1)
    acts = {
        # (what is asked for or done, seconds between two)
        "kept pages": (asking(portal, itertools.cycle(READ), READER), 0.2),
        "records": (asking(portal, records(slugs, chance), READER), 1),
        "searches": (asking(portal, searches(chance), READER), 2),
        "downloads": (asking(portal, downloads(countries, chance), READER), 5),
        "crawlers": (asking(portal, combinations(path, facets, chance), ROBOT), 0.5),
        "editor": (editor.save, 1),
    }
    for number, (kind, (act, pause)) in enumerate(acts.items()):
        yield Visitor(kind, act, pause, tally, stop, first=number / 10)


def records(slugs, chance):
    while True:
        yield f"/{chance.choice(('en', 'zh-hans'))}/partnerships/{chance.choice(slugs)}/"


def searches(chance):
    while True:
        words = "+".join(chance.sample(WORDS, chance.randint(1, 2)))
        language = chance.choice(("en", "zh-hans"))
        yield f"/{language}/search/?q={quote(words, safe='+')}&page={chance.randint(1, 3)}"


def downloads(countries, chance):
    for address in itertools.cycle(DOWNLOADS):
        yield address.format(country=chance.choice(countries))


def watched(portal, tally, minutes):
    """Return (hours, MB) every ten seconds, and print them every minute."""
    began, samples = time.monotonic(), []
    until, printed = began + minutes * 60, 0
    while time.monotonic() < until:
        time.sleep(min(SAMPLE, max(0, until - time.monotonic())))
        passed = time.monotonic() - began
        samples.append((passed / 3600, memory(portal.process.pid)))
        if passed // 60 > printed:
            printed = passed // 60
            asked = sum(map(len, tally.times.values()))
            print(f"minute {printed:>3.0f}: {samples[-1][1]:>6.1f} MB, {asked:>7,} replies, "
                  f"{len(tally.errors)} errors", flush=True)  # fmt: skip
    return samples


def slope_of(samples):
    """Return MB an hour by least squares, the first third of the samples left out."""
    hours, megabytes = zip(*samples[len(samples) // 3 :], strict=True)
    return statistics.linear_regression(hours, megabytes).slope


def report(tally, samples, minutes):
    """Print what came of it; return the exit code."""
    slope = slope_of(samples)
    is_judged = minutes >= LEAST_TO_JUDGE
    verdict = "" if is_judged else "; too short to judge"
    print()
    tally.print()
    print(f"\nmemory: {samples[-1][1]:.1f} MB at the end, {slope:+.1f} MB an hour after the "
          f"warm-up, at most {MOST_AN_HOUR}{verdict}")  # fmt: skip
    print(f"errors: {len(tally.errors)}", *tally.errors[:20], sep="\n")
    return 1 if tally.errors or (is_judged and slope > MOST_AN_HOUR) else 0


if __name__ == "__main__":
    main()
