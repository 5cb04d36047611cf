"""The addresses of single sessions, whose changes touch chains of deliberation."""

from django.urls import path

from .views import exchange, sessions

session_pages = [
    path("ratsinformation/", exchange.council_system, name="council_system"),
    path(
        "ratsinformation/<int:excerpt_id>/erledigt/", exchange.settle_excerpt, name="settle_excerpt"
    ),
    path("<int:meeting_id>/", sessions.session_page, name="session"),
    path("<int:meeting_id>/absagen/", sessions.CancelSession.as_view(), name="cancel_session"),
    path("<int:meeting_id>/verlegen/", sessions.MoveSession.as_view(), name="move_session"),
    path("<int:meeting_id>/gemeinsam/", sessions.JoinSessions.as_view(), name="join_sessions"),
    path("<int:meeting_id>/aendern/", sessions.AdjustSession.as_view(), name="adjust_session"),
]
