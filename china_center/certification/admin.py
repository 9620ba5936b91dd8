"""The staff pages of training sessions and certificates: participants, issue, PDF, revocation."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from china_center.models import Attendance, Certificate, TrainingSession
from icma_portal.bilingual.admin import BilingualAdmin, BilingualTabularInline
from icma_portal.bilingual.typed_dates import DateFormField
from icma_portal.publishing.history.admin import Origin, recorded

from .files import pdf_response, zip_response
from .issuing import issue, verdicts
from .signing import CertificateError

# What a ZIP holds at most: each page takes a moment to be set.
AT_ONCE = 200


class IssueForm(forms.Form):
    issued_on = DateFormField(label=gettext_lazy("Issued on"))
    expires_on = DateFormField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("Empty: no end is set."),
    )

    def clean(self):
        cleaned = super().clean()
        issued_on, expires_on = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued_on and expires_on and expires_on < issued_on:
            message = gettext_lazy("It would expire before it was issued.")
            raise ValidationError({"expires_on": message})
        return cleaned


class AttendanceInline(BilingualTabularInline):
    model = Attendance
    fields = ["name", "attended", "result", "may_show_name"]
    extra = 3


@admin.register(TrainingSession)
class TrainingSessionAdmin(BilingualAdmin):
    """Who takes part in a session, and the page on which their certificates are issued."""

    fieldsets = [
        (
            None,
            {
                "fields": ["program", "city", ("starts_on", "ends_on"), "places"],
                "description": gettext_lazy(
                    "List the participants below, tick who attended and note the assessment, and "
                    "save. Then “Issue certificates”, above, makes one for each who is due one."
                ),
            },
        ),
    ]
    inlines = [AttendanceInline]
    list_display = ["program", "city", "starts_on", "ends_on"]
    list_select_related = ["program", "city"]
    search_fields = ["program__name", "city__name", "starts_on", "attendances__name"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "china_center_trainingsession_certificates"
        own = [
            path("<int:pk>/certificates/", wrap(self.certificates_view), name=name),
            path("<int:pk>/certificates/pdf/", wrap(self.zip_view), name=f"{name}_pdf"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record is not None and record.pk and may_issue(request):
            context["certificates_address"] = _page_of(record)
        return super().render_change_form(request, context, *args, **kwargs)

    def certificates_view(self, request, pk):
        """Show who is due a certificate and who is not, and issue them (POST)."""
        session = self._session(request, pk)
        form = IssueForm(request.POST or None, initial={"issued_on": localdate()})
        if request.method == "POST" and form.is_valid():
            with recorded(request, Origin.ACTION):
                issued = issue(session, **form.cleaned_data)
            messages.success(request, _told(issued))
            return HttpResponseRedirect(request.path)
        judged = verdicts(session)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Issue certificates: %(session)s") % {"session": session},
            "list_address": reverse("admin:china_center_trainingsession_changelist"),
            "session": session,
            "form": form,
            "verdicts": judged,
            "due": sum(each.is_due for each in judged),
            "issued": sum(each.certificate is not None for each in judged),
            "zip_address": reverse(
                "admin:china_center_trainingsession_certificates_pdf", args=[session.pk]
            ),
        }
        return TemplateResponse(
            request,
            "admin/china_center/issue_certificates.html",
            context,
            status=422 if form.is_bound else 200,
        )

    def zip_view(self, request, pk):
        """Send the PDFs of all certificates of the session that hold."""
        session = self._session(request, pk)
        valid = certificates_for_paper(session.certificates.filter(state=Certificate.State.VALID))
        return _zip_or_reason(request, valid, f"certificates-{session.pk}.zip", _page_of(session))

    def _session(self, request, pk):
        session = self.get_object(request, str(pk))
        if session is None:
            raise Http404
        if not may_issue(request) or not self.has_view_or_change_permission(request, session):
            raise PermissionDenied
        return session


@admin.register(Certificate)
class CertificateAdmin(BilingualAdmin):
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("number", "code", "holder_name", "holder_city", "may_show_name", "session"),
                ],
                "description": gettext_lazy(
                    "Name either a person, who is certified, or a local government, which is "
                    "recognized. The portal gives the number and the code; whoever has the code "
                    "can check the certificate on the public page, which “View on site” opens. "
                    "Participants of a training session get theirs together, on its page."
                ),
            },
        ),
        (
            gettext_lazy("Validity"),
            {"fields": [("issued_on", "expires_on"), "state", "revoked_on"]},
        ),
    ]
    actions = ["revoke", "issue_anew", "download"]
    change_list_template = "admin/china_center/certificates.html"
    list_display = ["number", "code", "holder", "issued_on", "expires_on", "state"]
    list_filter = ["state"]
    list_select_related = ["holder_city"]
    readonly_fields = ["number", "code"]
    search_fields = ["number", "code", "holder_name", "holder_city__name"]

    @admin.display(description=gettext_lazy("holder"))
    def holder(self, certificate):
        return certificate.holder_name or certificate.holder_city

    def get_urls(self):
        view = self.admin_site.admin_view(self.pdf_view)
        return [
            path("<int:pk>/pdf/", view, name="china_center_certificate_pdf"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        is_valid = record is not None and record.pk and record.state == Certificate.State.VALID
        if is_valid and may_issue(request):
            address = reverse("admin:china_center_certificate_pdf", args=[record.pk])
            context["pdf_address"] = address
        return super().render_change_form(request, context, *args, **kwargs)

    def pdf_view(self, request, pk):
        """Send the PDF of a certificate, or say why there is none."""
        if not may_issue(request):
            raise PermissionDenied
        certificate = certificates_for_paper(Certificate.objects.filter(pk=pk)).first()
        if certificate is None:
            raise Http404
        try:
            return pdf_response(certificate)
        except CertificateError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(
                reverse("admin:china_center_certificate_change", args=[certificate.pk])
            )

    # Whoever may issue may take back: translators, who may change texts, do neither.
    @admin.action(description=gettext_lazy("Revoke selected certificates"), permissions=["add"])
    def revoke(self, request, queryset):
        self._change_valid(request, queryset, Certificate.revoke)

    @admin.action(description=gettext_lazy("Issue selected certificates anew"), permissions=["add"])
    def issue_anew(self, request, queryset):
        self._change_valid(request, queryset, Certificate.issue_anew)

    @admin.action(
        description=gettext_lazy("Download selected certificates (ZIP of PDFs)"),
        permissions=["add"],
    )
    def download(self, request, queryset):
        return _zip_or_reason(
            request, certificates_for_paper(queryset), "certificates.zip", request.get_full_path()
        )

    @transaction.atomic
    def _change_valid(self, request, queryset, change):
        """Change each valid certificate by itself, so that its history tells of it."""
        valid = list(queryset.filter(state=Certificate.State.VALID))
        for certificate in valid:
            change(certificate)
        told = ngettext(
            "%(count)d certificate was changed.",
            "%(count)d certificates were changed.",
            len(valid),
        )
        self.message_user(request, told % {"count": len(valid)})


def may_issue(request):
    """Return whether the person may issue certificates, and so hold the papers."""
    return request.user.has_perm("china_center.add_certificate")


def certificates_for_paper(certificates):
    """Return a queryset with all that the paper tells, in the order of the numbers."""
    related = ("holder_city", "session__program", "session__city", "attendance")
    return certificates.select_related(*related).order_by("number")


def _zip_or_reason(request, certificates, name, back):
    """Send the PDFs; where one cannot be made, say which and why at ``back``."""
    if certificates.count() > AT_ONCE:
        told = _("Choose %(number)d certificates at most.") % {"number": AT_ONCE}
        messages.error(request, told)
        return HttpResponseRedirect(back)
    try:
        return zip_response(certificates, name)
    except CertificateError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(back)


def _page_of(session):
    return reverse("admin:china_center_trainingsession_certificates", args=[session.pk])


def _told(issued):
    if not issued:
        return _("Nobody was due a certificate: none was issued.")
    told = ngettext(
        "%(count)d certificate was issued.", "%(count)d certificates were issued.", len(issued)
    )
    return told % {"count": len(issued)}
