"""The pages on which one registers for an event, and cancels that.

None of them says whether an address is registered: only a mail to that address does.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from china_center.models import Event
from icma_portal.web.limits import Limit
from icma_portal.web.visitor_forms import status_of, unkept

from . import mail, places
from .forms import RegistrationForm

# A delegation may register from one address.
REGISTRATIONS = Limit("registrations", most=40, seconds=3600)
GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    """Take a registration; where none is open, 404, as for an event that does not exist."""
    event = _open_event(slug)
    form = RegistrationForm(request.POST or None)
    status = status_of(request, form, REGISTRATIONS)
    if status is None and not form.is_from_a_bot:
        status = _take(event, form)
    if status is None:
        return redirect("events:registered", slug=slug)
    return _page(request, "register", status, event=event, form=form)


@require_safe
def registered(request, slug):
    return _page(request, "registered", event=_open_event(slug))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, token):
    """Ask whether to cancel, and do it: programs that look through mails follow links, too."""
    registration = mail.registration_of(token)
    if registration is None:
        return _page(request, "cancelled", GONE, was_there=False)
    if request.method != "POST":
        return _page(request, "cancel", event=registration.event)
    for moved in places.cancel(registration):
        mail.send_standing(moved)
    return _page(request, "cancelled", event=registration.event, was_there=True)


def _take(event, form):
    """Register the person and write to them; return a status only where it was too late."""
    try:
        registration, moved = places.register(event, language=get_language(), **form.person)
    except places.RegistrationClosed:
        form.add_error(None, _("Registration for this event has just ended."))
        return GONE
    for each in (registration, *moved):
        mail.send_standing(each)
    return None


def _open_event(slug):
    event = get_object_or_404(Event.objects.visible_to(AnonymousUser()), slug=slug)
    if not event.registration_is_open:
        raise Http404("registration is not open")
    return event


def _page(request, name, status=200, **context):
    context |= {"page_languages": (), "months": settings.REGISTRATIONS_KEPT_MONTHS}
    page = render(request, f"china_center/registration/{name}.html", context, status=status)
    page.headers["X-Robots-Tag"] = "noindex"
    # The address of the page to cancel is a key.
    page.headers["Referrer-Policy"] = "same-origin"
    return unkept(page)
