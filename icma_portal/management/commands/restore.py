"""Bring a backup back: all of it, or nothing."""

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from icma_portal.backups import archive, restoring

from .backup import Progress


class Command(BaseCommand):
    help = (
        "Replaces what the database and the storage hold by the backup in FILE, made on SQLite or "
        "PostgreSQL. A file that is damaged, or of another version, changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--replace", action="store_true", help="also where there are accounts already"
        )
        parser.add_argument("--check", action="store_true", help="only tell whether it is whole")

    def handle(self, *args, file, replace, check, **options):
        with Progress(self.stderr) as tell:
            try:
                if check:
                    manifest = archive.check(file, tell)
                elif User.objects.exists() and not replace:
                    raise CommandError(
                        "There are accounts in this database. --replace puts the backup in the "
                        "place of all that it holds."
                    )
                else:
                    manifest = restoring.restore(file, tell)
            except archive.Damaged as error:
                raise CommandError(f"{file}: {error} Nothing was changed.") from error
        self.stdout.write(f"{file} of {manifest['made_at']}: {'whole' if check else 'restored'}.")
        if not check:
            call_command("rebuild_search", stdout=self.stdout)
