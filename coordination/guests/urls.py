"""The addresses of the guests' room: all that a guest can open beside their own account."""

from django.urls import path

from .views import agency, room

app_name = "guests"

urlpatterns = [
    path("", room.room, name="room"),
    path("konzepte/<int:case_id>/", room.concept_page, name="concept"),
    path("kapitel/<int:pk>/", room.ChapterPage.as_view(), name="chapter"),
    path("kapitel/<int:pk>/fassung/<int:number>/", room.chapter_file, name="file"),
    path("auftrag/<int:pk>/", agency.commission_page, name="commission"),
    path("auftrag/<int:pk>/bericht/<int:report>/", agency.ReportPage.as_view(), name="report"),
    path("auftrag/<int:pk>/gruppe/<int:group>/", agency.SessionPage.as_view(), name="session"),
    path(
        "auftrag/<int:pk>/sitzung/<int:session>/dokument/",
        agency.DocumentPage.as_view(),
        name="document",
    ),
    path(
        "auftrag/<int:pk>/sitzung/<int:session>/dokument/<int:number>/",
        agency.session_file,
        name="session_file",
    ),
    path("auftrag/<int:pk>/kapitel/", agency.DraftPage.as_view(), name="draft"),
]
