"""Who takes part in a measure of the social office, by the roles of domain.md 2.0."""

from __future__ import annotations

from datetime import timedelta

from tests.town import Town
from workflows.models import DeskHolder, Substitution, User

COUNCIL_OFFICE = "council_office-council_secretary"

DESKS = {
    "clerk": "social-clerk",
    "head": "social-head",
    "author": "health-clerk",
    "ki_clerk": "centre-clerk",
    "ki_head": "centre-head",
    "asked_head": "school-head",
    "asked_delegate": "school-cosigner",
    "asked_clerk": "school-clerk",
    "finance_head": "finance-head",
    "uninvolved_head": "legal-head",
    "uninvolved_clerk": "legal-clerk",
    "bgf": "division_4-deputy_mayor",
    "bgi": "division_3-integration_deputy",
    "bgi_clerk": "division_3-clerk",
    "general_deputy": "division_1-general_deputy",
    "mayor": "mayor-mayor",
    "board_office": "board_office-board_secretary",
    "council_office": COUNCIL_OFFICE,
    "council_head": "council_office-head",
    "organisation": "organisation-organisation",
    "observer": "council-observer",
}
"""The roles of domain.md 2.0 by the desks of the town."""

PEOPLE = ("deputy_of_head", "deputy_of_bgi", "ended_deputy", "former_head", "superuser", "nobody")
"""Further roles: who stands in for somebody, who did so, who has no desk."""

ROLES = (*DESKS, *PEOPLE)


def cast(town: Town) -> dict[str, User]:
    """The person in each role; those without a desk of their own are made here."""
    people = {role: town.person(desk) for role, desk in DESKS.items()}
    for name in PEOPLE:
        people[name] = User.objects.create_user(
            email=f"{name}@town.example",
            given_name="Vera",
            family_name="Probe",
            is_superuser=name == "superuser",
        )
    today = town.now.date()
    stand_in(people["head"], people["deputy_of_head"], town)
    stand_in(people["bgi"], people["deputy_of_bgi"], town)
    ended = stand_in(people["mayor"], people["ended_deputy"], town)
    ended.starts_on, ended.ends_on = today - timedelta(days=9), today - timedelta(days=1)
    ended.save()
    DeskHolder.objects.create(
        desk_id=town.desks["social-head"],
        person=people["former_head"],
        valid_from=today - timedelta(days=900),
        valid_until=today - timedelta(days=1),
    )
    return people


def stand_in(away: User, deputy: User, town: Town) -> Substitution:
    """A substitution that holds as long as the story plays."""
    today = town.now.date()
    return Substitution.objects.create(
        represented=away,
        deputy=deputy,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=700),
        entered_at=town.now,
    )
