"""Print what serving costs, beside others, in one run: `tools/bench/serving.py --records 1000`.

Each contestant is one process pinned to one core; wrk asks from another core, in rounds that take
turns. Figures are printed with their ratios, never judged. docs/performance.md says how to read it.
"""

import argparse
import contextlib
import statistics
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

from load import CORE_OF_LOAD, Round, ask, rounds_of  # noqa: E402
from servers import (  # noqa: E402
    NeedsMissing,
    nginx_with,
    portal,
    portal_data,
    shipped_nginx,
    stock,
    wagtail,
)

GOALS = (
    # (what, its contestant, the other one, factor that is the goal)
    ("a kept page, of a bare reply", "portal, kept list", "granian, bare", 0.9),
    ("a kept page, of one so dressed", "portal, kept list", "granian, same headers", None),
    ("a kept page, of Django's cache", "portal, kept list", "Django, page cache", 10),
    ("a kept page, of nginx", "portal, kept list", "nginx, file", 0.3),
    ("behind the shipped nginx, of it", "shipped nginx, kept list", "nginx, file", 0.8),
    ("a 304, of nginx's", "portal, 304", "nginx, 304", 0.4),
    ("a list, of a constant view", "portal, list", "Django, constant", 0.3),
    ("a list, of a naive one", "portal, list", "Django, naive list", 40),
    ("a list, of Wagtail's", "portal, list", "Wagtail, list", {1_000: 50, 10_000: 100}),
    ("facets chosen, of Wagtail's", "portal, facets", "Wagtail, facets", None),
    ("a record, of Wagtail's", "portal, record", "Wagtail, record", 15),
    ("Chinese, of English", "portal, list in Chinese", "portal, list", 0.9),
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=3, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-wagtail", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, contextlib.ExitStack() as stack:
        try:
            run(options, Path(directory), stack)
        except NeedsMissing as missing:
            sys.exit(f"Not measured: {missing}")


def run(options, directory, stack):
    data = portal_data(directory, options.records)
    contestants = list(all_contestants(options, directory, stack, data))
    figures = {each.name: [] for each in contestants}
    for number in range(options.rounds):
        # In turn from either end, so that nobody always comes first.
        for each in contestants if number % 2 == 0 else reversed(contestants):
            figures[each.name].append(rounds_of(each, options.seconds))
            print(".", end="", flush=True)
    print(f"\n\n{options.records:,} records; medians of {options.rounds} rounds of "
          f"{options.seconds} s; load on core {CORE_OF_LOAD}\n")  # fmt: skip
    print_table(contestants, figures)
    print_ratios(figures, options.records)


def all_contestants(options, directory, stack, data):
    """Yield every Contestant, running."""
    kept = portal(directory, stack, data, megabytes=32)
    cold = portal(directory, stack, data, megabytes=0)
    page = directory / "page.html"
    compressed = {**kept.headers, "Accept-Encoding": "br"}
    body, headers = ask(kept.port, "/en/partnerships/", compressed)
    page.write_bytes(body)
    # The server itself adds the date.
    data["headers"] = {name: each for name, each in headers.items() if name != "date"}
    nginx = nginx_with(directory, stack, page)
    record = f"/en/partnerships/{data['slug']}/"
    chosen = f"/en/partnerships/?country={data['country']}&kind=us_partner"
    found = "/en/search/?q=water"
    tag = {"If-None-Match": headers["etag"], "Accept-Encoding": "br"}
    _body, of_nginx = ask(nginx.port, "/page.html", {})
    yield nginx.named("nginx, file", "/page.html")
    yield nginx.named("nginx, 304", "/page.html", {"If-None-Match": of_nginx["etag"]})
    yield stock(directory, stack, data, page, "bare").named("granian, bare", "/")
    dressed = stock(directory, stack, data, page, "dressed")
    yield dressed.named("granian, same headers", "/")
    yield stock(directory, stack, data, page, "constant").named("Django, constant", "/")
    yield stock(directory, stack, data, page, "usual").named("Django, usual middleware", "/")
    yield stock(directory, stack, data, page, "cached").named("Django, page cache", "/")
    naive = stock(directory, stack, data, page, "naive")
    yield naive.named("Django, naive list", "/")
    yield kept.named("portal, kept list", "/en/partnerships/", {"Accept-Encoding": "br"})
    yield kept.named("portal, 304", "/en/partnerships/", tag)
    front = shipped_nginx(directory, stack, kept)
    yield front.named("shipped nginx, kept list", "/en/partnerships/", {"Accept-Encoding": "br"})
    yield cold.named("portal, list", "/en/partnerships/")
    yield cold.named("portal, list in Chinese", "/zh-hans/partnerships/")
    yield cold.named("portal, facets", chosen)
    yield cold.named("portal, deep page", f"/en/partnerships/?page={data['deep']}")
    yield cold.named("portal, record", record)
    yield cold.named("portal, search", found)
    if not options.without_wagtail:
        other = wagtail(directory, stack, data)
        yield other.named("Wagtail, list", "/")
        yield other.named("Wagtail, facets", f"/?country={data['country']}&kind=us_partner")
        yield other.named("Wagtail, record", f"/{data['slug']}/")


def print_table(contestants, figures):
    print(f"{'':<26}{'requests/s':>12}{'spread':>15}{'p50 ms':>9}{'p99 ms':>9}"
          f"{'CPU µs':>9}{'bytes':>9}{'MB':>6}{'ready s':>9}")  # fmt: skip
    for each in contestants:
        rounds = figures[each.name]
        speeds = [one.per_second for one in rounds]
        spread = f"{min(speeds):,.0f}–{max(speeds):,.0f}"
        middle = Round(*map(statistics.median, zip(*rounds, strict=True)))
        print(f"{each.name:<26}{middle.per_second:>12,.0f}{spread:>15}{middle.p50:>9.2f}"
              f"{middle.p99:>9.2f}{middle.cpu * 1e6:>9,.0f}{each.size():>9,}"
              f"{each.memory():>6.0f}{each.seconds_to_start:>9.1f}")  # fmt: skip


def print_ratios(figures, records):
    medians = {
        name: statistics.median(one.per_second for one in rounds)
        for name, rounds in figures.items()
    }
    print()
    for what, one, other, goal in GOALS:
        if other in medians:
            ratio = medians[one] / medians[other]
            wanted = goal.get(records) if isinstance(goal, dict) else goal
            verdict = ""
            if wanted:
                verdict = f"goal {wanted:g}: {'reached' if ratio >= wanted else 'not reached'}"
            print(f"{what:<34}{ratio:>9.2f} x   {verdict}")


if __name__ == "__main__":
    main()
