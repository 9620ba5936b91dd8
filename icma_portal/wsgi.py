"""The WSGI application that a production server imports: Django, behind its finished pages."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
application = get_wsgi_application()
if settings.PAGE_CACHE_MB:
    # It knows the models, which are there only now.
    from icma_portal.web.page_cache.serving import PageCache

    application = PageCache(application, settings.PAGE_CACHE_MB)
if settings.METRICS_TOKEN:
    # Optional, and in front of the pages, so that kept ones are counted too.
    from icma_portal.web.metrics import Metrics

    application = Metrics(application, settings.METRICS_TOKEN)
