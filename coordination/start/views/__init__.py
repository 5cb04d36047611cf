"""The pages of the start."""

from django.urls import path

from . import changes

urlpatterns = [path("", changes.change_list, name="changes")]
