"""What staff do to a record, and when readers see it: at both processes and at nginx.

Each server is asked without a pause from before the change until two seconds after it, so that
neither a reply that comes too early nor one that is still old is missed.
"""

import secrets
import threading
import time
from contextlib import contextmanager

from deployment import manage

# So long after the moment the servers are still asked: what was new may not become old again.
SECONDS_AFTER = 2.5
SECONDS_AHEAD = 3
# The processes look at the database; nginx keeps a page for one second more.
LIMITS = {"process": 1.0, "nginx": 2.0}
SLUG = "moment-{number}"
# Prints the moment from which readers must see the new state; the first save warms the shell up.
CHANGE = """
import time
from datetime import timedelta
from django.utils import timezone
from programs.models import Topic
Topic.objects.update_or_create(slug="moment-warm", defaults={{"name_en": "Warm"}})
topic, made = Topic.objects.get_or_create(slug={slug!r}, defaults={{"name_en": {name!r}}})
moment = timezone.now()
ahead = moment + timedelta(seconds={ahead})
{change}
topic.save()
print("MOMENT", {tells}.timestamp())
"""
# What is done → (how, the moment from which it holds, the status before it and from then on).
CHANGES = {
    "published": ("topic.state = 'published'", "moment", 404, 200),
    "changed": ("topic.name_en = {new!r}", "moment", 200, 200),
    "unpublished": ("topic.state = 'draft'", "moment", 200, 404),
    "scheduled": ("topic.state, topic.published_at = 'published', ahead", "ahead", 404, 200),
    "expired": ("topic.expires_at = ahead", "ahead", 200, 404),
}


def prove_moments(deployment):
    """Return what to print: for each change the slowest of the processes, and nginx.

    Raises AssertionError where a reply was too early, too late, or never changed.
    """
    slug, name = SLUG.format(number=secrets.token_hex(3)), f"Moment {secrets.token_hex(4)}"
    told = []
    for done, (how, tells, before, after) in CHANGES.items():
        new = f"Moment {secrets.token_hex(4)}" if done == "changed" else name
        servers = {**{f"process {port}": port for port in deployment.ports}, "nginx": None}
        with asked_all_the_time(deployment, servers, slug) as replies:
            change = CHANGE.format(
                slug=slug, name=name, change=how.format(new=new), tells=tells, ahead=SECONDS_AHEAD
            )
            printed = manage(deployment.environment, "shell", "-c", change)
            moment = float(printed.rsplit("MOMENT ", 1)[1])
            time.sleep(max(0, moment + SECONDS_AFTER - time.time()))
        old_name, name = name, new
        late = {
            server: lateness(done, server, each, moment, (before, old_name), (after, new))
            for server, each in replies.items()
        }
        slowest = max(seconds for server, seconds in late.items() if server != "nginx")
        told.append(f"{done} {slowest:.2f} s, nginx {late['nginx']:.2f} s")
    return f"({'; '.join(told)})"


@contextmanager
def asked_all_the_time(deployment, servers, slug):
    """Ask every server for the record's page and its list; yield server → its replies.

    A reply is (asked at, answered at, path, status, text).
    """
    replies, stop_it = {server: [] for server in servers}, threading.Event()
    paths = (f"/en/topics/{slug}/", f"/zh-hans/topics/{slug}/", "/en/topics/")

    def ask(server, port):
        while not stop_it.is_set():
            for path in paths:
                began = time.time()
                reply = deployment.ask(path, port=port)
                replies[server].append((began, time.time(), path, reply.status, reply.text))
            time.sleep(0.03)

    threads = [threading.Thread(target=ask, args=each) for each in servers.items()]
    for each in threads:
        each.start()
    try:
        yield replies
    finally:
        stop_it.set()
        for each in threads:
            each.join()


def lateness(done, server, replies, moment, old, new):
    """Return how long after the moment a server was last asked and told the old state."""
    latest, early, is_old = 0.0, 0, 0
    for began, ended, path, status, text in replies:
        # What was under way at the moment may be either.
        if ended < moment:
            is_old += shows(path, status, text, *old)
            early += not shows(path, status, text, *old)
        elif began >= moment and not shows(path, status, text, *new):
            latest = max(latest, began - moment)
    limit = LIMITS[server.split()[0]]
    if early or is_old < 3 or latest > limit:
        raise AssertionError(
            f"{done} at {server}: {early} too early, {is_old} old before, old {latest:.2f} s long"
        )
    return latest


def shows(path, status, text, expected, name):
    """Return whether a reply shows the record as it must: its page by status, the list by name."""
    if path == "/en/topics/":
        return status == 200 and (name in text) == (expected == 200)
    return status == expected and (expected == 404 or name in text)
