"""Which answers count as a download: told by the request alone, so that nothing is kept of readers.

A download counts once, when it begins: not its continuations, not a look ahead of it (HEAD, a
prefetch, the probe of a download manager), not those of robots and not those of the staff.
"""

from functools import lru_cache

from icma_portal.late import Late

from .serving import requested_span

crawleruseragents = Late("crawleruseragents")

# A part shorter than this, from the start of a longer file, only asks whether parts are given.
PROBE = 1024
LONGEST_AGENT = 500


def begins_download(request, stored, response):
    """Return whether ``response``, the answer with the stored file, begins a reader's download."""
    if request.method != "GET" or response.status_code not in (200, 206):
        return False
    if request.user.is_staff or is_prefetch(request) or is_robot(request):
        return False
    start, stop = requested_span(request, response.headers["ETag"], stored.size) or (0, stored.size)
    return start == 0 and stop >= min(PROBE, stored.size)


def is_prefetch(request):
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose


def is_robot(request):
    """Return whether the agent calls itself one that is known as a robot, or nothing at all."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    return not agent.strip() or is_known_robot(agent)


@lru_cache(maxsize=1000)
def is_known_robot(agent):
    return crawleruseragents.is_crawler(agent)
