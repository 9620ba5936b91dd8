"""Addresses of the live fact sheets, below the page of each record."""

from django.urls import path

from . import views

fact_sheets = (
    [
        path("<slug:section>/<slug:slug>/fact-sheet/", views.page, name="page"),
        path(
            "<slug:section>/<slug:slug>/fact-sheet/bilingual/",
            views.page,
            {"form": views.BILINGUAL},
            name="bilingual",
        ),
        path("<slug:section>/<slug:slug>/fact-sheet.<slug:form>.pdf", views.pdf, name="pdf"),
    ],
    "fact_sheets",
)
