"""The pages of the roof that search finds by their titles: they show no single record."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.declarations import RoofPage, register_pages


def register_searched():
    """Declare the pages; called when the portal starts."""
    register_pages(
        RoofPage(
            "about",
            _("About ICMA’s international work"),
            _("What ICMA’s international programs are, and where their content comes from."),
        ),
        RoofPage("contact", _("Contact"), _("Write to us")),
        RoofPage("accessibility", _("Accessibility")),
        RoofPage("figures", _("Figures")),
        RoofPage("programs:list", _("Programs")),
        RoofPage("projects:list", _("Projects")),
        RoofPage("partnerships:list", _("Partnerships between cities")),
        RoofPage("cities:list", _("Cities")),
        RoofPage("countries:list", _("Countries and regions")),
        RoofPage("topics:list", _("Topics")),
        RoofPage("organizations:list", _("Organizations")),
        RoofPage("training:list", _("Training")),
        RoofPage("china_center:corporate_partners", _("Corporate partners")),
        RoofPage("china_center:ecopartnerships", _("EcoPartnerships")),
        RoofPage("china_center:certificates", _("Check a certificate")),
        RoofPage("publications:list", _("Publications")),
    )
