"""Links to other sites: where the content has them, and whether they still lead somewhere.

A site may be away for an hour, and some send robots away: only a page that was found away three
times, a week apart each, is told to the staff. Which answers mean what: RFC 9110, section 15.
"""

import ipaddress
import re
import socket
import urllib.error
import urllib.request
from collections import defaultdict
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed
from icma_portal.publishing.models import Publishable

from .checks import Finding, register_check, versioned_models
from .links import rich_columns, texts_with_links
from .models import STRIKES, ExternalLink

HREF = re.compile(r'href="(https?://[^"]+)"')
SECONDS = 10
# Less than a week, so that a weekly run that begins a little early misses none.
BETWEEN = timedelta(days=6)
AGENT = "Mozilla/5.0 (compatible; ICMA portal; checks its own links once a week)"
MOST_REDIRECTS = 5
# What is longer than the column holds is not asked.
LONGEST = 1_000
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
Fault = ExternalLink.Fault


class PrivateAddress(Exception):
    """A link, or what it leads on to, is of no public site: it is not asked."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTS

    def redirect_request(self, request, file, code, message, headers, address):
        require_public(address)
        return super().redirect_request(request, file, code, message, headers, address)


def url_columns(model):
    """Return the columns of a model that hold an address."""
    return [each.name for each in model._meta.concrete_fields if isinstance(each, models.URLField)]


def has_links(model):
    return bool(url_columns(model) or rich_columns(model))


def links_of(record):
    """Return the addresses on other sites that a record leads to, in order."""
    found = [getattr(record, name) for name in url_columns(type(record))]
    found += [each for text in texts_with_links(record) for each in HREF.findall(text)]
    found = [each.replace("&amp;", "&").partition("#")[0] for each in found if each]
    return sorted(
        {
            each
            for each in found
            if each.startswith(("http://", "https://")) and len(each) <= LONGEST
        }
    )


def records_with_links(model):
    """Return what of a model is to be looked at: what is public, or has no state of its own."""
    if issubclass(model, Publishable):
        return model._default_manager.published()
    return model._base_manager.all()


def addresses():
    """Return all addresses on other sites that the content leads to."""
    return {
        address
        for model in versioned_models()
        if has_links(model)
        for record in records_with_links(model).iterator()
        for address in links_of(record)
    }


def due(now=None):
    """Return the ExternalLinks to be asked now; forget those that stand nowhere any more."""
    wanted = addresses()
    known = {each.address: each for each in ExternalLink.objects.all()}
    ExternalLink.objects.filter(address__in=set(known) - wanted).delete()
    before = (now or timezone.now()) - BETWEEN
    links = [known.get(each) or ExternalLink(address=each) for each in sorted(wanted)]
    return [each for each in links if each.checked_at is None or each.checked_at <= before]


def fault_of(address):
    """Return the Fault of an address, NONE where its page answers; one request and its redirects.

    A site that refuses us (401, 403, 429 and the like) is there: what it shows readers it does
    not tell us.
    """
    try:
        require_public(address)
        asked = iri_to_uri(address)
        # require_public() lets http and https pass, nothing else.
        request = urllib.request.Request(asked, headers={"User-Agent": AGENT})  # noqa: S310
        opener = urllib.request.build_opener(_Redirects)
        with opener.open(request, timeout=SECONDS):
            return Fault.NONE
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in GONE:
            return Fault.GONE
        return Fault.ERROR if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR else Fault.NONE
    except PrivateAddress:
        return Fault.PRIVATE
    except (OSError, ValueError, HTTPException):
        # No name, no answer, no certificate, an answer that is no HTTP.
        return Fault.SILENT


def require_public(address):
    """Raise PrivateAddress unless all that the host's name stands for is on the public network.

    Else a link in a text could let the server ask its own neighbors. Raises OSError for a name
    that is not known.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PrivateAddress(address)
    found = socket.getaddrinfo(parts.hostname, parts.port or 0, proto=socket.IPPROTO_TCP)
    if not all(ipaddress.ip_address(each[4][0]).is_global for each in found):
        raise PrivateAddress(address)


@register_check(
    "external",
    _("Links to other sites that lead nowhere"),
    _(
        "Asked once a week, and away three times in a row. Look whether the page has moved; of a "
        "source, keep its title and take the address out."
    ),
    has_links,
)
def broken_external_links(model):
    away = ExternalLink.objects.filter(strikes__gte=STRIKES)
    broken = {each.address: each for each in away}
    found = defaultdict(list)
    for record in records_with_links(model) if broken else ():
        for address in links_of(record):
            if address in broken:
                found[record].append(bracketed(address, broken[address].get_fault_display()))
    for record, told in found.items():
        yield Finding(record, " · ".join(told))
