"""Addresses of publications and their files."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import feeds, reading, views

videos = (
    [path("<slug:slug>/<slug:kind>/<slug:language>/", views.video_file, name="file")],
    "videos",
)
publications = (
    [
        path("", views.PublicationListView.as_view(), name="list"),
        *export_urls(views.PublicationListView),
        path("feed/", feeds.PublicationFeed(), name="feed"),
        path("<slug:slug>/", views.PublicationDetailView.as_view(), name="detail"),
        path("<slug:slug>/cite.<slug:extension>", views.citation, name="citation"),
        path("<slug:slug>/download/<slug:language>/", views.download, name="download"),
        path("<slug:slug>/read/<slug:language>/", reading.read, name="read"),
        path(
            "<slug:slug>/read/<slug:language>/<int:number>-<int:width>.webp",
            reading.page_image,
            name="page_image",
        ),
    ],
    "publications",
)
