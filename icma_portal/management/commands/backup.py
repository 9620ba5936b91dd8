"""Write everything that the portal holds into one file, while it goes on working."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from icma_portal.backups import archive


class Command(BaseCommand):
    help = (
        "Writes the database and the stored files into FILE, as they stand at one moment. "
        "To keep it from strangers, encrypt it: age -r … -o FILE.age FILE"
    )

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file, **options):
        with Progress(self.stderr) as tell:
            try:
                manifest = archive.write(file, tell)
            except OSError as error:
                raise CommandError(f"No backup was made: {error}") from error
        tables, files = len(manifest["tables"]), len(manifest["files"])
        self.stdout.write(f"{file}: {tables} tables, {files} files.")
        for name in manifest["missing"]:
            self.stderr.write(f"{name} is named by a row and is not there.")


class Progress:
    """Shows how far a backup, or its way back, has come."""

    def __init__(self, stream):
        self.stream, self.bar, self.words = stream, None, ""

    def __enter__(self):
        return self.tell

    def __exit__(self, *error):
        if self.bar is not None:
            self.bar.close()

    def tell(self, words, done, whole):
        if words != self.words:
            self.__exit__()
            self.words = words
            self.bar = tqdm(total=whole, desc=words, file=self.stream, disable=None)
        self.bar.total = whole
        self.bar.update(done - self.bar.n)
