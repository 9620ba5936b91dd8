"""Delete the personal data of visitors whose time has come."""

from django.core.management.base import BaseCommand

from icma_portal.web.personal_data import delete_due


class Command(BaseCommand):
    help = (
        "Deletes messages of visitors and registrations for events whose time has come, with "
        "their files, notes and answers. To be run every night; a second run finds nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be done")

    def handle(self, *args, dry_run, **options):
        word = "would be deleted" if dry_run else "deleted"
        for name, number in delete_due(is_dry=dry_run).items():
            self.stdout.write(f"{name}: {number} {word}")
