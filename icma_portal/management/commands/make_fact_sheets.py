"""Make the PDFs of all fact sheets from the records."""

import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from publications.fact_sheets.build import build_all


class Command(BaseCommand):
    help = "Makes the fact sheets that are new or whose record has changed; safe to repeat."

    def handle(self, *args, **options):
        self.stdout.write(f"Fact sheets: {build_all(self._progress)} files written.")

    def _progress(self, jobs):
        return tqdm(jobs, desc="Fact sheets", unit="file", disable=not sys.stderr.isatty())
