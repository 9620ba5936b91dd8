"""The addresses of pictures: one for both languages."""

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [path("<str:key>/", views.picture, name="picture")]
