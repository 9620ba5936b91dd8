"""Has the files read that have not been: of an older portal, those that failed, those left."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from icma_portal.files.models import FileVersion, Reading
from icma_portal.files.reading.tasks import PDF, enqueue

# A few pages take two minutes at most (files.reading.storing.LIMITS), and are noted then.
LEFT_AFTER = timedelta(minutes=10)


class Command(BaseCommand):
    help = "Has every PDF read that has not been read, for previews and for the search."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="read all of them anew")
        parser.add_argument(
            "--left",
            action="store_true",
            help="only those that a worker has begun and, as it was killed, not ended",
        )

    def handle(self, *, all, left, **options):
        versions = FileVersion.objects.filter(content_type=PDF)
        if left:
            before = timezone.now() - LEFT_AFTER
            versions = versions.filter(
                reading__state=Reading.State.RUNNING, reading__updated_at__lt=before
            )
        elif not all:
            versions = versions.exclude(reading__state=Reading.State.DONE)
        count = 0
        for version in versions.iterator():
            Reading.objects.update_or_create(
                version=version, defaults={"state": Reading.State.WAITING}
            )
            enqueue(version.pk)
            count += 1
        self.stdout.write(f"{count} files are read, or wait for a worker.")
