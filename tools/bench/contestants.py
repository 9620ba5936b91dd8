"""What is measured beside the portal, each a WSGI application named by BENCH_CONTESTANT.

``bare`` answers the bytes of BENCH_PAGE, ``dressed`` with the headers of the portal's page beside
them as well; ``constant`` is a Django view that does, without and
(``usual``) with the middleware of a new project; ``cached`` stands behind Django's page cache;
``naive`` is a plain list of the portal's partnerships, counted by the database.
"""

import json
import os
import sys
from pathlib import Path

KIND = os.environ["BENCH_CONTESTANT"]
BODY = Path(os.environ["BENCH_PAGE"]).read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]
if KIND == "dressed":
    HEADERS = [tuple(each) for each in json.loads(os.environ["BENCH_HEADERS"])]
USUAL = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CACHED = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *USUAL,
    "django.middleware.cache.FetchFromCacheMiddleware",
]
CARDS = """<!DOCTYPE html><html lang="en"><body><h1>Partnerships</h1><p>{{ paginator.count }}</p>
{% for name, rows in facets %}<fieldset><legend>{{ name }}</legend>
{% for value, number in rows %}<label><input type="checkbox" name="{{ name }}" value="{{ value }}">
{{ value }} {{ number }}</label>{% endfor %}</fieldset>{% endfor %}
<ul>{% for each in page_obj %}<li><h3>
<a href="/partnerships/{{ each.slug }}/">{{ each.name }}</a></h3>
<p>{{ each.get_kind_display }}, {{ each.starts_on }}</p>
<ul>{% for member in each.memberships.all %}<li>{{ member.city.name }},
{{ member.city.country.name }}</li>{% endfor %}</ul>
<ul>{% for topic in each.topics.all %}<li>{{ topic.name }}</li>{% endfor %}</ul></li>
{% endfor %}</ul></body></html>"""


def bare(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]


def django_application():
    """Return Django's handler over a view of this module."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.MIDDLEWARE = {"constant": [], "cached": CACHED}.get(KIND, USUAL)
    settings.ROOT_URLCONF = __name__
    return get_wsgi_application()


def constant(request):
    from django.http import HttpResponse

    return HttpResponse(BODY)


def naive(request):
    """Show twenty partnerships with four facets, as one would write it first."""
    from django.core.paginator import Paginator
    from django.db.models import Count
    from django.http import HttpResponse
    from django.template import Context, Template

    from partnerships.models import Partnership

    found = Partnership.objects.published()
    ways = {
        "country": "countries__slug",
        "topic": "topics__slug",
        "kind": "kind",
        "phase": "phase__slug",
    }
    for name, path in ways.items():
        if chosen := request.GET.getlist(name):
            found = found.filter(**{f"{path}__in": chosen})
    # Without the columns that django-modeltranslation would add to the groups.
    plain = found.order_by().rewrite(False)
    counted = [
        (name, plain.values_list(path).annotate(Count("pk", distinct=True)))
        for name, path in ways.items()
    ]
    cards = found.distinct().order_by("sort_key_en")
    cards = cards.prefetch_related("memberships__city__country", "topics")
    paginator = Paginator(cards, 20)
    page = paginator.get_page(request.GET.get("page"))
    context = Context({"facets": counted, "page_obj": page, "paginator": paginator})
    return HttpResponse(Template(CARDS).render(context))


if KIND in ("bare", "dressed"):
    application = bare
else:
    sys.modules.setdefault("contestants", sys.modules[__name__])
    application = django_application()
    from django.urls import path

    urlpatterns = [path("", naive if KIND == "naive" else constant)]
