"""Makes the staff site of the portal the admin's site; apart, for settings name it first of all."""

from django.contrib.admin.apps import AdminConfig


class StaffSiteConfig(AdminConfig):
    default_site = "icma_portal.staff_site.StaffSite"
