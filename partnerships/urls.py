"""Addresses of partnerships and cities."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import views

partnerships = (
    [
        path("", views.PartnershipListView.as_view(), name="list"),
        *export_urls(views.PartnershipListView),
        path("<slug:slug>/", views.PartnershipDetailView.as_view(), name="detail"),
    ],
    "partnerships",
)
cities = (
    [
        path("", views.CityListView.as_view(), name="list"),
        *export_urls(views.CityListView),
        path("<slug:slug>/", views.CityDetailView.as_view(), name="detail"),
    ],
    "cities",
)
