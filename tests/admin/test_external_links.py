"""Links to other sites: asked with patience, and told only when they stay away."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from icma_portal.care import external
from icma_portal.care.checks import results_for
from icma_portal.care.external import PrivateAddress, due, fault_of, links_of, require_public
from icma_portal.care.models import ExternalLink
from icma_portal.management.commands import check_links
from tests.factories import make_city, make_organization, make_partnership, make_source

Fault = ExternalLink.Fault
METADATA = "http://169.254.169.254/"


class Handler(BaseHTTPRequestHandler):
    """Answers /404 with 404 and so on; /to-metadata leads to an address within the network."""

    def do_GET(self):
        name = self.path.strip("/").partition("?")[0]
        self.send_response(302 if name == "to-metadata" else int(name))
        if name == "to-metadata":
            self.send_header("Location", METADATA)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """Serve Handler at an address that counts as public here; METADATA does not."""

    def allowed(address):
        if address.startswith(METADATA):
            raise PrivateAddress(address)

    monkeypatch.setattr(external, "require_public", allowed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("200", Fault.NONE),
        ("200?城市=杭州", Fault.NONE),
        ("403", Fault.NONE),
        ("429", Fault.NONE),
        ("404", Fault.GONE),
        ("410", Fault.GONE),
        ("500", Fault.ERROR),
        ("to-metadata", Fault.PRIVATE),
    ],
)
def test_answers_are_told_apart(site, path, fault):
    assert fault_of(f"{site}/{path}") == fault


def test_site_that_does_not_answer_is_told(site):
    port = int(site.rpartition(":")[2])
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as free:
        closed = free.server_port
    assert closed != port
    assert fault_of(f"http://127.0.0.1:{closed}/200") == Fault.SILENT


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://10.0.0.7/",
        "http://192.168.1.1/",
        METADATA,
        "file:///etc/passwd",
        "http:///nothing",
    ],
)
def test_nothing_within_the_network_is_asked(address):
    with pytest.raises(PrivateAddress):
        require_public(address)
    assert fault_of(address) == Fault.PRIVATE


@pytest.mark.django_db
def test_addresses_come_from_fields_and_from_texts():
    rich = '<p><a href="https://one.example/a?b=1&amp;c=2#part">one</a> <a href="/en/">own</a></p>'
    partnership = make_partnership([make_city()], summary_en=rich)
    assert links_of(partnership) == ["https://one.example/a?b=1&c=2"]
    assert links_of(make_organization(website="http://two.example/")) == ["http://two.example/"]


@pytest.mark.django_db
def test_page_is_told_after_three_weeks_away_and_no_more_when_it_is_back(site):
    source = make_source(url=f"{site}/404")
    for strikes in (1, 2, 3):
        assert _told(source) is None
        _ask_a_week_later()
        assert ExternalLink.objects.get(address=source.url).strikes == strikes
    assert f"{site}/404" in _told(source)

    ExternalLink.objects.get(address=source.url).note(Fault.NONE)
    assert _told(source) is None


@pytest.mark.django_db
def test_nothing_is_asked_twice_in_a_week_and_what_is_gone_is_forgotten(site):
    source = make_source(url=f"{site}/200")
    _ask_a_week_later()
    assert source.url not in [each.address for each in due()]

    source.url = f"{site}/403"
    source.save()
    assert source.url in [each.address for each in due()]
    assert not ExternalLink.objects.filter(address=f"{site}/200").exists()


@pytest.mark.django_db
def test_nothing_is_noted_while_no_site_answers(monkeypatch):
    make_source(url="http://one.example/")
    monkeypatch.setattr(check_links, "fault_of", lambda address: Fault.SILENT)
    with pytest.raises(CommandError):
        call_command("check_links", stdout=StringIO())
    assert not ExternalLink.objects.exists()


@pytest.mark.django_db
def test_link_of_a_draft_is_not_asked():
    organization = make_organization(website="http://draft.example/", state="draft")
    assert organization.website not in [each.address for each in due()]


def _told(record):
    (result,) = results_for(names=["external"])
    return next((each.detail for each in result.findings if each.record == record), None)


def _ask_a_week_later():
    """Ask what stands on the site of the test; the other links were asked just now."""
    ExternalLink.objects.update(checked_at=timezone.now() - timedelta(days=7))
    known = set(ExternalLink.objects.values_list("address", flat=True))
    others = [each for each in external.addresses() if "127.0.0.1" not in each]
    ExternalLink.objects.bulk_create(
        ExternalLink(address=each) for each in others if each not in known
    )
    ExternalLink.objects.filter(address__in=others).update(checked_at=timezone.now())
    call_command("check_links", stdout=StringIO())
