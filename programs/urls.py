"""Addresses of programs, projects, countries, topics and organizations."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import views

programs = (
    [
        path("", views.ProgramListView.as_view(), name="list"),
        path("<slug:slug>/", views.ProgramDetailView.as_view(), name="detail"),
    ],
    "programs",
)
projects = (
    [
        path("", views.ProjectListView.as_view(), name="list"),
        *export_urls(views.ProjectListView),
        path("<slug:slug>/", views.ProjectDetailView.as_view(), name="detail"),
    ],
    "projects",
)
countries = (
    [
        path("", views.CountryListView.as_view(), name="list"),
        *export_urls(views.CountrySelection),
        path("<slug:slug>/", views.CountryDetailView.as_view(), name="detail"),
    ],
    "countries",
)
topics = (
    [
        path("", views.TopicListView.as_view(), name="list"),
        path("<slug:slug>/", views.TopicDetailView.as_view(), name="detail"),
    ],
    "topics",
)
organizations = (
    [
        path("", views.OrganizationListView.as_view(), name="list"),
        path("<slug:slug>/", views.OrganizationDetailView.as_view(), name="detail"),
    ],
    "organizations",
)
