"""Compile the interface's translations without gettext's own programs."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles every .po file of the project to the .mo file beside it."
    # The checks load the URLconf, which needs no catalogue; skipping them keeps this quick.
    requires_system_checks = []

    def handle(self, *args, **options):
        for folder in settings.LOCALE_PATHS:
            for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                with path.open("rb") as source:
                    catalog = read_po(source, locale=path.parts[-3])
                with path.with_suffix(".mo").open("wb") as target:
                    write_mo(target, catalog)
                if options["verbosity"]:
                    self.stdout.write(f"Compiled {len(catalog)} messages of {path.parts[-3]}.")
