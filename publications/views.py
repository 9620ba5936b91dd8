"""Public pages of publications and the gated way to their files."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from icma_portal.asking.questions import Question
from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.reader import text_of
from icma_portal.exports.views import ExportedListMixin
from icma_portal.files.counting import begins_download
from icma_portal.files.serving import file_response
from icma_portal.publishing.shelf import Row, records_for_cards
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView
from icma_portal.web.kept import snapshot_of
from partnerships.models import City, Partnership
from programs.models import Country, Program, Topic

from .citations.files import WRITERS, cited
from .citations.metadata import metadata_of
from .citations.words import as_gb_t_7714, as_text
from .exports import PUBLICATIONS
from .filters import PublicationFilterSet
from .models import Document, DownloadCount, Publication, Video, VideoFile
from .reading import with_covers
from .related import related_keys

logger = logging.getLogger(__name__)


class PublicationListView(ExportedListMixin, FacetedListView):
    model = Publication
    export = PUBLICATIONS
    question = records_for_cards(Publication)
    filterset_class = PublicationFilterSet
    card_template = "components/publication_card.html"
    newest_first = F("issued_on").desc(nulls_last=True)


@Question
def publication_of_page(user, slug):
    """Return the publication at ``slug`` with what its page shows to ``user``."""
    visible = Publication.objects.visible_to(user)
    by_name = sort_key_column()
    documents = Document.objects.visible_to(user).select_related("current__reading")
    parts = visible.order_by("kind", "part", by_name)
    related = {
        "documents": documents.prefetch_related(with_covers()),
        "topics": Topic.objects.visible_to(user),
        "program": Program.objects.visible_to(user),
        "partnership": Partnership.objects.visible_to(user),
        "cities": City.objects.visible_to(user).order_by(by_name),
        "countries": Country.objects.visible_to(user).order_by(by_name),
        "translations": visible,
        "translation_of": visible,
        "recording": Video.objects.visible_to(user).prefetch_related(
            "captions", Prefetch("files", VideoFile.objects.select_related("current"))
        ),
    }
    return (
        visible.filter(slug=slug)
        .select_related("phase__program", "publisher", "series")
        .prefetch_related(
            "sources",
            Prefetch("series__publications", parts, "shown_parts"),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


class PublicationDetailView(VisibleDetailView):
    model = Publication
    question = publication_of_page

    def get_context_data(self, **kwargs):
        publication = self.object
        # As on cards, of which the components are.
        publication.visible_documents = publication.shown_documents
        publication.visible_topics = publication.shown_topics
        series = publication.series.shown_parts if publication.series else []
        return super().get_context_data(
            program=publication.shown_program,
            partnership=publication.shown_partnership,
            cities=publication.shown_cities,
            countries=publication.shown_countries,
            translations=publication.shown_translations,
            original=publication.shown_translation_of,
            in_series=self.cards([each.pk for each in series if each.pk != publication.pk]),
            recording=publication.shown_recording,
            related=self.get_related(),
            sources=publication.sources.all(),
            downloads=DownloadCount.objects.total_of(publication.visible_documents),
            **self.get_citations(),
            **self.get_neighbors(series),
            **kwargs,
        )

    def cards(self, keys):
        return Row(Publication, keys, self.request)

    def get_related(self):
        """Return the related publications, of which the keys are kept with the content."""
        publication, user = self.object, self.request.user
        kept, kind = snapshot_of(self.request), ("related", get_language())
        keys = kept.one_of(kind, publication.pk, lambda: related_keys(publication, user))
        return self.cards(keys)

    def get_citations(self):
        """Return how the publication is cited: by people, by programs, and in the page's head."""
        publication, user = self.object, self.request.user
        documents = publication.visible_documents
        entry = cited(publication, documents, user)
        address = settings.SITE_ADDRESS + publication.get_absolute_url()
        return {
            "citation": as_text(entry),
            "gb_t_7714": as_gb_t_7714(entry, timezone.localdate()),
            "citation_language": HTML_TAGS[entry.title_language],
            "metadata": metadata_of(entry, documents, address),
        }

    def get_neighbors(self, series):
        """Return the previous and the next part of a series, None where there is none."""
        own = self.object
        parts = [each for each in series if own.part and each.part and each.kind == own.kind]
        parts.sort(key=lambda each: each.part)
        before = [each for each in parts if each.part < own.part]
        after = [each for each in parts if each.part > own.part]
        return {
            "previous_part": before[-1] if before else None,
            "next_part": after[0] if after else None,
        }


@require_safe
def citation(request, slug, extension):
    """Send the reference to a publication as BibTeX, RIS or CSL-JSON."""
    if extension not in WRITERS:
        raise Http404(f"no citation as {extension!r}")
    publications = Publication.objects.visible_to(request.user).for_card(request.user)
    publication = get_object_or_404(publications.select_related("publisher"), slug=slug)
    content_type, write = WRITERS[extension]
    entry = cited(publication, publication.visible_documents, request.user)
    response = HttpResponse(write(entry), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.{extension}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def download(request, slug, language):
    """Send the current file of a publication in one language; 404 for what is not visible."""
    documents = Document.objects.visible_to(request.user).select_related("publication", "current")
    document = get_object_or_404(documents, publication__slug=slug, language=language)
    names = (f"{slug}-{language}.pdf", f"{document.title}.pdf")
    response = file_response(request, document.current, names, is_public=document.is_public)
    if begins_download(request, document.current, response):
        count_download(document)
    return response


@require_safe
def video_file(request, slug, kind, language):
    """Send a file that belongs to a video; 404 for what is not visible.

    Recordings and captions are played on the page, the others are kept by the reader.
    """
    files = VideoFile.objects.visible_to(request.user).select_related("video", "current")
    stored = get_object_or_404(files, video__slug=slug, kind=kind, language=language)
    extension = stored.file.name.rpartition(".")[2]
    title = text_of(stored.video, "title", language)
    names = (f"{slug}-{kind}-{language}.{extension}", f"{title}.{extension}")
    is_played = kind in (VideoFile.Kind.RECORDING, VideoFile.Kind.CAPTIONS)
    return file_response(
        request,
        stored.current,
        names,
        is_public=stored.video.is_published,
        is_attachment=not is_played,
    )


def count_download(document):
    """Count a download; one that cannot be counted is given all the same."""
    try:
        DownloadCount.objects.count_one(document)
    except DatabaseError:
        logger.exception("A download of %s was not counted.", document)
