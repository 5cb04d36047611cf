"""Addresses of the organisation's pages; `workflows.urls` takes them in."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import accounts, days_off, desks, hooks, routes, substitutions, trail, units

_UNIT = "organisation/einheiten/<int:unit_id>"
_DESK = "organisation/stellen/<int:desk_id>"
_PERSON = "organisation/personen/<int:person_id>"

patterns: list[URLPattern] = [
    path("organisation/", units.tree, name="organisation"),
    path("organisation/einheiten/neu/", units.NewUnit.as_view(), name="new_unit"),
    path(f"{_UNIT}/", units.unit, name="unit"),
    path(f"{_UNIT}/aendern/", units.ChangeUnit.as_view(), name="change_unit"),
    path(f"{_UNIT}/beenden/", units.EndUnit.as_view(), name="end_unit"),
    path(f"{_UNIT}/stellen/neu/", desks.NewDesk.as_view(), name="new_desk"),
    path(f"{_DESK}/", desks.desk, name="desk"),
    path(f"{_DESK}/aendern/", desks.ChangeDesk.as_view(), name="change_desk"),
    path(f"{_DESK}/schliessen/", desks.CloseDesk.as_view(), name="close_desk"),
    path(f"{_DESK}/besetzen/", desks.Appoint.as_view(), name="appoint"),
    path(
        "organisation/besetzungen/<int:appointment_id>/beenden/",
        desks.EndAppointment.as_view(),
        name="end_appointment",
    ),
    path("organisation/unzustellbar/", desks.undeliverable, name="undeliverable"),
    path("organisation/unzustellbar/<uuid:key>/", desks.PassOn.as_view(), name="pass_on"),
    path("organisation/personen/", accounts.people_list, name="people"),
    path("organisation/personen/einladen/", accounts.Invite.as_view(), name="invite"),
    path(f"{_PERSON}/", accounts.person, name="person"),
    path(f"{_PERSON}/aendern/", accounts.ChangePerson.as_view(), name="change_person"),
    path(f"{_PERSON}/erneut-einladen/", accounts.InviteAgain.as_view(), name="invite_again"),
    path(f"{_PERSON}/deaktivieren/", accounts.Deactivate.as_view(), name="deactivate_person"),
    path(f"{_PERSON}/reaktivieren/", accounts.Reactivate.as_view(), name="reactivate_person"),
    path("organisation/vertretungen/", substitutions.substitution_list, name="substitutions"),
    path(
        "organisation/vertretungen/neu/",
        substitutions.AddSubstitution.as_view(),
        name="add_substitution",
    ),
    path("organisation/dienstfrei/", days_off.days_off, name="days_off"),
    path("organisation/dienstfrei/neu/", days_off.AddDayOff.as_view(), name="add_day_off"),
    path("organisation/dienstfrei/einlesen/", days_off.ImportDays.as_view(), name="import_days"),
    path("organisation/dienstfrei/<int:year>/", days_off.AddYear.as_view(), name="add_year"),
    path(
        "organisation/dienstfrei/<str:day>/entfernen/",
        days_off.RemoveDayOff.as_view(),
        name="remove_day_off",
    ),
    path("organisation/laufwege/", routes.routes, name="routes"),
    path("organisation/laufwege/<int:route_id>/", routes.route, name="route"),
    path("organisation/laufwege/<slug:kind>/neu/", routes.NewRoute.as_view(), name="new_route"),
    path("organisation/andere-systeme/", hooks.hooks, name="hooks"),
    path("organisation/andere-systeme/<int:hook_id>/beenden/", hooks.end, name="end_hook"),
    path("organisation/verlauf/", trail.trail, name="organisation_trail"),
    path("organisation/<int:case_id>/", trail.organisation_case, name="organisation_case"),
    path("vertretung/", substitutions.mine, name="my_substitution"),
    path(
        "vertretung/eintragen/",
        substitutions.AddOwnSubstitution.as_view(),
        name="add_own_substitution",
    ),
    path(
        "vertretung/team/eintragen/",
        substitutions.AddStaffSubstitution.as_view(),
        name="add_staff_substitution",
    ),
    path(
        "vertretung/<int:substitution_id>/widerrufen/",
        substitutions.RevokeSubstitution.as_view(),
        name="revoke_substitution",
    ),
]
