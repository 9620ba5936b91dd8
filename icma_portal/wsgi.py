"""The WSGI application that a production server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "icma_portal.settings")
application = get_wsgi_application()
