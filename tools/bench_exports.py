"""Print what it costs to take out a long list: `python tools/bench_exports.py 1000 100000`.

A database of its own is filled with that many publications (texts in both languages, two topics,
a country and a file each). Each format is then read to its end in a process of its own, as a
visitor would get it: how long it took, when the first piece came, how large it was, and how much
memory it needed beyond what the process had after a list without rows. Flat means that the last
figure does not grow with the rows.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

FORMATS = ("csv", "xlsx", "json", "atom", "bib", "ris")
COLUMNS = ("seconds", "CPU s", "first s", "MB", "+peak MB")
BATCH = 2000
WORDS = "Cities share what they have learned about water, heat and the budget. "
CHINESE_WORDS = "各城市分享在供水、高温应对和预算方面的经验。"


def set_up():
    """Start Django on the database of the directory that the environment names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
    django.setup()


def fill(rows):
    """Make the tables, and ``rows`` published publications."""
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    moment = timezone.now()
    topics, country = make_relations(moment)
    for start in range(0, rows, BATCH):
        add_batch(range(start, min(start + BATCH, rows)), topics, country, moment)


def make_relations(moment):
    from programs.models import Country, Topic

    published = {"state": "published", "published_at": moment}
    topics = [
        Topic.objects.create(
            slug=f"topic-{number}",
            name_en=f"Topic {number}",
            name_zh_hans=f"主题{number}",
            **published,
        )
        for number in (1, 2)
    ]
    country = Country.objects.create(
        slug="country",
        iso_code="AA",
        continent="asia",
        name_en="Country",
        name_zh_hans="国家",
        **published,
    )
    return topics, country


def add_batch(numbers, topics, country, moment):
    """Store rows by Django's own bulk_create: the states of translations are of no matter here."""
    from django.db.models import QuerySet

    from icma_portal.files.models import FileVersion
    from publications.models import Document, Publication

    def add(model, rows):
        return QuerySet(model).bulk_create(rows)

    published = {"state": "published", "published_at": moment}
    made = add(
        Publication,
        [
            Publication(
                slug=f"record-{number}",
                kind="tool",
                title_en=f"Guide {number} for city managers",
                title_zh_hans=f"城市管理者指南{number}",
                summary_en=f"<p>{WORDS * 3}</p>",
                summary_zh_hans=f"<p>{CHINESE_WORDS * 3}</p>",
                sort_key_en=f"guide {number:07}",
                sort_key_zh=f"zhi nan {number:07}",
                issued_on=f"{1990 + number % 35}-0{1 + number % 9}-11",
                **published,
            )
            for number in numbers
        ],
    )
    for topic in topics:
        through = Publication.topics.through
        add(through, [through(publication=each, topic=topic) for each in made])
    through = Publication.countries.through
    add(through, [through(publication=each, country=country) for each in made])
    facts = {"number": 1, "file": "none", "content_type": "application/pdf", "sha256": "0" * 64}
    versions = add(
        FileVersion,
        [FileVersion(key=f"{each.pk:032}", size=100_000, pages=2, **facts) for each in made],
    )
    add(
        Document,
        [
            Document(publication=each, current=version, language="en", **published)
            for each, version in zip(made, versions, strict=True)
        ],
    )


def measure(extension):
    """Read one file to its end; return a line of figures, or the reason why there is none."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    list(client.get("/en/publications/export.csv?q=nothing-has-this").streaming_content)
    idle = peak_memory()
    started, used = time.perf_counter(), time.process_time()
    response = client.get(f"/en/publications/export.{extension}")
    if response.status_code != 200:
        return f"{extension:6} not offered ({response.status_code})"
    size, first = 0, 0.0
    for piece in response.streaming_content:
        first = first or time.perf_counter() - started
        size += len(piece)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    figures = (seconds, cpu, first, size / 1e6, peak_memory() - idle)
    return "".join([f"{extension:6}", *(f"{each:10.1f}" for each in figures)])


def peak_memory():
    """Return the highest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments):
    """Measure each format at each number of rows; return the exit code."""
    if arguments[:1] == ["--format"]:
        set_up()
        print(measure(arguments[1]))
        return 0
    for rows in map(int, arguments or ["1000", "100000"]):
        with tempfile.TemporaryDirectory() as directory:
            environment = {
                **os.environ,
                "ICMA_PORTAL_VAR_DIR": directory,
                "ICMA_PORTAL_ENV": "local",
                "PYTHONWARNINGS": "ignore",
            }
            command = [sys.executable, __file__]
            run([*command, "--fill", str(rows)], environment)
            print(f"\n{rows:,} rows")
            print("".join(["format", *(f"{each:>10}" for each in COLUMNS)]), flush=True)
            for extension in FORMATS:
                run([*command, "--format", extension], environment)
    return 0


def run(command, environment):
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if sys.argv[1:2] == ["--fill"]:
        set_up()
        fill(int(sys.argv[2]))
        sys.exit(0)
    sys.exit(main(sys.argv[1:]))
