"""Print what the gate takes over the files of its tests, in time and memory: `make bench-gate`."""

import os
import resource
import sys
import time
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MEASURED = "bench_gate:measured"
SLOWEST = 5
STARTS = 20


def measured(file, form):
    """Do the work of the gate's child, and tell the memory that it took (kilobytes)."""
    from icma_portal.files.gate.inspectors import inspect

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    facts, _data = inspect(file, form)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"refused": facts.get("refused"), "kilobytes": after - before}, b""


def nothing(_file):
    return {}, b""


def main():
    """Judge all files once and print the slowest and the hungriest."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
    os.environ.setdefault("ICMA_PORTAL_ENV", "test")
    import django

    django.setup()
    from tests.files.bad_files import BAD
    from tests.files.good_files import GOOD

    print(f"a child: {milliseconds_to_start():.1f} ms")
    for title, files in (("bad", BAD), ("good", GOOD)):
        print_figures(
            title, [(name, *judged(kind, make())) for name, (kind, _c, make) in files.items()]
        )


def milliseconds_to_start():
    from icma_portal.files.limited import run_limited

    run_limited("bench_gate:nothing", BytesIO())
    began = time.perf_counter()
    for _each in range(STARTS):
        run_limited("bench_gate:nothing", BytesIO())
    return (time.perf_counter() - began) * 1000 / STARTS


def judged(kind, data):
    """Return what became of a file, the seconds that it took, and the megabytes of its child."""
    from django.core.files.base import ContentFile

    from icma_portal.files.gate.judging import FORMS, GATE_LIMITS, LIMITS, judge
    from icma_portal.files.gate.sniffing import sniff
    from icma_portal.files.gate.verdicts import Refused
    from icma_portal.files.limited import ChildFailed, run_limited

    began = time.perf_counter()
    try:
        judge(ContentFile(data, name="file"), kind)
        verdict = "taken"
    except Refused:
        verdict = "refused"
    seconds = time.perf_counter() - began
    form = sniff(BytesIO(data))
    if form not in FORMS:
        return verdict, seconds, 0
    try:
        limits = LIMITS.get(form, GATE_LIMITS)
        answer = run_limited(MEASURED, BytesIO(data), form, limits=limits)
        megabytes = answer.facts["kilobytes"] / 1024
    except ChildFailed:
        # It went up to a limit; that of memory is the most that it can have had.
        megabytes = limits.memory / 1024**2
    return verdict, seconds, megabytes


def print_figures(title, rows):
    verdicts = {word: sum(row[1] == word for row in rows) for word in ("taken", "refused")}
    print(f"{title}: {len(rows)} files, {verdicts}")
    for word, place in (("s", 2), ("MB", 3)):
        highest = sorted(rows, key=lambda row: -row[place])[:SLOWEST]
        print("  ", "; ".join(f"{row[0]} {row[place]:.2f} {word}" for row in highest))


if __name__ == "__main__":
    main()
