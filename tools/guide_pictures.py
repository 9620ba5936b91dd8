"""Take the pictures of the guide for editors into static/guide: `make guide-pictures`.

The portal is served from a copy of this working copy's data, so that nothing is left behind. Each
picture is taken in both languages; docs/editing.md shows them, and so does the admin.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from find_chromium import ARGUMENTS, NOTICE, boxed, find
from portal_pages import ROOT, running_portal

OUT = ROOT / "static" / "guide"
LOCALES = {"en": "en", "zh-hans": "zh-CN"}
WIDTH, HEIGHT = 1000, 640
QUALITY = 80
NAME = "editor"
# An account that lives as long as the copy, a record that waits for review, one to be translated.
PREPARE = """
from django.contrib.auth.models import User
from programs.models import Topic
User.objects.create_superuser("{name}", "", "{password}")
Topic.objects.create(slug="urban-forests", name_en="Urban forests", name_zh_hans="城市森林",
    state="in_review")
Topic.objects.create(slug="green-roofs", name_en="Green roofs")
"""


def main():
    """Take all pictures; return the exit code."""
    browser_path = find()
    if browser_path is None:
        print(boxed(NOTICE), file=sys.stderr)
        return 1
    OUT.mkdir(exist_ok=True)
    password = os.urandom(12).hex()
    with tempfile.TemporaryDirectory() as directory:
        environment = copied(Path(directory) / "var")
        script = PREPARE.format(name=NAME, password=password)
        command = [sys.executable, "manage.py", "shell", "-c", script]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        with running_portal(environment) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=[*ARGUMENTS])
            for language, locale in LOCALES.items():
                page = signed_in(browser, address, locale, password)
                for name, visit in PICTURES.items():
                    visit(page, f"{address}/admin/")
                    take(page, OUT / f"{name}-{language}.webp")
            browser.close()
    return 0


def copied(directory):
    """Copy the data of this working copy; return the environment of a portal upon the copy."""
    skipped = shutil.ignore_patterns("tests", "static", "screenshots")
    shutil.copytree(ROOT / "var", directory, ignore=skipped)
    (directory / "static").symlink_to(ROOT / "var" / "static")
    return {**os.environ, "ICMA_PORTAL_VAR_DIR": str(directory)}


def signed_in(browser, address, locale, password):
    window = {"width": WIDTH, "height": HEIGHT}
    page = browser.new_page(viewport=window, locale=locale, color_scheme="light")
    page.goto(f"{address}/admin/login/")
    page.locator("#id_username").fill(NAME)
    page.locator("#id_password").fill(password)
    page.locator("[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    return page


def take(page, file):
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(file, quality=QUALITY, method=6)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes")


def start(page, admin):
    page.goto(admin)


def form(page, admin):
    page.goto(f"{admin}programs/program/?q=citylinks")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_summary_en.rich-text-source").wait_for(state="attached")


def review(page, admin):
    page.goto(f"{admin}programs/topic/?state__exact=in_review")
    page.locator("#result_list tbody th a").first.click()
    page.goto(page.url.replace("change/", "review/"))


def desk(page, admin):
    page.goto(f"{admin}bilingual/translationunit/")


def table(page, admin):
    """Show what a table with a change, a fault and a new record would do."""
    answer = page.request.get(f"{admin}bulk/bulkimport/export/programs/topic/?as=csv")
    text = answer.body().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))[:3]
    rows[0]["name_en"] += " and cities"
    rows[1]["version"] = "99"
    rows[1]["name_en"] += " and cities"
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows([*rows, {**dict.fromkeys(rows[0], ""), "name_en": "Rain gardens"}])
    content = {"name": "topics.csv", "mimeType": "text/csv", "buffer": stream.getvalue().encode()}
    page.goto(f"{admin}bulk/bulkimport/add/?kind=programs.topic")
    page.set_input_files("[name=file]", content)
    page.locator("button.default").first.click()


def replace(page, admin):
    page.goto(f"{admin}replace/")
    page.fill("[name=find]", "climate change")
    page.fill("[name=replacement]", "climate action")
    page.locator("button.default").first.click()


PICTURES = {
    "start": start,
    "form": form,
    "review": review,
    "desk": desk,
    "table": table,
    "replace": replace,
}


if __name__ == "__main__":
    sys.exit(main())
