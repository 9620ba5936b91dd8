"""The WSGI application in front of Django's: pages that are kept are answered without it."""

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong

from cachetools import LRUCache

from ..errors import DATABASE_LOST
from .asking import bare_environ, best_encoding, canonical, key_of
from .pages import is_for_all, page_of
from .watching import Watcher

MEGABYTE = 1_000_000
# So long a request waits for the same page being made for another one.
PATIENCE = 10


class PageCache:
    """Wraps Django's WSGIHandler; keeps at most ``megabytes`` of pages in this process."""

    def __init__(self, handler, megabytes, watcher=None):
        self.handler = handler
        self.watcher = watcher or Watcher()
        self._pages = LRUCache(megabytes * MEGABYTE, getsizeof=lambda page: page.size)
        self._generation = 0
        self._making = {}
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        key = key_of(environ)
        generation = self.watcher.generation()
        if key is not None:
            page = self._kept(key, generation)
            if page is None:
                # Sorted, and without what the view does not know, it may be kept.
                key = canonical(key)
                page = key and self._kept(key, generation)
            if page is not None:
                encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
                return page.reply(environ, start_response, encoding)
        if self.watcher.is_lost:
            # Django answers 503 in its own way, headers and all.
            return self.handler({**environ, DATABASE_LOST: True}, start_response)
        if key is None:
            return self.handler(environ, start_response)
        return self._answer(key, generation, environ, start_response)

    def _kept(self, key, generation):
        with self._lock:
            if generation != self._generation:
                # Nothing of an older generation may ever be shown: it may have been withdrawn.
                self._pages.clear()
                self._generation = generation
            return self._pages.get(key)

    def _answer(self, key, generation, environ, start_response):
        """Make a page once for all who wait for it; who gets none of them is answered alone."""
        with self._lock:
            waited = self._making.get((key, generation))
            if waited is None:
                future = self._making[key, generation] = Future()
        if waited is not None:
            page = self._waited_for(waited)
        else:
            page, response = self._make(key, generation, future, environ)
            if page is None:
                return send(response, environ, start_response)
        if page is None:
            return self.handler(bare_environ(environ, key) | method_of(environ), start_response)
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return page.reply(environ, start_response, encoding)

    def _waited_for(self, future):
        try:
            return future.result(PATIENCE)
        except TooLong:
            return None

    def _make(self, key, generation, future, environ):
        """Return (page, None), or (None, response) for what is not to be kept."""
        page = None
        try:
            response = self.handler(bare_environ(environ, key), lambda status, headers: None)
            if not is_for_all(response):
                return None, response
            page = page_of(response)
            response.close()
            self._keep(key, generation, page)
            return page, None
        finally:
            with self._lock:
                del self._making[key, generation]
            future.set_result(page)

    def _keep(self, key, generation, page):
        if self.watcher.generation() != generation:
            return
        with self._lock:
            if generation == self._generation and page.size <= self._pages.maxsize // 8:
                self._pages[key] = page


def method_of(environ):
    return {"REQUEST_METHOD": environ["REQUEST_METHOD"]}


def send(response, environ, start_response):
    """Begin a response of Django's that has not been begun; return it as the body."""
    cookies = [("Set-Cookie", each.output(header="")) for each in response.cookies.values()]
    status = f"{response.status_code} {response.reason_phrase}"
    start_response(status, [*response.items(), *cookies])
    if environ["REQUEST_METHOD"] == "HEAD":
        response.close()
        return [b""]
    return response
