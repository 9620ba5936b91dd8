"""Under which terms the data may be used. Only ICMA can say so; the portal says what is known."""

from django.conf import settings
from django.utils.translation import gettext as _


def license_data():
    """Return the license for machines: name and address; None while ICMA has stated none."""
    if not settings.CONTENT_LICENSE:
        return None
    return {"name": settings.CONTENT_LICENSE, "url": settings.CONTENT_LICENSE_URL or None}


def license_text():
    """Return the license as a sentence in the active language."""
    if not settings.CONTENT_LICENSE:
        return _(
            "ICMA has not stated a license for these data yet. Please ask before you reuse more "
            "than the law allows."
        )
    text = _("License: %(name)s") % {"name": settings.CONTENT_LICENSE}
    return f"{text} {settings.CONTENT_LICENSE_URL}".strip()
