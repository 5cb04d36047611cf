"""Pages of targets."""

from django.urls import path

from . import targets, writing

urlpatterns = [
    path("", targets.target_list, name="targets"),
    path("neu/", writing.NewTarget.as_view(), name="target_new"),
    path("<int:case_id>/", targets.target_page, name="target"),
    path("<int:case_id>/bearbeiten/", writing.EditTarget.as_view(), name="target_edit"),
    path("<int:case_id>/termine/", targets.target_sessions, name="target_sessions"),
]
