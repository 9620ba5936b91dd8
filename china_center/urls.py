"""Addresses of the China Center."""

from django.urls import path

from icma_portal.exports.urls import export_urls

from . import views

china_center = ([path("", views.overview, name="overview")], "china_center")
agreements = (export_urls(views.AgreementSelection), "agreements")
events = (export_urls(views.EventSelection), "events")
