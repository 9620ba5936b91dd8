"""The pages that the sweeps over both languages look at: PAGES, filtered lists, forms, errors."""

from django.test import Client, RequestFactory
from django.utils.http import urlencode

from icma_portal.web.errors import server_error

from .pages import PAGES, address

WORDS = {"en": "water", "zh-hans": "水"}
NOTHING = {"en": "no such words", "zh-hans": "没有此词"}
BAD_MESSAGE = {"name": "", "email": "a@", "subject": "", "message": ""}


def crawl(client, language):
    """Yield (name, page) of every public page and of what readers get when something is wrong."""
    for name in PAGES:
        yield name, text_of_page(client.get(address(name, language)))
    for path in paths(language):
        yield path, text_of_page(client.get(f"/{language}/{path}"))
    yield from refusals(client, language)


def paths(language):
    """Return the addresses, below the language, of lists in other states and of odd records."""
    return [
        f"partnerships/?{urlencode({'country': 'india', 'q': WORDS[language]})}",
        f"partnerships/?{urlencode({'q': NOTHING[language]})}",
        "publications/?page=2",
        "publications/?kind=tool&sort=newest",
        "cities/?letter=d",
        "topics/?letter=x",
        "publications/factsheet-shimla-boulder/",
        "programs/icma-china-center-program/",
        "programs/icma-global-programs/",
        "organizations/icma/",
        "china-center/agreements/?view=timeline",
        "china-center/agreements/agreement-cupl-2014/",
        "china-center/events/urban-governance-forum-2014/",
        f"contact/?about=/{language}/cities/",
    ]


def refusals(client, language):
    """Yield the pages of status 400, 403, 404 and 500, and a form with errors."""
    contact = f"/{language}/contact/"
    yield "a wrong message", text_of_page(client.post(contact, BAD_MESSAGE), 400)
    yield "no such page", text_of_page(client.get(f"/{language}/nothing/"), 404)
    yield "no such choice", text_of_page(client.get(f"/{language}/partnerships/?year=x"), 400)
    yield "no such bytes", text_of_page(client.get(f"/{language}/cities/?q=%00"), 400)
    strict = Client(enforce_csrf_checks=True)
    yield "no token", text_of_page(strict.post(contact, BAD_MESSAGE), 403)
    broken = server_error(RequestFactory().get(f"/{language}/"))
    yield "a fault", text_of_page(broken, 500)


def text_of_page(response, status=200):
    """Return the HTML of a response, which must have the ``status``."""
    assert response.status_code == status, response
    return response.content.decode()
