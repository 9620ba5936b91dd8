"""Addresses of the China Center."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import certificates, cooperation, views
from . import training as training_pages

china_center = (
    [
        path("", views.overview, name="overview"),
        path("corporate-partners/", cooperation.corporate_partners, name="corporate_partners"),
        path("ecopartnerships/", cooperation.ecopartnerships, name="ecopartnerships"),
        path("certificates/", certificates.certificates, name="certificates"),
        path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    ],
    "china_center",
)
agreements = (export_urls(views.AgreementSelection), "agreements")
events = (export_urls(views.EventSelection), "events")
training = (
    [
        path("", training_pages.TrainingListView.as_view(), name="list"),
        path("<slug:slug>/", training_pages.TrainingDetailView.as_view(), name="detail"),
    ],
    "training",
)
