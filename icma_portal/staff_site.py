"""The staff site: its models in the order of the work, not of the alphabet."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

FOUND = HTTPStatus.FOUND

# Heading → models, in the order of the start page. What is named nowhere comes at the end.
GROUPS = (
    (
        _("Cities and partnerships"),
        (
            *("partnerships.Partnership", "partnerships.City", "partnerships.Membership"),
            *("partnerships.Assessment", "partnerships.CityInterest"),
            *("programs.Country", "programs.CountryGroup"),
        ),
    ),
    (_("Publications"), ("publications.Publication", "publications.Series", "publications.Video")),
    (
        _("Programs and projects"),
        (
            *("programs.Program", "programs.ProgramPhase", "programs.Project", "programs.Section"),
            *("programs.Objective", "programs.Principle", "programs.FocusArea"),
            *("programs.Initiative", "programs.Challenge", "programs.ActorKind"),
        ),
    ),
    (
        _("ICMA China Center"),
        (
            *("china_center.Center", "china_center.Goal"),
            *("china_center.Agreement", "china_center.Accreditation"),
            *("china_center.Event", "china_center.EventRegistration"),
            "china_center.EcoPartnershipPledge",
            *("china_center.TrainingProgram", "china_center.TrainingSession"),
            *("china_center.Certificate", "china_center.TrainingBase", "china_center.Audience"),
            *("china_center.CorporatePartner", "china_center.NetworkMembership"),
        ),
    ),
    (
        _("Facts, topics and sources"),
        (
            *("programs.KeyFigure", "programs.Survey", "programs.TimelineEntry"),
            *("programs.Topic", "programs.Organization", "programs.Person"),
            *("programs.Source", "files.Picture"),
        ),
    ),
    (
        _("Translations and terms"),
        (
            *("bilingual.TranslationUnit", "bilingual.TranslationImport", "bilingual.Term"),
            *("bilingual.TermArea", "bilingual.TermOverrule"),
        ),
    ),
    (_("Many records at once"), ("bulk.BulkImport",)),
    (
        _("Messages and accounts"),
        (
            *("icma_portal.ContactMessage", "auth.User", "auth.Group"),
            *("accounts.AuditEntry", "admin.LogEntry"),
        ),
    ),
)


class StaffSite(AdminSite):
    def get_urls(self):
        # Apart from admin_view, which asks for the right that is only being earned there.
        from icma_portal.accounts.second_factor import second_factor_view
        from icma_portal.care.replacing.views import replace_view
        from icma_portal.guide import guide

        own = [
            path("second-factor/", second_factor_view, name="second_factor"),
            path("guide/", self.admin_view(guide), name="guide"),
            path("content-health/", self.admin_view(self.content_health), name="content_health"),
            path("replace/", self.admin_view(replace_view), name="replace"),
        ]
        return [*own, *super().get_urls()]

    def login(self, request, extra_context=None):
        """Sign in with a password, then lead to the second step where it is asked for."""
        if hasattr(request, "half_signed_in"):
            return HttpResponseRedirect(self._second_step(request))
        response = super().login(request, extra_context)
        if settings.STAFF_SECOND_FACTOR and response.status_code == FOUND:
            return HttpResponseRedirect(self._second_step(request))
        return response

    def index(self, request, extra_context=None):
        from icma_portal.care.replacing.targets import may_replace

        own = {"may_replace": may_replace(request)}
        return super().index(request, {**own, **(extra_context or {})})

    def content_health(self, request):
        """Show what the content lacks, of what the person may see."""
        from icma_portal.care.checks import results_for

        context = {
            **self.each_context(request),
            "title": _("Health of the content"),
            "results": results_for(request.user),
        }
        return TemplateResponse(request, "admin/content_health.html", context)

    def _second_step(self, request):
        wanted = request.POST.get("next") or request.GET.get("next") or ""
        address = reverse("admin:second_factor")
        return f"{address}?{urlencode({'next': wanted})}" if wanted else address

    def get_app_list(self, request, app_label=None):
        """Return the groups of models that the person may see, each once.

        With ``app_label`` it is the stock list of one app.
        """
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        entries = {entry["model"]._meta.label: entry for app in apps for entry in app["models"]}
        groups = [
            (name, [entries.pop(label) for label in labels if label in entries])
            for name, labels in GROUPS
        ]
        groups.append((_("Everything else"), list(entries.values())))
        return [self._group(*group) for group in enumerate(groups) if group[1][1]]

    def _group(self, number, group):
        name, entries = group
        return {
            "name": name,
            "app_label": f"group-{number}",
            "app_url": "",
            "has_module_perms": True,
            "models": entries,
        }
