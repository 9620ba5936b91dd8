"""When pages no longer hold: what the watcher may not miss."""

from datetime import timedelta

from django.utils import timezone

from icma_portal.web.page_cache.watching import Watcher
from tests.factories import make_publication


def test_a_moment_that_comes_while_the_watcher_looks_ends_pages_too(db, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    make_publication(title_en="Soon", slug="soon", state="published", published_at=moment)
    watcher = Watcher(interval=0)
    begin = watcher._begin_generation

    def begin_and_reach_the_moment(version):
        begin(version)
        later = moment + timedelta(seconds=1)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        monkeypatch.setattr("time.time", later.timestamp)

    monkeypatch.setattr(watcher, "_begin_generation", begin_and_reach_the_moment)
    watcher.look()
    begun = watcher._generation

    assert watcher.generation() > begun
