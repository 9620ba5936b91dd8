"""Ask the pages elsewhere that the content leads to whether they are still there."""

import sys
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from icma_portal.care.external import due, fault_of
from icma_portal.care.models import ExternalLink


class Command(BaseCommand):
    help = (
        "Asks every address on another site that the content leads to, unless it was asked in the "
        "last six days. To be run once a week; what was away three times in a row is shown on the "
        "page “Health of the content”."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, help="ask no more than so many")

    def handle(self, *args, most, **options):
        links, counts = due()[:most], Counter()
        is_silent = not sys.stderr.isatty()
        progress = tqdm(links, desc="Links", unit="page", disable=is_silent)
        faults = [fault_of(link.address) for link in progress]
        if faults and set(faults) == {ExternalLink.Fault.SILENT}:
            # That says more of our own network than of theirs.
            raise CommandError("No site answers at all: nothing was noted.")
        for link, fault in zip(links, faults, strict=True):
            link.note(fault)
            counts[bool(fault)] += 1
            if fault:
                told = f"{link.get_fault_display()}, {link.strikes} in a row"
                self.stdout.write(f"{link.address}: {told}")
        self.stdout.write(f"Links: {counts[False]} answer, {counts[True]} do not.")
