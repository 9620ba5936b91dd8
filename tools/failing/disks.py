"""Files and disks: uploads that are killed, a disk that is full, one that cannot be written."""

import http.client
import io
import random
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

from cases import MOST_SECONDS, editors_at_work, judged, kill_worker, require
from PIL import Image
from portal import Refused, seconds_until

from deployment import ROOT, kill_group

ADD = "/admin/files/picture/add/"
PICTURES = """
import json
from django.core.files.storage import default_storage
from icma_portal.files.models import Picture
rows = Picture.objects.filter(alt_en__startswith="Noise ").select_related("current")
print(json.dumps({each.alt_en: default_storage.exists(each.file.name) for each in rows}))
"""
READINGS = """
import json
from django_tasks_db.models import DBTaskResult
from icma_portal.files.models import FileVersion, Reading
pdfs = FileVersion.objects.filter(content_type="application/pdf").count()
states = list(Reading.objects.values_list("state", flat=True))
counted = {each: states.count(each) for each in states}
waiting = DBTaskResult.objects.filter(status="READY").exists()
print(json.dumps([pdfs, counted, waiting or len(counted.keys() - {"done", "failed"})]))
"""
DOWNLOAD = "/en/publications/factsheet-shimla-boulder/download/en/"
MEGABYTE = 1024 * 1024


def noise(side):
    """Return a PNG of about ``side`` times ``side`` bytes, another one each time."""
    made = io.BytesIO()
    Image.effect_noise((side, side), random.randrange(50, 120)).save(made, "PNG")  # noqa: S311
    return made.getvalue()


def picture(editor, name, side=900):
    """Upload a picture; return the Reply."""
    data = editor.form(ADD) | {"alt_en": name, "alt_zh_hans": "噪声", "_save": "1"}
    return editor.upload(ADD, data, "file", noise(side))


def uploads_killed(portal):
    """The portal's process is killed (-9) in the middle of seven uploads."""
    [editor] = portal.editors(1)
    acknowledged = []

    def send(name):
        with suppress(OSError, http.client.HTTPException, Refused):
            if picture(editor, name).status == 302:
                acknowledged.append(name)

    for number, delay in enumerate((0.1, 0.3, 0.5, 0.7, 0.9, 1.2, 2)):
        sending = threading.Thread(target=send, args=(f"Noise {number}",))
        sending.start()
        time.sleep(delay)
        kill_worker(portal)
        sending.join()
        seconds_until(lambda: portal.ask("/healthz").status == 200)
        # As in cases.processes_killed.
        time.sleep(6)
    require(picture(editor, "Noise last").status == 302, "no upload afterwards")
    found = portal.told(PICTURES)
    lost = [each for each in acknowledged if not found.get(each)]
    half = [name for name, is_there in found.items() if not is_there]
    swept = portal.manage("sweep_files", "--older-than", "0").splitlines()[-1]
    require(not lost and not half, f"lost {lost}, half done {half}")
    require("0 lost" in swept, swept)
    return f"{len(acknowledged)} of 7 acknowledged: 0 lost, 0 half done; left over: {swept}"


def reader_killed(portal):
    """The worker that reads PDFs is killed (-9) in mid-work; another one takes its place."""
    portal.manage("read_files", "--all")
    for _time in range(3):
        worker = background_worker(portal)
        try:
            seconds_until(lambda: portal.told(READINGS)[1].get("running"), 60)
        finally:
            kill_group(worker)
    began = portal.told(READINGS)[1]["running"]
    # Every night by --left, which asks for ten minutes without a sign of life.
    portal.manage("read_files")
    worker = background_worker(portal)
    try:
        took = seconds_until(lambda: portal.told(READINGS)[2] == 0, 200)
        number, states, _left = portal.told(READINGS)
    finally:
        kill_group(worker)
    require(states == {"done": number}, states)
    return f"{began} left half read by the killed; all {number} are read after {took:.0f} s"


def background_worker(portal):
    with (portal.directory / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "db_worker"],
            cwd=ROOT,
            env=portal.environment,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )


@contextmanager
def small_disk(directory, room):
    """Let a directory be a disk of its own with so many bytes left, and bring it back after."""
    aside = directory.with_name(f"{directory.name}-aside")
    directory.rename(aside)
    directory.mkdir()
    # A disk of this kind is filled by whole pages.
    sizes = [each.stat().st_size for each in aside.rglob("*") if each.is_file()]
    used = sum(-(-size // 4096) * 4096 for size in sizes)
    size = f"size={used + room}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", directory], check=True)
    try:
        shutil.copytree(aside, directory, dirs_exist_ok=True)
        yield
        shutil.rmtree(aside)
        shutil.copytree(directory, aside)
    finally:
        subprocess.run(["umount", "--lazy", directory], check=True)
        directory.rmdir()
        aside.rename(directory)


def files_disk_full(portal):
    """The disk of the files has a megabyte left: what does not fit is refused, the rest is kept."""
    [editor] = portal.editors(1)
    with small_disk(portal.files, MEGABYTE):
        before = set(portal.files.rglob("*"))
        reply = picture(editor, "Noise too large", 2_000)
        require(reply.status in (200, 507), reply.status)
        require("no room left" in reply.text, "the reason is not told")
        require("Noise too large" not in portal.told(PICTURES), "a row without a file")
        left = [each for each in set(portal.files.rglob("*")) - before if each.is_file()]
        require(not left, f"left over: {left}")
        require(picture(editor, "Noise that fits", 400).status == 302, "a small one was refused")
        require(portal.ask(DOWNLOAD).status == 200, "downloads do not go on")
    return f"refused with {reply.status} and the reason: 0 rows, 0 files left"


def files_read_only(portal):
    """The disk of the files cannot be written: uploads are refused, pages and downloads go on."""
    [editor] = portal.editors(1)
    with small_disk(portal.files, 5 * MEGABYTE):
        subprocess.run(["mount", "-o", "remount,ro", portal.files], check=True)
        reply = picture(editor, "Noise to nowhere", 400)
        told = portal.told(PICTURES)
        statuses = [portal.ask(each).status for each in (DOWNLOAD, "/en/", "/zh-hans/cities/")]
        ready = portal.ask("/readyz").status
        subprocess.run(["mount", "-o", "remount,rw", portal.files], check=True)
        again = picture(editor, "Noise again", 400).status
    require(reply.status < 500 or reply.status in (503, 507), f"{reply.status}: {reply.text[:300]}")
    require("Noise to nowhere" not in told, "a row without a file")
    require(statuses == [200] * 3, statuses)
    require(again == 302, again)
    return f"refused with {reply.status}, /readyz says {ready}; pages and downloads go on"


def database_disk_full(portal):
    """The disk of SQLite is full: savings are refused, pages go on; with room all is well."""
    portal.stop()
    with small_disk(portal.directory / "var", 24 * MEGABYTE):
        portal.start()
        with editors_at_work(portal) as editors:
            time.sleep(3)
            filler = portal.directory / "var" / "filler"
            with filler.open("wb", buffering=0) as file, suppress(OSError):
                while True:
                    file.write(b"\0" * 4096)
            time.sleep(2)
            before = [len(each.acknowledged) for each in editors]
            time.sleep(3)
            while_full = sum(len(each.acknowledged) for each in editors) - sum(before)
            statuses = {
                portal.ask(each).status for each in ("/en/", f"/en/search/?q={time.time()}")
            }
            answers = set().union(*(each.statuses for each in editors))
            filler.unlink()
            began = time.monotonic()
            now = sum(len(each.acknowledged) for each in editors)
            seconds_until(lambda: sum(len(each.acknowledged) for each in editors) > now)
            recovered = time.monotonic() - began
            time.sleep(2)
        number, lost, half = judged(portal, editors)
        portal.stop()
    portal.start()
    require(not lost and not half, f"lost {lost[:5]}, half done {half[:5]}")
    require(statuses == {200}, f"pages while it was full: {statuses}")
    require(recovered <= MOST_SECONDS, f"well after {recovered:.1f} s")
    require(500 not in answers, f"answers to savings: {answers}")
    return (
        f"{number} savings acknowledged, {while_full} while it was full, answers {sorted(answers)}:"
        f" 0 lost, 0 half done; well after {recovered:.2f} s"
    )
