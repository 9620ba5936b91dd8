"""The public check of certificates: by a code that nobody can guess."""

import json
import re
import unicodedata

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from icma_portal.web.limits import Limit
from icma_portal.web.page_cache.declaring import same_for_all

from .certification.signing import key_set
from .models import Certificate

# Only codes that lead nowhere are counted: a list of true ones may be checked at any speed.
MISSES = Limit("certificates", most=20, seconds=60)
SEPARATORS = re.compile(r"[\s\-‐–—]")
CODE = re.compile(r"[0-9A-F]{20}")


def code_of(text):
    """Return the code that ``text`` spells, in any case, width or grouping; None if it is none."""
    code = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return code if CODE.fullmatch(code) else None


@require_safe
def certificates(request):
    """Ask for a code and lead to the page of its certificate."""
    text = request.GET.get("code", "").strip()[:100]
    code = code_of(text)
    if code:
        return redirect("china_center:certificate", code=code)
    context = {"text": text, "problem": "malformed" if text else ""}
    return _page(request, "certificates", context, status=400 if text else 200)


@require_safe
def certificate(request, code):
    """Tell whether the certificate with this code is valid, and what its holder lets be shown."""
    if MISSES.is_reached(request):
        response = _page(request, "certificates", {"problem": "slowed"}, status=429)
        response.headers["Retry-After"] = str(MISSES.seconds)
        return _unlisted(response)
    found = Certificate.objects.for_check().filter(code=code_of(code) or "").first()
    if not found:
        MISSES.count(request)
        context = {"text": code[:100], "problem": "unknown"}
        return _unlisted(_page(request, "certificates", context, status=404))
    # No language of it is for search engines.
    context = {"certificate": found, "page_languages": ()}
    return _unlisted(_page(request, "certificate", context))


@same_for_all()
@require_safe
def verify(request):
    """Show the page on which the browser checks a signature; what it checks stays in the browser.

    The page holds the public keys, so that it goes on working without a connection.
    """
    return _page(request, "verify", {"key_set": json.dumps(key_set())})


@require_safe
def keys(request):
    """Give the public keys that certificates are signed with, as a JSON Web Key Set (RFC 7517)."""
    response = JsonResponse(key_set(), content_type="application/jwk-set+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _page(request, name, context, status=200):
    return render(request, f"china_center/{name}.html", context, status=status)


def _unlisted(response):
    """Keep the answer out of caches and search engines, and its address out of other sites."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
