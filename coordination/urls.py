"""The addresses of measures."""

from django.urls import include, path

from .imports import views
from .measures.views import attachments, casefile, differences, editing, measures, successors
from .measures.views.sections import section_page

app_name = "coordination"

urlpatterns = [
    path("massnahmen/", measures.measure_list, name="measures"),
    path("massnahmen/export/", measures.measure_export, name="measure_export"),
    path("massnahmen/einlesen/", include(views.urlpatterns)),
    path("massnahmen/neu/", editing.NewMeasure.as_view(), name="measure_new"),
    path("massnahmen/<int:case_id>/", casefile.case_page, name="measure"),
    path("massnahmen/<int:case_id>/bearbeiten/", editing.section_list, name="measure_edit"),
    path(
        "massnahmen/<int:case_id>/bearbeiten/<slug:section>/", section_page, name="measure_section"
    ),
    path("massnahmen/<int:case_id>/aenderungen/", differences.differences, name="differences"),
    path(
        "massnahmen/<int:case_id>/wieder-aufnehmen/",
        successors.TakeUpAgain.as_view(),
        name="take_up_again",
    ),
    path(
        "massnahmen/<int:case_id>/anlagen/",
        attachments.AttachmentPage.as_view(),
        name="attachments",
    ),
    path(
        "massnahmen/<int:case_id>/anlagen/<int:attachment_id>/entfernen/",
        attachments.RemoveAttachment.as_view(),
        name="attachment_remove",
    ),
    path(
        "massnahmen/<int:case_id>/anlagen/<int:attachment_id>/<int:number>/",
        attachments.download,
        name="attachment",
    ),
]
