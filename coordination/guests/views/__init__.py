"""Pages of the accesses, for whoever keeps them; the guests' own are in `urls`."""

from django.urls import path

from . import accesses

urlpatterns = [
    path("", accesses.access_list, name="guests"),
    path("neu/", accesses.Invite.as_view(), name="guest_new"),
    path("<int:case_id>/", accesses.access_page, name="guest"),
]
