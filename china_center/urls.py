"""Addresses of the China Center."""

from django.urls import path

from . import views

china_center = ([path("", views.overview, name="overview")], "china_center")
