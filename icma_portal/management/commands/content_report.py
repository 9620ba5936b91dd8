"""Tell what the content lacks, as the page “Health of the content” does."""

import sys

from django.core.management.base import BaseCommand

from icma_portal.care.checks import results_for


class Command(BaseCommand):
    help = (
        "Names every record that lacks a summary, a source or a description, breaks a rule or "
        "holds a link that leads nowhere. Ends with status 1 when there is one."
    )

    def handle(self, *args, **options):
        results = results_for()
        for result in results:
            self.stdout.write(f"{result.check.heading}: {len(result.findings)}")
            for finding in result.findings:
                detail = f" ({finding.detail})" if finding.detail else ""
                self.stdout.write(f"  {finding.kind}: {finding.record}{detail}")
        if any(result.findings for result in results):
            sys.exit(1)
