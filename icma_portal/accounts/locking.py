"""What is answered to a name or an address that has been locked."""

from django.conf import settings
from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

TOO_MANY = 429


def locked_out(request, original_response=None, credentials=None):
    """Return the page of a locked sign-in: the same whether or not there is such an account."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {**admin.site.each_context(request), "title": _("Locked"), "minutes": minutes}
    response = TemplateResponse(request, "admin/accounts/locked.html", context, status=TOO_MANY)
    response.headers["Retry-After"] = str(minutes * 60)
    # Axes answers late, where nobody else renders.
    return response.render()
