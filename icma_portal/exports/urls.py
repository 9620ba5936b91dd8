"""The addresses of an exported list, beside its page."""

from django.urls import path

from .views import ListExportView, SchemaView


def export_urls(page):
    """Return the patterns for a list page (a view class with ``export``): files and schema."""
    return [
        path("export.schema.json", SchemaView.as_view(export=page.export), name="export_schema"),
        path("export.<slug:extension>", ListExportView.as_view(page=page), name="export"),
    ]
