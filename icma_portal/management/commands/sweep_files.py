"""Remove stored files that no record names, and finish moves that were broken off."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from icma_portal.files.removal import abandoned_versions
from icma_portal.files.sweeping import forget, sweep

WORDS = {
    "settled": ("moved to its place", "would be moved to its place"),
    "removed": ("removed", "would be removed"),
    "lost": ("missing", "missing"),
}


class Command(BaseCommand):
    help = (
        "Removes stored files that no record names and those of records deleted long ago, "
        "finishes moves that were broken off, and names records whose file is missing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be done")
        parser.add_argument(
            "--older-than",
            type=float,
            default=24,
            metavar="HOURS",
            help="spare files without a record that are younger than this (24 by default)",
        )
        parser.add_argument(
            "--deleted-for",
            type=float,
            default=90,
            metavar="DAYS",
            help="keep the files of deleted records for so long (90 by default)",
        )

    def handle(self, *args, dry_run, older_than, deleted_for, **options):
        before = timezone.now() - timedelta(days=deleted_for)
        gone = abandoned_versions(before).count() if dry_run else forget(before)
        self.stdout.write(f"Versions of deleted records: {gone} {WORDS['removed'][dry_run]}.")
        found = sweep(default_storage, timedelta(hours=older_than), dry_run)
        for kind, names in found._asdict().items():
            for name in names:
                self.stdout.write(f"{name}: {WORDS[kind][dry_run]}")
        counts = ", ".join(f"{len(names)} {kind}" for kind, names in found._asdict().items())
        self.stdout.write(f"Files: {counts}{' (dry run)' if dry_run else ''}.")
