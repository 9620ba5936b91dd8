"""Has the files read that have not been: those of an older portal, and those that failed."""

from django.core.management.base import BaseCommand

from icma_portal.files.models import FileVersion, Reading
from icma_portal.files.reading.tasks import PDF, enqueue


class Command(BaseCommand):
    help = "Has every PDF read that has not been read, for previews and for the search."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="read all of them anew")

    def handle(self, *, all, **options):
        versions = FileVersion.objects.filter(content_type=PDF)
        if not all:
            versions = versions.exclude(reading__state=Reading.State.DONE)
        count = 0
        for version in versions.iterator():
            Reading.objects.update_or_create(
                version=version, defaults={"state": Reading.State.WAITING}
            )
            enqueue(version.pk)
            count += 1
        self.stdout.write(f"{count} files are read, or wait for a worker.")
