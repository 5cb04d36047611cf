"""Addresses of the engine."""

from django.urls import path

from .views.finding import search
from .views.inbox import bulk, inbox, notes, personal, saved, tasks, workbooks
from .views.people.addresses import patterns as organisation_pages
from .views.proof import seals
from .views.telling import calendar, delivery, notices
from .views.time import deadlines, outlook, oversight, troubles
from .views.time.timed import deadline_pages

app_name = "workflows"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("suche/", search.search, name="search"),
    path("eingang.xlsx", workbooks.inbox_workbook, name="inbox_workbook"),
    path("aufgaben/<uuid:task_id>/annehmen/", tasks.claim, name="claim"),
    path("aufgaben/<uuid:task_id>/uebernehmen/", tasks.TakeOver.as_view(), name="take_over"),
    path("aufgaben/<uuid:task_id>/zurueckgeben/", tasks.give_back, name="give_back"),
    path("aufgaben/<uuid:task_id>/weitergeben/", tasks.HandOver.as_view(), name="hand_over"),
    path("ansichten/", saved.saved_views, name="saved_views"),
    path("ansichten/neu/", saved.new_view, name="new_view"),
    path("ansichten/<int:view_id>/", saved.open_view, name="open_view"),
    path("ansichten/<int:view_id>/aendern/", saved.change, name="change_view"),
    path("ansichten/<int:view_id>/loeschen/", saved.remove, name="remove_view"),
    path("auswahl/", bulk.bulk, name="bulk"),
    path("auswahl/merken/", bulk.choose, name="choose"),
    path("auswahl/leeren/", bulk.clear, name="clear_choice"),
    path("auswahl/tun/<str:name>/", bulk.bulk_act, name="bulk_act"),
    path("auswahl/<uuid:run_id>/", bulk.bulk_run, name="bulk_run"),
    path("benachrichtigungen/", notices.notices, name="notices"),
    path("benachrichtigungen/gelesen/", notices.read_all, name="read_notices"),
    path("benachrichtigungen/<int:notice_id>/oeffnen/", notices.open_notice, name="open_notice"),
    path("benachrichtigungen/einstellungen/", delivery.delivery, name="delivery"),
    path("benachrichtigungen/kalender/", calendar.calendar_page, name="calendar"),
    path("benachrichtigungen/kalender/beenden/", calendar.end_calendar, name="end_calendar"),
    path("kalender/<str:token>.ics", calendar.feed, name="feed"),
    path("fristen/", deadlines.deadlines, name="deadlines"),
    path("fristen.xlsx", deadlines.deadline_workbook, name="deadline_workbook"),
    path("fristen/monat/", deadlines.month, name="deadline_month"),
    path("fristen/vorschau/", outlook.preview_page, name="deadline_preview"),
    path("fristen/rechner/", deadlines.reckoner, name="reckoner"),
    path("eskalationen/", oversight.escalation_list, name="escalations"),
    path("eskalationen.csv", oversight.escalations_csv, name="escalations_csv"),
    path("stand/", oversight.stuck, name="stuck"),
    path("vorgaenge/<int:case_id>/notizen/", notes.notes, name="notes"),
    path("vorgaenge/<int:case_id>/notizen/<uuid:note_id>/", notes.change, name="change_note"),
    path("beobachtet/", personal.watched, name="watched"),
    path("wiedervorlage/<uuid:task_id>/", personal.put_off, name="put_off"),
    path("vorgaenge/<int:case_id>/wiedervorlage/", personal.resubmission, name="resubmission"),
    path("vorgaenge/<int:case_id>/beobachten/", personal.start_watching, name="start_watching"),
    path("vorgaenge/<int:case_id>/nicht-beobachten/", personal.end_watching, name="end_watching"),
    path(
        "wiedervorlagen/<int:resubmission_id>/erledigt/",
        personal.finish_resubmission,
        name="finish_resubmission",
    ),
    path("organisation/stoerungen/", troubles.troubles, name="troubles"),
    path("organisation/stoerungen/zustellen/", troubles.release, name="release_delivery"),
    path("organisation/stoerungen/<uuid:row>/erneut/", troubles.retry, name="retry_message"),
    path("pruefsiegel/", seals.seals, name="seals"),
    path("pruefsiegel.txt", seals.seals_text, name="seals_text"),
    *deadline_pages(),
    *organisation_pages,
]
