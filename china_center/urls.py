"""Addresses of the China Center."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import calendars, certificates, views
from .agreement_views import AgreementDetailView, AgreementListView
from .cooperation_views import corporate_partners, ecopartnerships
from .event_views import EventDetailView, EventListView
from .registration.views import cancel, register, registered
from .training_views import TrainingDetailView, TrainingListView

china_center = (
    [
        path("", views.overview, name="overview"),
        path("corporate-partners/", corporate_partners, name="corporate_partners"),
        path("ecopartnerships/", ecopartnerships, name="ecopartnerships"),
        path("certificates/", certificates.certificates, name="certificates"),
        path("certificates/verify/", certificates.verify, name="verify"),
        path("certificates/keys.json", certificates.keys, name="certificate_keys"),
        path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    ],
    "china_center",
)
# Namespaces of their own: exports, share images and the navigation know a list by its namespace.
agreements = (
    [
        path("", AgreementListView.as_view(), name="list"),
        *export_urls(AgreementListView),
        path("<slug:slug>/", AgreementDetailView.as_view(), name="detail"),
    ],
    "agreements",
)
events = (
    [
        path("", EventListView.as_view(), name="list"),
        *export_urls(EventListView),
        path("calendar.ics", calendars.events_calendar, name="calendar"),
        path("<slug:slug>/", EventDetailView.as_view(), name="detail"),
        path("registrations/<str:token>/", cancel, name="cancel"),
        path("<slug:slug>/register/", register, name="register"),
        path("<slug:slug>/register/thanks/", registered, name="registered"),
        path("<slug:slug>/calendar.ics", calendars.event_calendar, name="event_calendar"),
    ],
    "events",
)
training = (
    [
        path("", TrainingListView.as_view(), name="list"),
        path("<slug:slug>/", TrainingDetailView.as_view(), name="detail"),
    ],
    "training",
)
