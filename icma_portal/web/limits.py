"""How often one address may do what is to be slowed: guess a code, for instance.

Counts live in the cache of each process and are gone after their window; the address is kept
only as a digest.
"""

from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most ``most`` acts of an address in ``seconds``, counted from its first one."""

    name: str
    most: int
    seconds: int

    def is_reached(self, request):
        return cache.get(self._key(request), 0) >= self.most

    def count(self, request):
        """Take note of one act."""
        key = self._key(request)
        if not cache.add(key, 1, timeout=self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # The window closed in between.
                cache.add(key, 1, timeout=self.seconds)

    def _key(self, request):
        return f"limit-{self.name}-{salted_hmac('limits', client_address(request)).hexdigest()}"


def client_address(request):
    """Return the address that the request came from; "" where it came over a socket of the machine.

    Behind a proxy it is the last one in ``X-Forwarded-For``: what stands before it was written
    by the client itself. What is no address there is not believed.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if not settings.SECURE_PROXY_SSL_HEADER:
        return direct
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded))
    except ValueError:
        return direct
