"""Headers of security on every reply, those included that no other middleware has seen."""

from django.middleware.security import SecurityMiddleware

# What the portal's pages never ask of a browser.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "usb",
    )
)


class SecurityHeadersMiddleware(SecurityMiddleware):
    """Stands first, and only sets headers: what refuses a request stands behind it.

    Django's own middleware refuses unknown hosts before it has set its headers. The settings
    ``SECURE_*`` mean what they mean there.
    """

    def process_request(self, request):
        """Leave the way to HTTPS to Django's own middleware, further in."""

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return super().process_response(request, response)
