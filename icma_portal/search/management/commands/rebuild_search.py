"""Make the search index anew, or say where it differs from the records."""

import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from icma_portal.search.rebuilding import differences, rebuild


class Command(BaseCommand):
    help = (
        "Brings the search index up to date. Safe to repeat and to interrupt: readers search the "
        "index all the while, and the next run goes on where this one stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; name each difference, and fail"
        )
        parser.add_argument(
            "--restart", action="store_true", help="do again what an interrupted run has done"
        )

    def handle(self, *args, check, restart, **options):
        if check:
            self._check()
            return
        written = rebuild(self._progress, restart)
        self.stdout.write(f"Search index: {written} entries written.")

    def _check(self):
        found = list(differences(self._progress))
        for each in found:
            self.stdout.write(each)
        if found:
            raise CommandError(f"The search index differs in {len(found)} places.")
        self.stdout.write("The search index is as it should be.")

    def _progress(self, batches):
        return tqdm(batches, desc="Search index", unit="batch", disable=not sys.stderr.isatty())
