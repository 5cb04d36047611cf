"""Addresses of the organisation's pages; `workflows.urls` takes them in."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import (
    accounts,
    days_off,
    desks,
    hooks,
    roles,
    routes,
    substitutions,
    suggestions,
    trail,
    units,
)
from .pages import deed_pages

patterns: list[URLPattern] = [
    path("organisation/", units.tree, name="organisation"),
    path("organisation/einheiten/<int:unit_id>/", units.unit, name="unit"),
    path("organisation/stellen/<int:desk_id>/", desks.desk, name="desk"),
    path("organisation/unzustellbar/", desks.undeliverable, name="undeliverable"),
    path("organisation/personen/", accounts.people_list, name="people"),
    path("organisation/personen/<int:person_id>/", accounts.person, name="person"),
    path("organisation/vertretungen/", substitutions.substitution_list, name="substitutions"),
    path("organisation/rollen/", roles.roles, name="roles"),
    path("organisation/rollen.xlsx", roles.roles_workbook, name="roles_workbook"),
    path("organisation/dienstfrei/", days_off.days_off, name="days_off"),
    path("organisation/laufwege/", routes.routes, name="routes"),
    path("organisation/laufwege/<int:route_id>/", routes.route, name="route"),
    path("organisation/andere-systeme/", hooks.hooks, name="hooks"),
    path("organisation/andere-systeme/<int:hook_id>/beenden/", hooks.end, name="end_hook"),
    path("organisation/verlauf/", trail.trail, name="organisation_trail"),
    path("organisation/<int:case_id>/", trail.organisation_case, name="organisation_case"),
    path("vorschlaege/<str:what>/", suggestions.suggest, name="suggest"),
    path("vertretung/", substitutions.mine, name="my_substitution"),
    *(path(page.address, page.as_view(), name=page.url_name) for page in deed_pages()),
]
