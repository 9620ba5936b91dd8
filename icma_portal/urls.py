"""All addresses. Public pages stand under /en/ and /zh-hans/; the admin has no prefix."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from china_center.urls import agreements, china_center, events, training
from icma_portal import figures, open_data, share, sitemaps, views
from icma_portal.inbox import views as inbox
from icma_portal.publishing.revisions.preview import shared_preview
from icma_portal.search import page as search_page
from icma_portal.web import health
from partnerships.urls import cities, partnerships
from programs.urls import countries, organizations, programs, projects, topics
from publications.fact_sheets.urls import fact_sheets
from publications.urls import publications, videos

urlpatterns = [
    path("", views.root, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path(
        "favicon.ico",
        RedirectView.as_view(url="/static/icons/favicon.ico", permanent=True),
        name="favicon",
    ),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("pictures/", include("icma_portal.files.urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("share/home.png", share.home_image, name="home_image"),
        path("share/<slug:section>.png", share.page_image, name="section_image"),
        path("share/<slug:section>/<slug:slug>.png", share.page_image, name="record_image"),
        path("programs/", include(programs)),
        path("projects/", include(projects)),
        path("partnerships/", include(partnerships)),
        path("cities/", include(cities)),
        path("countries/", include(countries)),
        path("topics/", include(topics)),
        path("organizations/", include(organizations)),
        path("publications/", include(publications)),
        path("videos/", include(videos)),
        path("china-center/training/", include(training)),
        path(
            "china-center/request-assistance/", inbox.request_assistance, name="request_assistance"
        ),
        path(
            "china-center/request-assistance/thanks/", inbox.request_thanks, name="request_thanks"
        ),
        path("china-center/", include(china_center)),
        path("china-center/agreements/", include(agreements)),
        path("china-center/events/", include(events)),
        path("", include(fact_sheets)),
        path("search/", search_page.results, name="search"),
        path("search/suggestions/", search_page.suggest, name="search_suggestions"),
        path("search/opensearch.xml", search_page.open_search, name="open_search"),
        path("figures/", figures.figures, name="figures"),
        path("open-data/", open_data.open_data, name="open_data"),
        path("about/", views.about, name="about"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("preview/<str:token>/", shared_preview, name="preview"),
        path("contact/", inbox.contact, name="contact"),
        path("contact/thanks/", inbox.contact_thanks, name="contact_thanks"),
    ),
]

if settings.ENVIRONMENT == "development":
    from icma_portal.styleguide import styleguide

    urlpatterns += [
        path("styleguide/", RedirectView.as_view(url="/en/styleguide/")),
        *i18n_patterns(path("styleguide/", styleguide, name="styleguide")),
    ]

handler400 = "icma_portal.web.errors.bad_request"
handler403 = "icma_portal.web.errors.permission_denied"
handler404 = "icma_portal.web.errors.page_not_found"
handler500 = "icma_portal.web.errors.server_error"
