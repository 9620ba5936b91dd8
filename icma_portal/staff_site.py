"""The staff site: its models in the order of the work, not of the alphabet."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

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
            *("china_center.Center", "china_center.Agreement", "china_center.Accreditation"),
            *("china_center.Event", "china_center.EcoPartnershipPledge"),
            *("china_center.TrainingProgram", "china_center.TrainingSession"),
            *("china_center.Certificate", "china_center.TrainingBase", "china_center.Audience"),
            *("china_center.CorporatePartner", "china_center.NetworkMembership"),
            "china_center.AssistanceRequest",
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
    (
        _("Messages and accounts"),
        ("icma_portal.ContactMessage", "auth.User", "auth.Group", "admin.LogEntry"),
    ),
)


class StaffSite(AdminSite):
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
