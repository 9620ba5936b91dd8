"""Print what the live fact sheets cost: milliseconds to compose, to tag and to set, and bytes."""

import os
import statistics
import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")

import django

ROUNDS = int(os.environ.get("ROUNDS", "9"))


def median_ms(job):
    """Return the median milliseconds of ROUNDS runs of ``job``, and its last result."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        result = job()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times), result


def main():
    from publications.fact_sheets import compose, views
    from publications.fact_sheets.layout import digest, page_count, render_pdf

    print(f"{'':14}{'':11}{'compose':>9}{'tag':>7}{'set':>8}{'kB':>7}{'pages':>7}")
    for section, model in views.SECTIONS.items():
        record = max(model.objects.published(), key=_length)
        for form in views.FORMS:
            composing, sheets = median_ms(partial(_sheets, compose, record, form))
            tagging, _tag = median_ms(partial(digest, *sheets))
            setting, pdf = median_ms(partial(render_pdf, *sheets))
            print(
                f"{section:14}{form:11}{composing:7.1f}ms{tagging:5.1f}ms{setting:6.1f}ms"
                f"{len(pdf) / 1000:7.1f}{page_count(pdf):7}"
            )


def _sheets(compose, record, form):
    if form == "bilingual":
        return compose.compose_both(record)
    return (compose.compose_record(record, form),)


def _length(record):
    """Return how much there is to tell of a record: its documents and partnerships."""
    related = [getattr(record, name, None) for name in ("publications", "partnerships", "facts")]
    return sum(each.count() for each in related if each is not None)


if __name__ == "__main__":
    django.setup()
    main()
