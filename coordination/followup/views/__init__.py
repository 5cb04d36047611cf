"""Pages of the follow-up."""

from django.urls import path

from . import items, reports

urlpatterns = [
    path("", items.item_list, name="followups"),
    path("export/", items.item_export, name="followup_export"),
    path("neu/", items.NewItem.as_view(), name="followup_new"),
    path("bericht/", reports.report_page, name="followup_report"),
    path("bericht/tabelle/", reports.report_workbook, name="followup_workbook"),
    path("bericht/pdf/", reports.report_pdf, name="followup_pdf"),
    path("bericht/kenntnisnahme/", reports.NoteReport.as_view(), name="followup_note"),
    path("<int:case_id>/", items.item_page, name="followup"),
]
