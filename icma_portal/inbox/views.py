"""The pages on which visitors write, and those that thank them."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from icma_portal.web.limits import Limit
from icma_portal.web.page_cache.declaring import same_for_all
from icma_portal.web.visitor_forms import SLOWED, status_of, unkept

from .forms import AssistanceForm, ContactForm
from .mail import forward_message

# Far more than a person writes, also where several share an address.
MESSAGES = Limit("messages", most=20, seconds=3600)
# Every file is examined, so that also those in forms that are refused count.
FILES = Limit("files", most=40, seconds=3600)
# Stands among the Center's pages, and no language of it is for search engines.
OF_THE_CENTER = {"section": "china_center", "page_languages": ()}


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request):
    """Take a message: stored, mailed, and confirmed on a page of its own.

    ``?about=`` names the page from which the visitor came, for staff only; ``?kind=`` what it is
    about.
    """
    chosen = {"about": request.GET.get("about", "")[:300], "kind": request.GET.get("kind", "")}
    form = ContactForm(request.POST or None, initial=chosen)
    status = status_of(request, form, MESSAGES)
    if status is None:
        _take(form)
        return redirect("contact_thanks")
    return _form_page(request, "inbox/contact.html", form, status)


@require_http_methods(["GET", "HEAD", "POST"])
def request_assistance(request):
    """Take a request for assistance, or an enquiry about the training of ``?training=`` (slug)."""
    is_slowed = bool(request.FILES) and FILES.is_reached(request)
    if request.FILES and not is_slowed:
        FILES.count(request)
    form = AssistanceForm(
        request.POST or None, None if is_slowed else request.FILES or None, request=request
    )
    # By the choices of the form: what may not be seen cannot be chosen either.
    slug = request.GET.get("training", "")[:100].replace("\0", "")
    form.initial["training"] = slug and form.fields["training"].queryset.filter(slug=slug).first()
    if is_slowed:
        form.is_valid()
        form.add_error(None, SLOWED)
        status = 429
    else:
        status = status_of(request, form, MESSAGES)
    if status is None:
        _take(form)
        return redirect("request_thanks")
    response = _form_page(request, "inbox/request_assistance.html", form, status, **OF_THE_CENTER)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@same_for_all()
@require_safe
def contact_thanks(request):
    return render(request, "inbox/contact_thanks.html")


@same_for_all()
@require_safe
def request_thanks(request):
    return render(request, "inbox/request_thanks.html", OF_THE_CENTER)


def _take(form):
    """Store and mail the message of a valid form, once, and unless a bot wrote it."""
    if form.is_from_a_bot or form.is_a_repetition:
        return
    try:
        with transaction.atomic():
            message = form.save()
    except IntegrityError:
        # The same showing of the form with the same words: sent twice at one moment.
        return
    forward_message(message)


def _form_page(request, template, form, status, **more):
    context = {"form": form, "months": settings.MESSAGES_KEPT_MONTHS, **more}
    return unkept(render(request, template, context, status=status))
