"""What a page can be besides full and sound: without results, with errors, and so on."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.http import urlencode

from tests.site.crawl import NOTHING, WORDS

# Two records of which each stands in one language only.
ONLY = {"en": "only-in-english", "zh-hans": "only-in-chinese"}
MAKE_HALF_TRANSLATED = f"""
from programs.models import Project
Project.objects.create(
    slug="{ONLY["en"]}", state="published",
    name_en="Water for towns", summary_en="What the towns did.",
)
Project.objects.create(
    slug="{ONLY["zh-hans"]}", state="published",
    name_zh_hans="城镇供水", summary_zh_hans="各城镇所做的工作。",
)
"""
REMOVE_HALF_TRANSLATED = f"""
from programs.models import Project
Project.objects.filter(slug__in={list(ONLY.values())!r}).delete()
"""


class State(NamedTuple):
    """A page in a state: where it is, which status it answers with, and what is done there."""

    name: str
    path: str
    status: int = 200
    act: Callable = lambda page: None


def send_form(page, status):
    """Send the form of the page as it stands; the answer is a page of its own."""
    with page.expect_navigation() as answer:
        page.locator("main form[method=post] button[type=submit]").click()
    assert answer.value.status == status


def send_empty_form(page):
    send_form(page, 400)


def send_without_token(page):
    """Send the form as another site would: without the cookie that proves where it was shown."""
    page.context.clear_cookies()
    send_form(page, 403)


def open_all_details(page):
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def states(language):
    """Return the States that are looked at in a language."""
    other = "en" if language == "zh-hans" else "zh-hans"
    nothing = urlencode({"q": NOTHING[language]})
    chosen = urlencode({"country": "india", "q": WORDS[language]})
    rows = [
        ("empty list", f"partnerships/?{nothing}"),
        ("filtered list", f"partnerships/?{chosen}"),
        ("invalid filter", "partnerships/?year=x", 400),
        ("open filters", "partnerships/?country=india", 200, open_all_details),
        ("second page", "publications/?page=2"),
        ("letter", "cities/?letter=d"),
        ("letter without entries", "topics/?letter=x"),
        ("three members", "partnerships/shimla-boulder/"),
        ("text in the other language", f"projects/{ONLY[other]}/"),
        ("list with text in the other language", "projects/"),
        ("form from a page", f"contact/?about=/{language}/cities/"),
        ("form with errors", "contact/", 200, send_empty_form),
        ("form without token", "contact/", 200, send_without_token),
        ("no such page", "no-such-page/", 404),
        ("invalid address", "cities/?q=%00", 400),
    ]
    return [State(name, f"/{language}/{path}", *rest) for name, path, *rest in rows]
