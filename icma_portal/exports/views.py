"""The way out of a list: the same filters, letter and order as on its page, in a format."""

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from icma_portal.accounts import audit
from icma_portal.bilingual.formats import listing
from icma_portal.bilingual.languages import portal_language
from icma_portal.search.letters import asked_letter
from icma_portal.web.addresses import reverse

from .declarations import Table
from .documents import schema_of

# What a list page reads and a file does not: the part that is shown, and how.
OF_THE_PAGE = ("page", "view")
COLUMNS = "columns"


class Offer(NamedTuple):
    """What a list page says of the ways to take it out.

    ``query`` and ``kept``, its (name, value) pairs, are the filters of the page.
    """

    export: object
    query: str
    kept: list

    @property
    def links(self):
        """(format, address without filters) of each format."""
        return [(each, address_of(self.export, each.extension)) for each in self.export.formats]

    @property
    def feed(self):
        """The address of the list as a feed, without filters; empty where it has none."""
        return address_of(self.export, "atom") if self.export.format("atom") else ""


class ExportedListMixin:
    """For pages of lists: tells the template in which formats the list can be taken out.

    The subclass gives ``export``.
    """

    export = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(offer=offer_of(self.export, self.request), **kwargs)


def offer_of(export, request):
    """Return the Offer of a list, with the filters of the page that was asked for."""
    query = request.GET.copy()
    for name in (*OF_THE_PAGE, COLUMNS):
        query.pop(name, None)
    text = f"?{query.urlencode()}" if query else ""
    kept = [(name, value) for name, values in query.lists() for value in values]
    return Offer(export, text, kept)


def address_of(export, extension):
    return reverse(f"{export.name}:export", args=[extension])


class ListExportView(View):
    """Sends all that the page of a list would show, in the format of the address.

    ``page`` is the list's view with ``export``. A filter or column that does not exist gives 400
    and the reason; a format that the list does not come in, 404.
    """

    page = None
    http_method_names = ("get", "head", "options")

    def get(self, request, extension):
        page = self.page()
        page.setup(request)
        wanted = page.export.format(extension)
        if wanted is None:
            raise Http404(f"no format {extension!r}")
        filterset = page.get_filterset(page.get_filterset_class())
        columns, unknown = page.export.choose(asked_columns(request.GET))
        if unknown or not filterset.is_valid():
            return refusal(request, page.export, filterset, unknown)
        table = Table(
            export=page.export,
            columns=columns,
            queryset=page.narrowed(filterset.qs),
            user=request.user,
            language=portal_language(get_language()),
            address=settings.SITE_ADDRESS + request.get_full_path(),
            list_address=list_address(page.export, request),
            filters=filters_in_words(
                filterset, None if page.is_by_date else asked_letter(request.GET)
            ),
            made_at=timezone.now().replace(microsecond=0),
        )
        if request.user.is_authenticated:
            # What staff take out may hold drafts.
            audit.record(audit.Event.EXPORT, request=request, target=request.get_full_path())
        return file_of(table, wanted, is_public=request.user.is_anonymous)


def asked_columns(query):
    """Return the names of ``?columns=``, given once with commas or several times."""
    texts = ",".join(query.getlist(COLUMNS))
    return [name.strip() for name in texts.split(",") if name.strip()]


def list_address(export, request):
    """Return the address of the page that shows the same records."""
    query = request.GET.copy()
    query.pop(COLUMNS, None)
    path = settings.SITE_ADDRESS + reverse(export.page_name)
    return f"{path}?{query.urlencode()}" if query else path


def filters_in_words(filterset, letter):
    """Return (label, value) of everything that narrows the list."""
    chosen, words = filterset.chosen(), []
    if text := filterset.form.cleaned_data.get("q"):
        words.append((filterset.filters["q"].label, text))
    for facet in filterset.facet_filters():
        words += [
            (facet.label, strip_tags(facet.all_labels[value]))
            for value in chosen.get(facet.field_name) or ()
        ]
    if letter:
        words.append((_("Letter"), letter))
    return words


def file_of(table, wanted, is_public):
    """Return the response that streams a Table."""
    response = StreamingHttpResponse(wanted.write(table), content_type=wanted.content_type)
    day = table.made_at.date().isoformat()
    name = f"icma-{table.export.name}-{table.language}-{day}.{wanted.extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Found by way of the list's page; a search engine has no use for the file.
    response.headers["X-Robots-Tag"] = "noindex"
    if is_public:
        # Other sites may read what everyone may read.
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def refusal(request, export, filterset, unknown):
    """Return the page that says which filters or columns do not exist."""
    context = {
        "export": export,
        "filter": filterset,
        "list_address": reverse(export.page_name),
        "unknown_columns": listing(unknown, get_language()) if unknown else "",
        "known_columns": listing([each.name for each in export.columns], get_language()),
    }
    return render(request, "exports/refused.html", context, status=400)


class SchemaView(View):
    """Sends the JSON Schema of a list."""

    export = None
    http_method_names = ("get", "head", "options")

    def get(self, request):
        schema = schema_of(self.export, settings.SITE_ADDRESS + request.path)
        response = JsonResponse(schema, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response.headers["Content-Type"] = "application/schema+json"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
