"""Fills the Wagtail site with the records of a JSON file: `python fill.py FILE`.

Pages are written in bulk, as a tree of one level, which is what adding them one by one would give.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from site_pages.models import ListPage, PartnershipPage  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

AT_A_TIME = 500
COLUMNS = ("kind", "phase", "country", "topic", "starts_on", "summary")


@transaction.atomic
def fill(records):
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    listed = ListPage(title="Partnerships", slug="partnerships")
    root.refresh_from_db()
    root.add_child(instance=listed)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "127.0.0.1", "port": 80, "root_page": listed.page_ptr},
    )
    kind, now = ContentType.objects.get_for_model(PartnershipPage), timezone.now()
    pages = [
        Page(
            path=Page._get_path(listed.path, 3, number),
            depth=3,
            title=record["title"],
            draft_title=record["title"],
            slug=record["slug"],
            url_path=f"{listed.url_path}{record['slug']}/",
            content_type=kind,
            locale=listed.locale,
            live=True,
            first_published_at=now,
            last_published_at=now,
        )
        for number, record in enumerate(records, 1)
    ]
    made = Page.objects.bulk_create(pages, batch_size=AT_A_TIME)
    Page.objects.filter(pk=listed.pk).update(numchild=len(records))
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO site_pages_partnershippage (page_ptr_id, {names})"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                (page.pk, *(record[name] for name in COLUMNS))
                for page, record in zip(made, records, strict=True)
            ],
        )


call_command("makemigrations", "site_pages", verbosity=0)
call_command("migrate", verbosity=0)
fill(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
