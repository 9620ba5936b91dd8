"""One style sheet for readers, made of the small ones that we write.

Each file of static/css is about one thing; a page that asks for a dozen of them is slow where the
network is far away. This finder puts them together as css/portal.css whenever static files are
looked for or collected, so that no step of a build can be forgotten.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/portal.css"
# In this order; the first names the layers.
PARTS = (
    *("tokens", "base", "frame", "layout", "components", "motif"),
    *("maps", "charts", "rich_text", "records", "reading", "forms", "downloads", "exports"),
    *("search", "pages", "hero", "sheets", "lead_picture"),
)


class StylesheetFinder(BaseFinder):
    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        """Return the path of the made file for its name, a list of it with ``find_all``."""
        if path != NAME:
            return []
        found = self._made().path(NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        yield NAME, self._made()

    def _made(self):
        """Write the style sheet if it is not as it should be; return the storage that holds it."""
        storage = FileSystemStorage(location=settings.VAR_DIR / "made")
        file = Path(storage.path(NAME))
        content = stylesheet()
        if not file.exists() or file.read_text("utf-8") != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Renamed into place: another process may be reading it.
            handle, name = tempfile.mkstemp(dir=file.parent, suffix=".css")
            with os.fdopen(handle, "w", encoding="utf-8") as made:
                made.write(content)
            os.replace(name, file)
        return storage


def stylesheet():
    """Return the text of all parts, in their order."""
    directory = settings.BASE_DIR / "static" / "css"
    return "\n".join((directory / f"{part}.css").read_text("utf-8") for part in PARTS)
