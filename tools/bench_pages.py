"""Print what the first view of each page costs: `python tools/bench_pages.py`.

Each page is opened with an empty cache at the width of a phone, and counted are its requests, the
bytes over the wire by kind, and how far its layout shifts. Pages of Django's own server come
uncompressed; what a server in front sends is measured with Brotli. Figures are printed, never
judged: the exit code tells only whether the measurement itself worked.

With npm on the machine Lighthouse (pinned) rates the ten key pages as well; without, it says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

import brotli
from playwright.sync_api import sync_playwright

from find_chromium import ARGUMENTS, NOTICE, boxed, find
from portal_pages import addresses, expected_status, running_portal

BUDGET_KB, HOME_BUDGET_KB, BUDGET_REQUESTS = 100, 150, 12
PHONE = {"width": 390, "height": 844}
LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = int(os.environ.get("RUNS", "3"))
KEY_PAGES = (
    "/{lang}/",
    "/{lang}/programs/",
    "/{lang}/programs/citylinks/",
    "/{lang}/partnerships/",
    "/{lang}/partnerships/durban-southeast-florida/",
    "/{lang}/cities/durban/",
    "/{lang}/publications/",
    "/{lang}/publications/factsheet-shimla-boulder/",
    "/{lang}/china-center/",
    "/{lang}/contact/",
)
SHIFT = """() => new Promise(resolve => {
    let sum = 0
    new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value })
        .observe({type: "layout-shift", buffered: true})
    setTimeout(() => resolve(sum), 300)
})"""


def measure(browser, address):
    """Return (requests, bytes by kind, raw bytes of the document, layout shift) of a first view."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds, sizes, documents = {}, Counter(), []
    session.on("Network.responseReceived", lambda each: kinds.update({each["requestId"]: each}))
    session.on(
        "Network.loadingFinished",
        lambda each: sizes.update({each["requestId"]: each["encodedDataLength"]}),
    )
    page.on("response", lambda each: documents.append(each) if each.url == address else None)
    page.goto(address, wait_until="networkidle")
    body = documents[0].body()
    by_kind = Counter()
    for request, size in sizes.items():
        kind = kinds[request]["type"] if request in kinds else "Other"
        by_kind[kind] += len(brotli.compress(body)) if kind == "Document" else int(size)
    shift = page.evaluate(SHIFT)
    context.close()
    return len(sizes), by_kind, len(body), shift


def print_weights(browser, base_url):
    """Print one line a page, with a mark where a budget is exceeded."""
    print(
        f"{'page':58}{'requests':>9}{'kB':>7}{'html':>7}{'css':>7}{'js':>7}{'raw html':>10} shift"
    )
    for template, language, path in addresses():
        if expected_status(template) != 200:
            continue
        requests, sizes, raw, shift = measure(browser, base_url + path)
        total = sum(sizes.values()) / 1000
        budget = HOME_BUDGET_KB if path == f"/{language}/" else BUDGET_KB
        over = " OVER" if total > budget or requests > BUDGET_REQUESTS or shift > 0 else ""
        parts = (sizes[kind] / 1000 for kind in ("Document", "Stylesheet", "Script"))
        columns = "".join(f"{part:7.1f}" for part in parts)
        print(f"{path:58}{requests:9}{total:7.1f}{columns}{raw / 1000:10.1f} {shift:.3f}{over}")


def print_ratings(base_url, chromium):
    """Print Lighthouse's four scores of each key page, the median of RUNS, and what falls short."""
    print(f"\nLighthouse ({LIGHTHOUSE}), mobile, median of {RUNS}: {' / '.join(CATEGORIES)}")
    for template in KEY_PAGES:
        for language in ("en", "zh-hans"):
            path = template.replace("{lang}", language)
            rated = (rate(base_url + path, chromium) for _run in range(RUNS))
            reports = [report for report in rated if report]
            if not reports:
                print(f"{path:58}no rating")
                continue
            scores = [
                median(each["categories"][name]["score"] * 100 for each in reports)
                for name in CATEGORIES
            ]
            print(f"{path:58}{' / '.join(f'{score:.0f}' for score in scores)}")
            for fault in short_of_full(reports[-1]):
                print(f"    {fault}")


def rate(address, chromium):
    """Return Lighthouse's report of one run; None, and the reason on stderr, when it fails.

    It waits for a quiet processor, and gives up now and then on a busy machine.
    """
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report.json"
        flags = " ".join(["--headless=new", *ARGUMENTS])
        command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
        command += [f"--output-path={report}", f"--chrome-flags={flags}"]
        command.append(f"--only-categories={','.join(CATEGORIES)}")
        environment = {**os.environ, "CHROME_PATH": chromium}
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{address}: {done.stderr.strip()[-400:]}", file=sys.stderr)
            return None
        return json.loads(report.read_text())


def short_of_full(report):
    """Yield what each audit says that counts and is not passed."""
    for name in CATEGORIES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                value = audit.get("displayValue", "")
                yield f"{name}: {audit['title']} ({audit['score']:.2f}) {value}"


def main():
    """Measure and print; return 1 only when nothing could be measured."""
    chromium = find()
    if chromium is None:
        print(boxed(NOTICE), file=sys.stderr)
        return 1
    with running_portal() as base_url:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS])
            print_weights(browser, base_url)
            browser.close()
        if shutil.which("npx"):
            print_ratings(base_url, chromium)
        else:
            print(boxed(("Lighthouse was NOT run: there is no npm on this machine.",)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
