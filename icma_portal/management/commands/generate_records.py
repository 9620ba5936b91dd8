"""Make records in any number, to measure the portal and to try things on."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from icma_portal.content.generating import Generator, generated, remove_generated
from icma_portal.web.changes import content_version
from partnerships.models import Partnership


class Command(BaseCommand):
    help = (
        "Generates NUMBER partnerships in both languages with their cities, exchanges and "
        "publications, marked by their slugs (generated-…). The same seed gives the same records."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, nargs="?", default=0)
        parser.add_argument("--seed", type=int, default=1, help="1 unless another is given.")
        parser.add_argument("--remove", action="store_true", help="Delete what was generated.")
        parser.add_argument(
            "--records-only",
            action="store_true",
            help="Leave out the states of translations and the search.",
        )
        parser.add_argument(
            "--in-production",
            action="store_true",
            help="Do it although ICMA_PORTAL_ENV is production.",
        )

    def handle(self, *args, number, seed, remove, records_only, in_production, **options):
        if settings.ENVIRONMENT == "production" and not in_production:
            raise CommandError("This is a portal for readers. If you mean it: --in-production.")
        if remove:
            self.stdout.write(f"Removed: {remove_generated()} rows.")
            return
        if number < 1:
            raise CommandError("How many partnerships? A whole number from 1 on.")
        if generated(Partnership).exists():
            raise CommandError("There are generated records already. Remove them first: --remove.")
        with transaction.atomic():
            made = Generator(seed).make(number, progress=tqdm)
        self.stdout.write(f"Generated: {number} partnerships, {made} rows in all.")
        if not records_only:
            call_command("sync_translations", stdout=self.stdout)
            call_command("rebuild_search", stdout=self.stdout)
        # Takes away what the making has noted of changes.
        content_version()
