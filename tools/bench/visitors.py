"""Those who ask a running portal again and again, and what they were answered."""

import statistics
import threading
import time
from collections import defaultdict

from lxml import html

FINE = (200, 302, 304)
NAMES = ("country", "continent", "topic", "kind", "phase")


class Tally:
    """Milliseconds of the replies by kind of visitor, and what went wrong; for many threads."""

    def __init__(self):
        self.times, self.errors = defaultdict(list), []
        self._lock = threading.Lock()

    def note(self, kind, milliseconds):
        with self._lock:
            self.times[kind].append(milliseconds)

    def fail(self, kind, what):
        with self._lock:
            self.errors.append(f"{kind}: {what}")

    def print(self):
        print(f"{'':<22}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
        for kind, times in sorted(self.times.items()):
            figures = "".join(f"{percentile(times, each):>9.1f}" for each in (50, 95, 99))
            print(f"{kind:<22}{len(times):>9}{figures}")


def percentile(times, percent):
    """Return the value below which so many percent of the times lie; one time is its own."""
    if len(times) == 1:
        return times[0]
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


class Visitor(threading.Thread):
    """Does ``act`` every ``pause`` seconds until ``stop`` is set.

    A time counts from when the act was due. Who ``insists`` makes up for what was late, so that a
    portal too slow for the rate shows it; others skip what they were too late for.
    """

    def __init__(self, kind, act, pause, tally, stop, first=0.0, insists=False):
        super().__init__(daemon=True)
        self.kind, self.act, self.pause, self.first = kind, act, pause, first
        self.insists = insists
        self.tally, self.stop = tally, stop

    def run(self):
        due = time.monotonic() + self.first
        while not self.stop.wait(max(0, due - time.monotonic())):
            try:
                self.act()
            except Exception as error:
                self.tally.fail(self.kind, f"{type(error).__name__} {error}"[:200])
            else:
                self.tally.note(self.kind, (time.monotonic() - due) * 1000)
            due += self.pause
            if not self.insists:
                due = max(due, time.monotonic())


def asking(portal, addresses, agent):
    """Return an act that asks for the next address; it raises AssertionError for an error page."""
    lock = threading.Lock()

    def act():
        with lock:
            address = next(addresses)
        reply = portal.ask(address, User_Agent=agent)
        if reply.status not in FINE:
            raise AssertionError(f"{reply.status} for {address}")

    return act


def facets_of(portal, path):
    """Return the choices that a list offers, as (name, value)."""
    boxes = html.fromstring(portal.ask(path).body).iter("input")
    found = {(each.get("name"), each.get("value")) for each in boxes if each.get("value")}
    return sorted(pair for pair in found if pair[0] in NAMES)


def combinations(path, facets, chance):
    """Yield addresses of a list with two to four choices, none of them twice."""
    seen = set()
    while True:
        chosen = frozenset(chance.sample(facets, chance.randint(2, 4)))
        if chosen not in seen:
            seen.add(chosen)
            yield f"{path}?{'&'.join(f'{name}={value}' for name, value in sorted(chosen))}"
