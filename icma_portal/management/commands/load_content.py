"""Load ICMA's content from the files in icma_portal/content/data."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from icma_portal.content.loader import DATA, ContentError, load, read_entries


class Command(BaseCommand):
    help = (
        "Loads the content files. Safe to repeat: nothing changes the second time, and "
        "records that staff edited or deleted since are left alone and named."
    )

    def add_arguments(self, parser):
        parser.add_argument("--directory", type=Path, default=DATA, help="where the files are")

    def handle(self, *args, directory, **options):
        try:
            report = load(read_entries(directory), self._progress)
        except ContentError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(
            f"Content: {len(report.created)} created, {len(report.updated)} updated, "
            f"{len(report.unchanged)} unchanged."
        )
        self._name("Edited by staff, left alone", report.edited_by_staff)
        self._name("Deleted by staff, left alone", report.deleted_by_staff)

    def _progress(self, entries):
        return tqdm(entries, desc="Content", unit="record", disable=not sys.stderr.isatty())

    def _name(self, heading, names):
        for name in names:
            self.stdout.write(f"{heading}: {name}")
