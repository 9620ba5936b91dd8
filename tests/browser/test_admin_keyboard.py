"""The staff's pages by keyboard alone, in small windows and with wider spacing of text."""

import pytest

from . import test_reflow as reflow
from .focus import faults, walk
from .test_admin_accessibility import PATHS, contexts

pytestmark = pytest.mark.browser
__all__ = ["contexts"]
LOGIN = {"login": "/admin/login/"}
# What a key reaches at least; fewer would mean that a page holds the focus back.
LEAST_STOPS = {"login": 2, "start": 100, "list": 100, "form": 50, "desk": 100, "coverage": 50}


def opened(contexts, portal):
    """Yield (name, page) for each of the staff's pages, opened at its top."""
    stranger, staff = contexts
    for context, paths in ((stranger, LOGIN), (staff, PATHS)):
        page = context.new_page()
        for name, path in paths.items():
            page.goto(portal + path, wait_until="load")
            yield name, page
        page.close()


def test_every_stop_of_the_focus_is_seen_on_the_staffs_pages(contexts, portal):
    found, stops = [], {}
    for name, page in opened(contexts, portal):
        page.set_viewport_size({"width": 1280, "height": 900})
        walked = walk(page)
        stops[name] = len(walked)
        found += [(name, *fault) for stop in walked for fault in faults(stop)]
    print(stops, *found, sep="\n")

    assert found == []
    assert [name for name, least in LEAST_STOPS.items() if stops[name] < least] == []


def test_no_text_of_the_staffs_pages_is_cut_off(contexts, portal):
    found, texts = [], 0
    for name, page in opened(contexts, portal):
        for windows in (reflow.WINDOWS, reflow.SPACED_WINDOWS):
            if windows is reflow.SPACED_WINDOWS:
                page.add_style_tag(content=reflow.SPACING)
            cut, counted = reflow.measures(page, windows)
            found += [(name, *each) for each in cut]
            texts += counted
    print(f"{texts} texts", *found, sep="\n")

    assert found == []
    assert texts > 1500
