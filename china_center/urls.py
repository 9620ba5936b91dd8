"""Addresses of the China Center."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import certificates, views

china_center = (
    [
        path("", views.overview, name="overview"),
        path("certificates/", certificates.certificates, name="certificates"),
        path("certificates/verify/", certificates.verify, name="verify"),
        path("certificates/keys.json", certificates.keys, name="certificate_keys"),
        path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    ],
    "china_center",
)
agreements = (export_urls(views.AgreementSelection), "agreements")
events = (export_urls(views.EventSelection), "events")
