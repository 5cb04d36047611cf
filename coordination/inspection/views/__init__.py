"""Pages of the inspection of files."""

from django.urls import path

from . import files, inspections

urlpatterns = [
    path("", inspections.inspection_list, name="inspections"),
    path("neu/", inspections.Grant.as_view(), name="inspection_new"),
    path("<int:case_id>/", inspections.inspection_page, name="inspection"),
    path("akte/<int:pk>/", files.file_page, name="inspection_file"),
    path(
        "akte/<int:pk>/anlagen/<int:attachment_id>/<int:number>/",
        files.attachment,
        name="inspection_attachment",
    ),
]
