"""What is new in the library, as an Atom feed in the language of its address.

A feed says once in which language it is, so it holds only what passes the gate in that language.
"""

from itertools import islice

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icma_portal.bilingual.languages import HTML_TAGS, portal_language
from icma_portal.bilingual.reader import text_of
from icma_portal.publishing.parity import passes_gate

from .models import Publication

LENGTH = 30


class PortalAtomFeed(Atom1Feed):
    """Atom without a stylesheet: none is needed and none is loaded from elsewhere."""

    def __init__(self, *args, **kwargs):
        kwargs["stylesheets"] = None
        kwargs["language"] = HTML_TAGS[portal_language(get_language())]
        super().__init__(*args, **kwargs)


class PublicationFeed(Feed):
    feed_type = PortalAtomFeed
    page_parameters = ()

    def title(self):
        return _("ICMA international portal: new publications")

    def subtitle(self):
        return _("Publications, webinars, fact sheets, city assessments and tools.")

    def link(self):
        return settings.SITE_ADDRESS + reverse("publications:list")

    def feed_url(self):
        return settings.SITE_ADDRESS + reverse("publications:feed")

    def items(self):
        language = portal_language(get_language())
        newest = Publication.objects.published().order_by("-published_at", "-pk")
        readable = (each for each in newest.iterator(LENGTH) if passes_gate(each, language))
        return list(islice(readable, LENGTH))

    def item_title(self, item):
        return text_of(item, "title")

    def item_description(self, item):
        return text_of(item, "summary")

    def item_link(self, item):
        return settings.SITE_ADDRESS + item.get_absolute_url()

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return max(item.updated_at, item.published_at)
