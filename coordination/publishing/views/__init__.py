"""Pages of entries for the public, as the administration sees them."""

from django.urls import path

from . import entries

urlpatterns = [
    path("", entries.entry_list, name="entries"),
    path("neu/<slug:topic>/<int:matter>/", entries.Prepare.as_view(), name="entry_new"),
    path("<int:case_id>/", entries.entry_page, name="entry"),
]
