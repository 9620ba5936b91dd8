"""What is broken, and what must be true afterwards. Each case returns its figures in words."""

import os
import signal
import subprocess
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal import seconds_until

MOST_SECONDS = 2
SECONDS_OF_WORK = 6
# For each topic of an editor: its name, the tokens of its history, and whether what hangs on it
# is there as its state says.
TOPICS = """
import json
from django.contrib.contenttypes.models import ContentType
from icma_portal.bilingual.models import TranslationUnit
from icma_portal.publishing.models import Version
from icma_portal.search.models import SearchEntry
from programs.models import Topic
kind, told = ContentType.objects.get_for_model(Topic), {}
for topic in Topic.objects.filter(slug__startswith="failing-"):
    versions = list(Version.objects.filter(content_type=kind, object_id=topic.pk).order_by("pk"))
    entry = SearchEntry.objects.filter(content_type=kind, object_id=topic.pk).first()
    units = TranslationUnit.objects.filter(content_type=kind, object_id=topic.pk, field="name")
    told[topic.slug] = {
        "name": topic.name_en, "chinese": topic.name_zh_hans,
        "history": [each.data for each in versions],
        "found": entry.title_en if entry and topic.state == "published" else None,
        "is_published": topic.state == "published", "has_unit": units.exists()}
print(json.dumps(told, default=str))
"""
SAFE_COMMITS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER DATABASE postgres SET synchronous_commit = on")
print(1)
"""


def require(condition, told):
    if not condition:
        raise AssertionError(str(told)[:900])


# Editors who save while something is killed. ------------------------------------------------------


@contextmanager
def editors_at_work(portal):
    """Let editors save again and again; yields them, and stops them at the end."""
    editors, stop_it = portal.editors(), threading.Event()
    threads = [threading.Thread(target=each.work, args=(stop_it,)) for each in editors]
    for each in threads:
        each.start()
    try:
        yield editors
    finally:
        stop_it.set()
        for each in threads:
            each.join()


def judged(portal, editors):
    """Return (acknowledged, lost, half done) of what editors have saved."""
    told = portal.told(TOPICS)
    lost, half = [], []
    for editor in editors:
        topic = told[f"failing-{editor.number}"]
        history = str(topic["history"])
        lost += [each for each in editor.acknowledged if each not in history]
        last = str(topic["history"][-1])
        token = topic["name"].removeprefix("Token ")
        numbers = [int(each.split("x")[1][:-1]) for each in (token, *editor.acknowledged[-1:])]
        if numbers[0] < numbers[-1]:
            lost.append(f"{token} shown after {editor.acknowledged[-1]}")
        whole = (
            topic["chinese"] == f"记号{token[:-1]}。",
            token in last,
            topic["has_unit"],
            not topic["is_published"] or topic["found"] == topic["name"],
        )
        if not all(whole):
            half.append((editor.number, whole, topic["name"], topic["found"]))
    return sum(len(each.acknowledged) for each in editors), lost, half


def figures(portal, editors, recovered):
    number, lost, half = judged(portal, editors)
    refused = sum(each.refused for each in editors)
    require(not lost, f"lost: {lost[:5]}")
    require(not half, f"half done: {half[:5]}")
    require(recovered <= MOST_SECONDS, f"well after {recovered:.1f} s")
    require(number > 50, f"only {number} savings")
    return (
        f"{number} savings acknowledged, {refused} refused: 0 lost, 0 half done;"
        f" well after {recovered:.2f} s"
    )


def database_killed(portal):
    """PostgreSQL is killed (-9) under twenty editors, and started again."""
    command, account = server_of(portal)
    # The cluster of tests may forget what it has just told; one that is used does not.
    portal.told(SAFE_COMMITS)
    portal.stop()
    portal.start()
    with editors_at_work(portal) as editors:
        time.sleep(SECONDS_OF_WORK)
        pid = int(command[0])
        os.kill(pid, signal.SIGKILL)
        server = started_again(portal, command[1:], account)
        recovered = seconds_until(
            lambda: portal.ask(f"/en/search/?q=x{time.monotonic_ns()}").status == 200
        )
        time.sleep(SECONDS_OF_WORK)
    require(server.poll() is None, "the server did not come back")
    return figures(portal, editors, recovered)


def processes_killed(portal):
    """The portal's process is killed (-9) five times under twenty editors, in mid-save."""
    slowest = 0
    with editors_at_work(portal) as editors:
        for _time in range(5):
            # Where one dies again within five seconds, granian leaves it to systemd to start anew.
            time.sleep(7)
            kill_worker(portal)
            began = time.monotonic()
            seconds_until(lambda: portal.ask("/healthz").status == 200)
            slowest = max(slowest, time.monotonic() - began)
        time.sleep(SECONDS_OF_WORK / 2)
    # A process needs its time to start; how long is told, and not asked to be within two seconds.
    return f"{figures(portal, editors, 0)}; a new process answers {slowest:.1f} s after it is begun"


def kill_worker(portal):
    """Kill (-9) the process that answers, and wait until granian has begun another one."""
    [worker] = portal.workers()
    os.kill(worker, signal.SIGKILL)
    seconds_until(lambda: portal.workers() not in ([], [worker]))


def started_again(portal, command, account):
    """Start the server until it stays: those that the killed one has begun must end first."""
    data = Path(command[command.index("-D") + 1])
    for _try in range(10):
        # Its parent has not noticed its death, so that its number seems to be in use.
        for lock in (data / "postmaster.pid", *data.parent.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)
        server = subprocess.Popen(
            command,
            user=account,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with suppress(AssertionError):
            seconds_until(lambda: database_answers(portal), 3)
            return server
        server.kill()
    raise AssertionError("the server cannot be started again")


def server_of(portal):
    """Return ([process, *command], account) of the server of the portal's database."""
    (lock,) = socket_directory(portal).glob(".s.PGSQL.*.lock")
    pid = int(lock.read_text().splitlines()[0])
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return [pid, *filter(None, words)], Path(f"/proc/{pid}").stat().st_uid


def socket_directory(portal):
    """Return where the server of the portal's database listens."""
    netloc = urlsplit(portal.environment["DATABASE_URL"]).netloc
    return Path(unquote(netloc.rpartition("@")[2]))


def database_answers(portal):
    import psycopg

    where = {"host": str(socket_directory(portal)), "user": "portal", "dbname": "postgres"}
    with suppress(psycopg.Error), closing(psycopg.connect(**where, connect_timeout=1)):
        return True
    return False
