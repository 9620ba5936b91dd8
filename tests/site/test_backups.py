"""A backup and its way back: exact, whole or not at all, on either database."""

import io
import json
import tarfile

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from icma_portal.accounts.models import AuditEntry
from icma_portal.backups import archive, restoring
from partnerships.models import Partnership
from programs.models import Topic
from tests.factories import make_picture, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return tmp_path / "portal.tar"


def tables_of(path):
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile(archive.MANIFEST))
    return {part["name"]: part["sha256"] for part in manifest["tables"]}


def rewritten(path, change):
    """Write the archive anew; ``change`` maps (name, content) to the same, or None to leave out."""
    other = path.with_suffix(".changed")
    with tarfile.open(path) as tar, tarfile.open(other, "w") as made:
        for member in tar:
            changed = change(member.name, tar.extractfile(member).read())
            for name, content in [changed] if changed else []:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                made.addfile(info, io.BytesIO(content))
    return other


def test_way_back_is_exact(path, tmp_path):
    picture = make_picture()
    topic = make_topic(name_en="𠮷 Water “quoted”\n", name_zh_hans="水\u3000资源")
    AuditEntry.objects.create(event="signed_in", user_name="li.wei")
    manifest = archive.write(path)
    make_topic().delete()
    Partnership.objects.order_by("pk")[0].delete()
    make_topic(name_en="Made after the backup")
    topic.name_zh_hans = "别的"
    topic.save()
    AuditEntry.objects.create(event="signed_out", user_name="li.wei")
    name = picture.file.name
    default_storage.delete(name)

    restoring.restore(path)

    again = tmp_path / "again.tar"
    assert archive.write(again)["tables"] == manifest["tables"]
    assert default_storage.exists(name)
    topic = Topic.objects.get(pk=topic.pk)
    assert topic.name_en.startswith("𠮷 Water")
    assert AuditEntry.objects.get().event == "signed_in"
    assert Partnership.objects.count() > 5
    # The next record gets a number that is free.
    assert make_topic().pk


FAULTS = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "something else": lambda path: path.write_bytes(b"%PDF-1.7 no archive" * 100),
}
CHANGES = {
    "a byte": lambda name, content: (
        name,
        content.replace(b"Durban", b"Durbam", 1) if name.endswith(".city.jsonl") else content,
    ),
    "a table left out": lambda name, content: None if "city.jsonl" in name else (name, content),
    "a stranger": lambda name, content: (
        ("../../etc/passwd", b"x") if name.endswith("topic.jsonl") else (name, content)
    ),
    "another format": lambda name, content: (
        name,
        content.replace(b'"format": 1', b'"format": 2') if name == archive.MANIFEST else content,
    ),
    "no manifest": lambda name, content: None if name == archive.MANIFEST else (name, content),
    "another version": lambda name, content: (
        name,
        content.replace(b"0001_initial", b"0001_initiam") if name == archive.MANIFEST else content,
    ),
}


@pytest.mark.parametrize("fault", [*FAULTS, *CHANGES])
def test_what_is_not_whole_changes_nothing(path, fault):
    archive.write(path)
    if fault in FAULTS:
        FAULTS[fault](path)
    else:
        path = rewritten(path, CHANGES[fault])
    topic = make_topic(name_en="Still here")

    with pytest.raises(archive.Damaged):
        restoring.restore(path)

    assert Topic.objects.filter(pk=topic.pk).exists()


def test_fault_in_the_middle_takes_everything_back(path, monkeypatch):
    make_picture()
    archive.write(path)
    topic = make_topic(name_en="Still here")
    seen = []

    def breaks(model, lines):
        seen.append(model)
        if len(seen) == 100:
            raise OSError("No space left on device")

    monkeypatch.setattr(restoring, "write_rows", breaks)
    monkeypatch.setattr(default_storage, "exists", lambda name: False)
    stored = []
    monkeypatch.setattr(default_storage, "save", lambda name, content: stored.append(name))
    monkeypatch.setattr(default_storage, "delete", stored.remove)

    with pytest.raises(OSError, match="No space"):
        restoring.restore(path)

    assert Topic.objects.filter(pk=topic.pk).exists()
    assert stored == []


def test_backup_overwrites_nothing_and_leaves_nothing_half(path, monkeypatch):
    path.write_text("precious")
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(path))
    assert path.read_text() == "precious"
    path.unlink()

    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr(archive, "_add", full)
    with pytest.raises(CommandError, match="No space"):
        call_command("backup", str(path))
    assert list(path.parent.iterdir()) == []


def test_accounts_are_not_replaced_by_mistake(path):
    archive.write(path)
    User.objects.create_user("li.wei")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(path))
    call_command("restore", str(path), check=True, stdout=io.StringIO())
    call_command("restore", str(path), replace=True, stdout=io.StringIO())
    assert not User.objects.exists()
