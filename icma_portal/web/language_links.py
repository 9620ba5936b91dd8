"""The same page in the other language: one ASCII slug serves both, so only the prefix differs."""

from typing import NamedTuple

from django.conf import settings

from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES

NAMES = {"en": "English", "zh-hans": "简体中文"}


class LanguageLink(NamedTuple):
    language: str
    tag: str
    name: str
    path: str
    address: str
    is_current: bool


def path_in(path, language):
    """Return ``path`` with the prefix of ``language``; its home where there is no prefix."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{language}/{rest}" if first in LANGUAGES else f"/{language}/"


def language_links(request, current, query=""):
    """Return a LanguageLink per language; the path keeps ``query``, the address does not."""
    links = []
    for language in LANGUAGES:
        path = path_in(request.path, language)
        links.append(
            LanguageLink(
                language=language,
                tag=HTML_TAGS[language],
                name=NAMES[language],
                path=f"{path}?{query}" if query else path,
                address=settings.SITE_ADDRESS + path,
                is_current=language == current,
            )
        )
    return links
