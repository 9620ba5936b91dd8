"""Let many editors work on the same records at once, and count what was lost.

    python tools/prove_no_lost_update.py --editors 50 --saves 20 --records 5

Each editor is a process of its own. Forms, rows within a record, actions on a list, imported
translations and reverts are mixed. Every saving that was answered as stored has to be found: what
was appended to a text in the text at the end, everything else in the history. Uses a database of
its own: SQLite in a temporary directory, or the one of DATABASE_URL (as `tools/with_postgres.py`
gives it).
"""

import argparse
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIES = 400
BUSY = 503
KINDS = ("form", "row", "bulk", "import", "revert")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--saves", type=int, default=20)
    # The fewer, the more editors meet at each, and the longer it takes.
    parser.add_argument("--records", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        os.environ["ICMA_PORTAL_VAR_DIR"] = directory
        os.environ.setdefault("ICMA_PORTAL_ENV", "test")
        sys.path.insert(0, str(ROOT))
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "migrate", "--verbosity", "0"], check=True
        )
        prepare(options.editors, options.records)
        began = time.monotonic()
        # Started anew, so that no connection to the database is shared.
        context = multiprocessing.get_context("spawn")
        jobs = [(number, options.saves, options.records) for number in range(options.editors)]
        with context.Pool(options.editors) as pool:
            results = [each for rows in pool.starmap(work, jobs) for each in rows]
        sys.exit(report(results, time.monotonic() - began))


def start_django():
    import logging
    import warnings

    import django

    # Each conflict would be a line, and nothing here is served from the folder of static files.
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", message="No directory at")

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    if "testserver" not in settings.ALLOWED_HOSTS:
        # Lets the client see what a page was made from.
        setup_test_environment()


def prepare(editors, records):
    start_django()
    from django.contrib.auth.models import User
    from django.db import connections

    from partnerships.models import Outcome, Partnership

    for number in range(editors):
        User.objects.create(username=f"editor-{number}", is_staff=True, is_superuser=True)
    for number in range(records):
        partnership = Partnership.objects.create(
            slug=f"p-{number}",
            kind="us_partner",
            name_en=f"Partnership {number}",
            name_zh_hans=f"伙伴{number}",
            summary_en="<p>Begun.</p>",
            summary_zh_hans="<p>开始。</p>",
        )
        Outcome.objects.create(partnership=partnership, text_en="Begun.", text_zh_hans="开始。")
    connections.close_all()


def work(number, saves, records):
    """Make the savings of one editor; return (kind, record, token, how often it was refused)."""
    start_django()
    from django.contrib.auth.models import User
    from django.test import Client

    user, client, chance = (
        User.objects.get(username=f"editor-{number}"),
        Client(),
        # The same in every run; it guards nothing.
        random.Random(number),  # noqa: S311
    )
    client.raise_request_exception = False
    patiently(lambda: client.force_login(user))
    results = []
    for save in range(saves):
        kind, slug = KINDS[(number + save) % len(KINDS)], f"p-{chance.randrange(records)}"
        token = f"t{number}x{save}."
        results.append((kind, slug, token, EDITS[kind](client, user, slug, token)))
    return results


def page_of(slug, page="change", *args):
    from django.urls import reverse

    from partnerships.models import Partnership

    pk = Partnership.objects.get(slug=slug).pk
    return reverse(f"admin:partnerships_partnership_{page}", args=[pk, *args])


def opened(client, address):
    from tests.admin.records import posted

    return posted(answer(client.get, address))


def answer(ask, address, data=None):
    """Return what is answered; 503 means that the database is busy, and asks to come again."""
    for _try in range(TRIES):
        response = ask(address, data)
        if response.status_code != BUSY:
            return response
        time.sleep(1)
    raise AssertionError(f"{address} was busy {TRIES} times")


def patiently(work):
    """Return what ``work`` gives, tried again while the database is busy."""
    from django.db import OperationalError

    for _try in range(TRIES):
        try:
            return work()
        except OperationalError:
            time.sleep(1)
    raise AssertionError(f"The database was busy {TRIES} times")


def append_in_form(client, slug, token, name):
    """Append ``token`` to a text; when somebody was quicker, append it to theirs."""
    address = page_of(slug)
    data = opened(client, address)
    data[name] = appended(data[name], token)
    for refused in range(TRIES):
        response = answer(client.post, address, data)
        if response.status_code == 302:
            return refused
        expect(response, 409)
        if "adminform" in response.context:
            data = merged(response, data, name, token)
        else:
            # The page that only gives back what was typed: begun anew with the record as it is.
            data = opened(client, address)
            data[name] = appended(data[name], token)
    raise AssertionError(f"{token} was refused {TRIES} times")


def merged(response, data, name, token):
    """Return the form with their values chosen, but for ``name``, which takes both."""
    form = response.context["adminform"].form
    memory = {key: form.data[key] for key in ("seen_versions", "judged_versions")}
    choices = {}
    for conflict in response.context["conflicts"]:
        for field in conflict.fields:
            choices[f"choose-{field.input_name}"] = "theirs"
            if field.input_name == name:
                choices[f"choose-{name}"] = "mine"
                theirs = "".join(each.text for each in field.theirs if each.kind != "removed")
                data = {**data, name: appended(theirs, token)}
    return {**data, **memory, **choices}


def expect(response, status):
    if response.status_code != status:
        raise AssertionError(f"{response.status_code} instead of {status}: {response.text[:2000]}")


def appended(text, token):
    text = text.strip()
    return f"{text[:-4]} {token}</p>" if text.endswith("</p>") else f"{text} {token}"


def form(client, user, slug, token):
    return append_in_form(client, slug, token, "summary_en")


def row(client, user, slug, token):
    return append_in_form(client, slug, token, "outcomes-0-text_en")


def bulk(client, user, slug, token):
    from django.urls import reverse

    from partnerships.models import Partnership

    action = ("publish", "back_to_draft")[len(token) % 2]
    keys = list(Partnership.objects.values_list("pk", flat=True))
    data = {"action": action, "_selected_action": [str(key) for key in keys]}
    response = answer(client.post, reverse("admin:partnerships_partnership_changelist"), data)
    expect(response, 302)
    return 0


def imported(client, user, slug, token):
    from icma_portal.bilingual.desk.writing import ChangedSince
    from icma_portal.bilingual.tracking import units_of
    from icma_portal.publishing.versioned import ChangedMeanwhile
    from partnerships.models import Partnership

    for refused in range(TRIES):
        record = Partnership.objects.get(slug=slug)
        unit = units_of(record)["summary"]
        text = appended(record.summary_zh_hans, token)
        try:
            patiently(partial(stored, unit, text, user))
        except (ChangedSince, ChangedMeanwhile):
            continue
        return refused
    raise AssertionError(f"{token} was refused {TRIES} times")


def stored(unit, text, user):
    from icma_portal.bilingual.desk.writing import version_of, write
    from icma_portal.bilingual.tracking import editing

    with editing(origin="import"):
        write(unit, text, user=user, seen=version_of(unit), terms=())


def revert(client, user, slug, token):
    """Bring the Chinese name of an earlier version back; the texts of others must stay."""
    from icma_portal.publishing.history.timeline import versions_of
    from partnerships.models import Partnership

    record = Partnership.objects.get(slug=slug)
    first = versions_of(Partnership, record.pk).last()
    for refused in range(TRIES):
        address = page_of(slug, "compare", first.pk)
        stamp = answer(client.get, address).context["stamp"]
        part = f"partnerships.partnership.{record.pk}:name_zh_hans"
        response = answer(client.post, address, {"stamp": stamp, "part": part})
        if response.status_code == 302:
            return refused
        expect(response, 409)
    raise AssertionError("A revert never found the record at rest")


EDITS = {"form": form, "row": row, "bulk": bulk, "import": imported, "revert": revert}


def report(results, seconds):
    from icma_portal.publishing.models import Version
    from partnerships.models import Partnership

    texts = {}
    for record in Partnership.objects.prefetch_related("outcomes"):
        outcome = record.outcomes.get()
        texts[record.slug] = {
            "form": record.summary_en,
            "row": outcome.text_en,
            "import": record.summary_zh_hans,
        }
    history = json.dumps(list(Version.objects.values_list("data", flat=True)), ensure_ascii=False)
    lost = [
        (kind, slug, token)
        for kind, slug, token, _refused in results
        if kind in ("form", "row", "import") and token not in texts[slug][kind]
    ]
    unrecorded = [
        token
        for kind, _slug, token, _refused in results
        if kind in ("form", "row", "import") and token not in history
    ]
    refused = sum(each[3] for each in results)
    print(f"{len(results)} savings in {seconds:.0f} s, told as a conflict first: {refused}")
    print(f"lost: {len(lost)}, not in the history: {len(unrecorded)}")
    for each in lost:
        print("lost", *each)
    return 1 if lost or unrecorded else 0


if __name__ == "__main__":
    main()
