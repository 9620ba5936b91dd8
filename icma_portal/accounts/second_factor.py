"""The second factor: a code of an app (TOTP, RFC 6238), or one of the recovery codes.

Who has given only a password is nobody, on every page of the portal, until the code is given.
"""

from base64 import b32encode, b64encode
from io import BytesIO

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login, match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import audit

Event = audit.Event
RECOVERY_CODES = 10
WRONG = gettext_lazy(
    "This code does not hold. Take the one that the app shows now; after several wrong codes, wait "
    "a little before the next."
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split()).lower()


def required_second_factor(get_response):
    """Make nobody of who has given a password only; ``request.half_signed_in`` knows the user."""

    def middleware(request):
        if settings.STAFF_SECOND_FACTOR and settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            if user.is_authenticated and not user.is_verified():
                request.half_signed_in = user
                request.user = AnonymousUser()
        return get_response(request)

    return middleware


@sensitive_post_parameters("code")
@never_cache
@csrf_protect
def second_factor_view(request):
    """Ask for the code; who has no second factor yet sets one up here."""
    user = getattr(request, "half_signed_in", None)
    if user is None:
        return HttpResponseRedirect(_next(request))
    if "sign_out" in request.POST:
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST or None)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return _set_up(request, user, form)
    if form.is_valid():
        given = match_token(user, form.cleaned_data["code"])
        if given is not None:
            return _verified(request, user, given)
        _refuse(request, user, form)
    return _page(request, "second_factor", form)


def take_away(user):
    """Remove every second factor of ``user``, who sets up a new one at the next sign-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    audit.record(Event.FACTOR_TAKEN, target=user.get_username())


def _set_up(request, user, form):
    device, _made = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "app"}
    )
    if form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            codes = _confirm(device)
            _sign_in(request, user, device)
            audit.record(Event.FACTOR_SET, request=request, user=user)
            return _page(request, "recovery_codes", None, codes=codes, next=_next(request))
        _refuse(request, user, form)
    secret = b32encode(device.bin_key).decode().rstrip("=")
    parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return _page(request, "set_up", form, qr=_picture(device.config_url), secret=" ".join(parts))


@transaction.atomic
def _confirm(device):
    """Make the device count, and return its owner's new recovery codes."""
    device.confirmed = True
    device.save()
    StaticDevice.objects.filter(user=device.user).delete()
    static = StaticDevice.objects.create(user=device.user, name="recovery")
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=static, token=code) for code in codes)
    return codes


def _verified(request, user, device):
    _sign_in(request, user, device)
    is_recovery = isinstance(device, StaticDevice)
    audit.record(Event.FACTOR_GIVEN, request=request, user=user, is_recovery=is_recovery)
    if is_recovery:
        left = device.token_set.count()
        text = ngettext(
            "%(count)d recovery code is left.", "%(count)d recovery codes are left.", left
        )
        messages.warning(request, text % {"count": left})
    return HttpResponseRedirect(_next(request))


def _sign_in(request, user, device):
    request.user = user
    login(request, device)
    # What was known of the session before is worth nothing now.
    request.session.cycle_key()


def _refuse(request, user, form):
    form.add_error("code", WRONG)
    audit.record(Event.FACTOR_REFUSED, request=request, user=user)


def _page(request, name, form, **context):
    titles = {
        "second_factor": _("Second step of the sign-in"),
        "set_up": _("Set up the second step of the sign-in"),
        "recovery_codes": _("Your recovery codes"),
    }
    context = {
        **admin.site.each_context(request),
        "title": titles[name],
        "form": form,
        "is_popup": False,
        "wanted": _next(request),
        **context,
    }
    status = 422 if form is not None and form.errors else 200
    return TemplateResponse(request, f"admin/accounts/{name}.html", context, status=status)


def _next(request):
    """Return where the person wanted to go, within this site only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_safe = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    # A name without a slash would be taken for that of a view.
    return wanted if is_safe and wanted.startswith("/") else reverse("admin:index")


def _picture(text):
    """Return a QR code as the address of a picture."""
    buffer = BytesIO()
    segno.make(text, error="m").save(buffer, kind="svg", scale=4, border=4, light="white")
    return f"data:image/svg+xml;base64,{b64encode(buffer.getvalue()).decode()}"
