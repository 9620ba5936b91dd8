"""Take full-page screenshots: `python tools/screenshots.py --out DIRECTORY`.

Each page is saved in each language, at each width, light and dark, as
<slug>-<lang>-<width>-<scheme>.png. Without --base-url
the portal is served from this working copy while it lasts. Without --paths, a file with one path
a line in which {lang} stands for the language, the pages of portal_pages.py are taken. Pages with
an unexpected status, and pages wider than the window, are listed and make the exit code 1.
"""

import argparse
import sys
from contextlib import nullcontext
from itertools import product
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from find_chromium import ARGUMENTS, NOTICE, boxed, find
from portal_pages import MORE_PAGES, PAGES, addresses, expected_status, running_portal, slug

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
HEIGHT = 900

# Pictures further down load when they come into view, which a full-page picture never brings about.
LOAD_ALL_PICTURES = "document.querySelectorAll('img').forEach(img => { img.loading = 'eager' })"
EXCESS_WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def main(arguments):
    """Take the pictures; return the exit code."""
    options = parse(arguments)
    browser_path = find()
    if browser_path is None:
        print(boxed(NOTICE), file=sys.stderr)
        return 1
    templates = options.paths.read_text().split() if options.paths else PAGES + MORE_PAGES
    options.out.mkdir(parents=True, exist_ok=True)
    portal = nullcontext(options.base_url.rstrip("/")) if options.base_url else running_portal()
    with portal as base_url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=[*ARGUMENTS])
        failures = sum(
            take_all(browser, base_url, view, templates, options.out)
            for view in product(WIDTHS, SCHEMES)
        )
        browser.close()
    count = len(addresses(templates)) * len(WIDTHS) * len(SCHEMES)
    print(f"{count} screenshots in {options.out}, {failures} failures")
    return 1 if failures else 0


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--base-url", help="a portal that runs already, such as http://127.0.0.1:8000"
    )
    parser.add_argument("--paths", type=Path, help="a file with one path a line")
    parser.add_argument("--out", type=Path, required=True, help="the directory for the pictures")
    return parser.parse_args(arguments)


def take_all(browser, base_url, view, templates, directory):
    """Take every page in a view: (width, color scheme).

    Print what is odd and return how many pages failed.
    """
    width, scheme = view
    window = {"width": width, "height": HEIGHT}
    page = browser.new_page(viewport=window, color_scheme=scheme)
    failures = 0
    for template, lang, path in addresses(templates):
        name = "-".join(filter(None, [slug(template), lang, str(width), scheme]))
        complaint = take(
            page, base_url + path, directory / f"{name}.png", expected_status(template)
        )
        if complaint:
            failures += 1
            print(f"{path} at {width} px, {scheme}: {complaint}", flush=True)
    page.close()
    return failures


def take(page, address, file, status):
    """Save a picture of one page; return what is wrong with the page, or ""."""
    try:
        response = page.goto(address, wait_until="load")
        page.evaluate(LOAD_ALL_PICTURES)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=file, full_page=True)
        excess = page.evaluate(EXCESS_WIDTH)
    except Error as error:
        return error.message
    if response.status != status:
        return f"status {response.status}, not {status}"
    return f"{excess} px wider than the window" if excess > 0 else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
