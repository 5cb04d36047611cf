"""Pages of concepts."""

from django.urls import path

from . import balance, chapters, concepts, documents

urlpatterns = [
    path("", concepts.concept_list, name="concepts"),
    path("neu/", concepts.NewConcept.as_view(), name="concept_new"),
    path("blinder-fleck/", balance.blind_spot, name="blind_spot"),
    path("krisenmodus/", balance.crisis_mode, name="crisis_mode"),
    path("<int:case_id>/", concepts.concept_page, name="concept"),
    path("<int:case_id>/kapitel/", chapters.UploadChapter.as_view(), name="concept_chapter"),
    path(
        "<int:case_id>/sitzungen/<int:session>/dokument/",
        chapters.AttachDocument.as_view(),
        name="session_document",
    ),
    path("<int:case_id>/termine/", concepts.concept_sessions, name="concept_sessions"),
    path("<int:case_id>/synopse/", documents.synopsis, name="concept_synopsis"),
    path("<int:case_id>/programm/", documents.programme, name="concept_programme"),
    path("<int:case_id>/programm/pdf/", documents.programme_pdf, name="concept_programme_pdf"),
]
