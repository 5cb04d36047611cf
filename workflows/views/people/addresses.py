"""Addresses of the organisation's pages; `workflows.urls` takes them in."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import accounts, days_off, desks, hooks, routes, substitutions, suggestions, trail, units
from .pages import DeedPage

_DEEDS: tuple[type[DeedPage], ...] = (
    units.NewUnit,
    units.ChangeUnit,
    units.EndUnit,
    units.TransferLeads,
    desks.NewDesk,
    desks.ChangeDesk,
    desks.CloseDesk,
    desks.Appoint,
    desks.Move,
    desks.EndAppointment,
    desks.PassOn,
    accounts.Invite,
    accounts.ChangePerson,
    accounts.InviteAgain,
    accounts.Deactivate,
    accounts.Reactivate,
    substitutions.AddSubstitution,
    days_off.AddDayOff,
    days_off.ImportDays,
    days_off.AddYear,
    days_off.RemoveDayOff,
    routes.NewRoute,
    substitutions.AddOwnSubstitution,
    substitutions.AddStaffSubstitution,
    substitutions.RevokeSubstitution,
)
"""The pages of all deeds; each names its address."""

patterns: list[URLPattern] = [
    path("organisation/", units.tree, name="organisation"),
    path("organisation/einheiten/<int:unit_id>/", units.unit, name="unit"),
    path("organisation/stellen/<int:desk_id>/", desks.desk, name="desk"),
    path("organisation/unzustellbar/", desks.undeliverable, name="undeliverable"),
    path("organisation/personen/", accounts.people_list, name="people"),
    path("organisation/personen/<int:person_id>/", accounts.person, name="person"),
    path("organisation/vertretungen/", substitutions.substitution_list, name="substitutions"),
    path("organisation/dienstfrei/", days_off.days_off, name="days_off"),
    path("organisation/laufwege/", routes.routes, name="routes"),
    path("organisation/laufwege/<int:route_id>/", routes.route, name="route"),
    path("organisation/andere-systeme/", hooks.hooks, name="hooks"),
    path("organisation/andere-systeme/<int:hook_id>/beenden/", hooks.end, name="end_hook"),
    path("organisation/verlauf/", trail.trail, name="organisation_trail"),
    path("organisation/<int:case_id>/", trail.organisation_case, name="organisation_case"),
    path("vorschlaege/<str:what>/", suggestions.suggest, name="suggest"),
    path("vertretung/", substitutions.mine, name="my_substitution"),
    *(path(page.address, page.as_view(), name=page.url_name) for page in _DEEDS),
]
