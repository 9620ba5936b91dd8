"""Measure the search on generated bilingual records: medians, p99, and how they grow.

    python tools/bench_search.py 20000          on SQLite, in a file of its own
    python tools/with_postgres.py python tools/bench_search.py 20000 200000

Records are publications with topics, countries and dates, written straight into the tables of the
portal and indexed by its own code. Words follow Zipf's law, as words do; one word is in every text.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
QUERIES = 200
SAVES = 40
CHUNK = 2_000
HAN = (
    "城市气候变化合作伙伴关系国际管理协会结对培训治理韧性供水卫生粮食安全发展规划财政"
    "绩效公共服务社区居民政府官员研讨交流经验借鉴海岸工程评估"
)
EVERYWHERE = "city"


def main():
    sizes = [int(each) for each in sys.argv[1:]] or [20_000]
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
    with tempfile.TemporaryDirectory() as directory:
        os.environ.setdefault("ICMA_PORTAL_VAR_DIR", directory)
        os.environ.setdefault("ICMA_PORTAL_ENV", "test")
        django.setup()
        run(sizes)


def run(sizes):
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    maker, before, made = Maker(), {}, 0
    for size in sizes:
        maker.make(size - made)
        made = size
        settle(connection)
        print(f"\n{connection.vendor}, {size:,} records")
        results = measure(maker)
        for name, times in results.items():
            print(line_of(name, times, before.get(name)))
        before = results


def settle(connection):
    """Let the database know its tables, as its own upkeep would after a while."""
    from icma_portal.web.changes import content_version

    # Takes away what the making has noted of changes; PostgreSQL's vacuum comes after it.
    content_version()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE")


def line_of(name, times, before):
    ordered = sorted(times)
    median, p99 = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    growth = f"   x {median / statistics.median(before):.1f}" if before else ""
    return f"  {name:<28} median {median:7.2f} ms   p99 {p99:7.2f} ms   n={len(ordered)}{growth}"


def measure(maker):
    """Return name → times in milliseconds."""
    from icma_portal.bilingual.truncation import language_of
    from icma_portal.search.searching import search
    from icma_portal.search.suggesting import suggestions

    results = {"all queries": []}
    queries = maker.queries(QUERIES)
    for _warm_up, text in queries[:20]:
        search(text)
    for group, text in queries:
        times = timed(lambda text=text: search(text))
        results.setdefault(group, []).append(times)
        results["all queries"].append(times)
    results["suggestions"] = [
        timed(lambda text=text: suggestions(text[: maker.chance.randint(2, 5)], language_of(text)))
        for _group, text in queries
    ]
    results["index work of a save"] = maker.saves(SAVES)
    return results


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


class Maker:
    """Makes records with the same words each time."""

    def __init__(self):
        self.chance = random.Random(7)  # noqa: S311 (no secret)
        letters = "bcdfglmnprstv", "aeiou"
        self.english = [self._word(letters) for _each in range(8_000)]
        self.chinese = [
            "".join(self.chance.choice(HAN) for _each in range(self.chance.randint(2, 4)))
            for _each in range(4_000)
        ]
        self.number = 0

    def make(self, count):
        """Add publications, indexed by the portal's own code in chunks."""
        from icma_portal.search.indexing import index
        from publications.models import Publication

        for start in range(0, count, CHUNK):
            size = min(CHUNK, count - start)
            records = [self._publication() for _each in range(size)]
            Publication._base_manager.bulk_create(records)
            self._relate(records)
            index(Publication, [each.pk for each in records])
            print(f"\r  {start + size:,} of {count:,}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)

    def queries(self, count):
        """Return (group, text), of each kind the same number."""
        makers = {
            "en, frequent word": lambda: self.english[self.chance.randint(0, 20)],
            "en, rare word": lambda: self.english[self.chance.randint(1_000, 7_999)],
            "en, two words": lambda: f"{self._pick(self.english)} {self._pick(self.english)}",
            "en, everywhere": lambda: EVERYWHERE,
            "zh, two characters": lambda: self._pick(self.chinese)[:2],
            "zh, three or four": lambda: self._pick([each for each in self.chinese if each[2:]]),
            "zh, one character": lambda: self.chance.choice(HAN),
            "zh and en": lambda: f"{self._pick(self.chinese)} {self._pick(self.english)}",
            "year": lambda: str(self.chance.randint(1995, 2025)),
            "nothing found": lambda: f"{self.chance.choice(self.english)}qx",
        }
        groups = list(makers.items())
        return [(group, make()) for group, make in (groups * count)[:count]]

    def saves(self, count):
        """Return the times of the index work of saves with a new text, in their transaction."""
        from django.db import transaction

        from icma_portal.search.indexing import index
        from publications.models import Publication

        times = []
        for pk in Publication.objects.order_by("-pk").values_list("pk", flat=True)[:count]:
            with transaction.atomic():
                Publication._base_manager.filter(pk=pk).update(title_en=self._title())
                times.append(timed(lambda pk=pk: index(Publication, [pk])))
        return times

    def _publication(self):
        from django.utils import timezone

        from publications.models import Publication

        self.number += 1
        return Publication(
            slug=f"made-{self.number}",
            kind=self.chance.choice(Publication.Kind.values),
            title_en=self._title(),
            title_zh_hans="".join(self._pick(self.chinese) for _each in range(4)),
            summary_en=f"<p>{EVERYWHERE} {' '.join(self._picks(self.english, 60))}.</p>",
            summary_zh_hans=f"<p>{'，'.join(self._picks(self.chinese, 30))}。</p>",
            issued_on=str(self.chance.randint(1995, 2025)),
            state="published",
            published_at=timezone.now(),
        )

    def _relate(self, records):
        from programs.models import Country, Topic
        from publications.models import Publication

        topics, countries = list(Topic.objects.all()), list(Country.objects.all())
        if not topics:
            topics = [self._named(Topic, number) for number in range(30)]
            countries = [self._named(Country, number) for number in range(60)]
        for name, targets in (("topics", topics), ("countries", countries)):
            through = getattr(Publication, name).through
            column = "topic_id" if name == "topics" else "country_id"
            through.objects.bulk_create(
                through(publication_id=each.pk, **{column: target.pk})
                for each in records
                for target in self.chance.sample(targets, 2)
            )

    def _named(self, model, number):
        values = {"slug": f"made-{number}", "name_en": self._title(), "state": "published"}
        if model.__name__ == "Country":
            code = chr(65 + number // 26) + chr(65 + number % 26)
            values |= {"iso_code": code, "continent": "asia"}
        return model.objects.create(name_zh_hans=self._pick(self.chinese), **values)

    def _title(self):
        return " ".join(self._picks(self.english, 6)).capitalize()

    def _word(self, letters):
        consonants, vowels = letters
        pairs = range(self.chance.randint(2, 4))
        return "".join(self.chance.choice(consonants) + self.chance.choice(vowels) for _ in pairs)

    def _pick(self, words):
        """Return a word, the first of them far more often than the last (Zipf)."""
        return words[min(int(self.chance.paretovariate(0.45)) - 1, len(words) - 1)]

    def _picks(self, words, count):
        return [self._pick(words) for _each in range(count)]


if __name__ == "__main__":
    main()
