"""After any change, pages made with what is kept are those of a process that has kept nothing."""

import re
from itertools import islice
from random import Random

import pytest
from django.test import Client

from icma_portal.content.generating import Generator
from icma_portal.web.kept import forget
from icma_portal.web.tables_read import tables_read
from tests.breadth import IS_LONG
from tests.search.test_renewed_lists import changed, models_of

from .pages import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

QUERIES = (
    "/en/partnerships/?country=india&view=map",
    "/zh-hans/partnerships/?sort=newest&kind=us_partner",
    "/en/publications/?topic=climate-and-resilience",
    "/zh-hans/cities/?letter=D",
    "/en/search/?q=city&kind=partnership",
    "/zh-hans/search/?q=城市",
)
# What differs each time a page is made.
OWN = re.compile(r'name="(?:csrfmiddlewaretoken|opened)" value="[^"]*"')
# So many ways to change a table, and pages that are looked at after each.
WAYS, LOOKS, SHARES = (40, 8, 2) if IS_LONG else (2, 3, 14)


def page(address):
    # Each request comes without cookies, as a search engine's.
    response = Client().get(address)
    return response.status_code, OWN.sub("", response.content.decode())


def tables_of(address):
    forget()
    with tables_read() as tables:
        page(address)
    return tables


@pytest.fixture(scope="module")
def reading(django_db_setup, django_db_blocker):
    """Return address → tables that its page is made of."""
    with django_db_blocker.unblock():
        paths = [path for _name, _language, path in addresses()]
        return {address: tables_of(address) for address in (*paths, *QUERIES)}


@pytest.mark.parametrize("number", range(2))
def test_pages_after_any_change_are_those_of_a_process_that_kept_nothing(db, reading, number):
    Generator(5).make(25)
    chance, looked, differing = Random(number), 0, 0  # noqa: S311
    everything = sorted(models_of(set().union(*reading.values())), key=lambda each: each.__name__)
    for model in everything[number::SHARES]:
        table = model._meta.db_table
        those = [address for address, tables in reading.items() if table in tables]
        others = [address for address in reading if address not in those]
        shown = list(model._base_manager.values_list("pk", flat=True)[:200])
        shown_pages = chance.sample(those, min(LOOKS, len(those))) + chance.sample(others, 1)
        forget()
        before = {address: page(address) for address in shown_pages}
        for _changes in islice(changed(model, chance, table, shown), WAYS):
            kept = {address: page(address) for address in shown_pages}
            forget()
            anew = {address: page(address) for address in shown_pages}
            looked += len(anew)
            differing += sum(anew[each] != before[each] for each in anew)
            for address in anew:
                assert kept[address] == anew[address], (table, address)

    assert looked > 30
    # The changes could be seen.
    assert differing, looked
