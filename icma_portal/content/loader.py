"""Loads the content files into the database: all of it or, on any error, nothing."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml
from django.apps import apps

from icma_portal.publishing.history.recording import recording
from icma_portal.publishing.models import Version
from icma_portal.search.following import deferring

from .models import LoadedRecord
from .records import RecordError, row_digest, write

DATA = Path(__file__).parent / "data"
# One file holds blocks of records; both levels allow only these words.
BLOCK_KEYS = {"model", "defaults", "records"}


class ContentError(ValueError):
    """The content files cannot be loaded; the text names file, record and reason."""


class Entry(NamedTuple):
    file: str
    model: type
    key: str
    values: dict

    @property
    def name(self):
        return f"{self.model._meta.label} {self.key}"


@dataclass
class Report:
    created: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    edited_by_staff: list = field(default_factory=list)
    deleted_by_staff: list = field(default_factory=list)


def read_entries(directory=DATA):
    """Return the Entries of all files, in order of file names; raise ContentError."""
    entries, seen = [], set()
    for path in sorted(directory.glob("*.yaml")):
        for entry in _read_file(path):
            if entry.name in seen:
                raise ContentError(f"{path.name}: {entry.name}: this key stands twice")
            seen.add(entry.name)
            entries.append(entry)
    return entries


def load(entries, progress=iter):
    """Write ``entries`` in one transaction and return the Report.

    A record that staff edited or deleted since it was last loaded is left alone and
    reported. ``progress`` wraps the iteration (a progress bar). Raises ContentError and
    leaves the database as it was when any record cannot be loaded.
    """
    report = Report()
    memories = {(memory.model, memory.key): memory for memory in LoadedRecord.objects.all()}
    # The files are written with care: a text that is the same in both languages is so on purpose.
    with recording(origin=Version.Origin.LOAD, copies_are_meant=True), deferring():
        for entry in progress(entries):
            memory = memories.get((entry.model._meta.label, entry.key))
            try:
                _load_entry(entry, memory, report)
            except RecordError as error:
                raise ContentError(f"{entry.file}: {entry.name}: {error}") from error
    return report


def _load_entry(entry, memory, report):
    instance = entry.model._default_manager.filter(slug=entry.key).first()
    if memory is not None and instance is None:
        report.deleted_by_staff.append(entry.name)
    elif _is_edited(instance, memory):
        report.edited_by_staff.append(entry.name)
    elif memory is not None and memory.values == entry.values:
        report.unchanged.append(entry.name)
    else:
        (report.updated if instance else report.created).append(entry.name)
        _write(entry, instance or entry.model(slug=entry.key), memory)


def _is_edited(instance, memory):
    """Return whether the row is not as the loader left it; a row that it never wrote is not."""
    if instance is None:
        return False
    return memory is None or row_digest(instance, memory.values) != memory.row_digest


def _write(entry, instance, memory):
    write(instance, entry.values)
    instance.refresh_from_db()
    memory = memory or LoadedRecord(model=entry.model._meta.label, key=entry.key)
    memory.values = entry.values
    memory.row_digest = row_digest(instance, entry.values)
    memory.save()


def _read_file(path):
    try:
        blocks = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: not readable as YAML: {error}") from error
    for block in blocks:
        yield from _read_block(path.name, block)


def _read_block(file, block):
    if not isinstance(block, dict) or "model" not in block or set(block) - BLOCK_KEYS:
        raise ContentError(f"{file}: a block has model, defaults and records, nothing else")
    try:
        model = apps.get_model(block["model"])
    except (LookupError, ValueError) as error:
        raise ContentError(f"{file}: there is no model {block['model']!r}") from error
    for record in block.get("records") or []:
        values = {**(block.get("defaults") or {}), **record}
        key = values.pop("key", None)
        if not key:
            raise ContentError(f"{file}: a record of {block['model']} has no key")
        # As JSON, so that what is remembered compares equal: YAML may give dates.
        yield Entry(file, model, key, json.loads(json.dumps(values, default=str)))
