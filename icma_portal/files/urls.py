"""The addresses of pictures: one for both languages."""

from django.urls import path

from . import lead, views

app_name = "files"
urlpatterns = [
    path("<str:key>/", views.picture, name="picture"),
    path(
        "<slug:kind>/<slug:slug>/<int:width>.<slug:extension>",
        lead.lead_picture,
        name="lead_picture",
    ),
]
