"""The addresses of measures."""

from django.urls import include, path

from .imports import views
from .measures.views import attachments, casefile, differences, editing, measures, successors
from .measures.views.acts import act_pages
from .measures.views.sections import section_page

app_name = "coordination"

urlpatterns = [
    path("measures/", measures.measure_list, name="measures"),
    path("measures/export/", measures.measure_export, name="measure_export"),
    path("measures/import/", include(views.urlpatterns)),
    path("measures/new/", editing.NewMeasure.as_view(), name="measure_new"),
    path("measures/<int:case_id>/", casefile.case_page, name="measure"),
    path("measures/<int:case_id>/edit/", editing.section_list, name="measure_edit"),
    path("measures/<int:case_id>/edit/<slug:section>/", section_page, name="measure_section"),
    path("measures/<int:case_id>/differences/", differences.differences, name="differences"),
    path(
        "measures/<int:case_id>/take-up-again/",
        successors.TakeUpAgain.as_view(),
        name="take_up_again",
    ),
    path(
        "measures/<int:case_id>/attachments/",
        attachments.AttachmentPage.as_view(),
        name="attachments",
    ),
    path(
        "measures/<int:case_id>/attachments/<int:attachment_id>/remove/",
        attachments.RemoveAttachment.as_view(),
        name="attachment_remove",
    ),
    path(
        "measures/<int:case_id>/attachments/<int:attachment_id>/<int:number>/",
        attachments.download,
        name="attachment",
    ),
    *act_pages(),
]
