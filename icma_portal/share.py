"""Share images of the portal's pages, made from what anybody may see."""

import hashlib

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from china_center.models import Agreement, Event, TrainingProgram
from icma_portal.bilingual.reader import text_of
from icma_portal.web.share_image import Fonts, ShareImage, draw
from partnerships.models import City, Partnership
from programs.models import Country, Organization, Program, Project, Topic
from publications.fact_sheets.characters import FONT_DIRECTORY
from publications.models import Publication

FAMILIES = ("NotoSans", "NotoSansSC")
FONTS = Fonts(
    bold=tuple(str(FONT_DIRECTORY / f"{each}-Bold.ttf") for each in FAMILIES),
    regular=tuple(str(FONT_DIRECTORY / f"{each}-Regular.ttf") for each in FAMILIES),
)
# Namespace of the URL → the section's name, the model and the field with the title.
SECTIONS = {
    "programs": (gettext_lazy("Programs"), Program, "name"),
    "projects": (gettext_lazy("Projects"), Project, "name"),
    "partnerships": (gettext_lazy("Partnerships"), Partnership, "name"),
    "cities": (gettext_lazy("Cities"), City, "name"),
    "countries": (gettext_lazy("Countries and regions"), Country, "name"),
    "topics": (gettext_lazy("Topics"), Topic, "name"),
    "organizations": (gettext_lazy("Organizations"), Organization, "name"),
    "publications": (gettext_lazy("Publications"), Publication, "title"),
    "agreements": (gettext_lazy("Agreements"), Agreement, "name"),
    "events": (gettext_lazy("Events"), Event, "name"),
    "training": (gettext_lazy("Training"), TrainingProgram, "name"),
    "china_center": (gettext_lazy("ICMA China Center"), None, ""),
}
DAY = 86_400


@require_safe
def page_image(request, section, slug=None):
    """Answer with the picture of a record's page, or of a section where there is no slug.

    What the public may not see is missing, as if it did not exist; so is an unknown section.
    """
    return _answer(request, _content(section, slug))


@require_safe
def home_image(request):
    return _answer(request, ShareImage(_("Cities learn from cities"), "ICMA", _site()))


def _site():
    return _("ICMA international portal")


def _content(section, slug):
    if section not in SECTIONS:
        raise Http404
    label, model, field = SECTIONS[section]
    if slug is None:
        return ShareImage(str(label), "ICMA", _site())
    if model is None:
        raise Http404
    record = get_object_or_404(model._default_manager.visible_to(AnonymousUser()), slug=slug)
    return ShareImage(text_of(record, field), str(label), _site(), tuple(_names(record)))


def _names(record):
    """Return the names at the dots: those of a partnership's members."""
    if not isinstance(record, Partnership):
        return []
    members = record.memberships.visible_to(AnonymousUser()).select_related("city", "organization")
    return [text_of(each.city or each.organization, "name") for each in members]


def _answer(request, content):
    """Return the picture with a tag that names what it says, or 304 where the reader has it."""
    tag = f'"{hashlib.sha256(repr(content).encode()).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(draw(content, FONTS), content_type="image/png")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response
