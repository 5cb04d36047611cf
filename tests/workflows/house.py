"""A small house for tests of the organisation: an office, its superior, and who keeps the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tests.establishing import established
from tests.kinds import AT, sent_by
from tests.rows import remembered
from workflows.actions import people as organisation
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.calendars import Period
from workflows.models import Desk, DeskHolder, Event, Notification, Task, Unit, User
from workflows.queries.people.case import organisation_case
from workflows.queries.proof.verification import verify

RULE = organisation.RouteRule("always", "teams", "cosign", "deemed_given")
TODAY = AT.date()
YESTERDAY = TODAY - timedelta(days=1)
SINCE = date(2020, 1, 1)

_UNITS = [
    ("top", "mayor", "mayor", ""),
    ("errands", "office", "errands", "top"),
    ("teams", "office", "teams", "errands"),
    ("keepers", "office", "organisation", "top"),
]
_DESKS = [
    # key, unit, function, superior, mark
    ("mayor", "top", "mayor", "", "none"),
    ("head", "errands", "head", "mayor", "ia"),
    ("clerk", "errands", "clerk", "head", "ia"),
    ("team", "teams", "clerk", "head", "ia"),
    ("office", "keepers", "organisation", "mayor", "ia"),
]
_HOLDERS = {
    "mayor": ["mayor"], "head": ["head"], "clerk": ["clerk", "colleague"], "team": ["team"],
    "office": ["organiser", "second"],
}  # fmt: skip
_GUESTS = ["guest"]


@dataclass(frozen=True)
class House:
    """People by their names, desks and units by their keys; deeds by the organiser."""

    result: organisation.Established

    def person(self, name: str) -> int:
        return self.result.people[f"{name}@stadt.example"]

    def user(self, name: str) -> User:
        return User.objects.get(email=f"{name}@stadt.example")

    def desk(self, key: str) -> int:
        return self.result.desks[key]

    def unit(self, key: str) -> int:
        return self.result.units[key]

    def appointment(self, name: str) -> int:
        return DeskHolder.objects.get(person=self.person(name)).pk

    def do(
        self, deed: str, *, by: str | None = "organiser", at: datetime = AT, **values: Any
    ) -> Outcome:
        """A deed of `workflows.actions.people`, by default of the organisation office."""
        function = getattr(organisation, deed)
        return function(by=self.person(by) if by else None, at=at, command=uuid4(), **values)

    def errand(self, *, at: datetime = AT) -> int:
        """An errand that the clerk has sent and that waits for the head."""
        return sent_by(self.person("clerk"), self.unit("errands"), at=at).case

    def task(self, case: int) -> Task:
        return Task.objects.select_related("desk", "addressed_to").get(case=case)

    def claim(self, case: int, name: str, *, at: datetime = AT) -> Outcome:
        task = self.task(case)
        request = Request(case, "claim", self.person(name), at, command=uuid4(), task=task.pk)
        return act(request)

    def told(self, template: str) -> list[tuple[str, str]]:
        """Who was told over which channel, sorted."""
        rows = Notification.objects.filter(template=template).values_list(
            "recipient__email", "channel"
        )
        return sorted((email.partition("@")[0], channel) for email, channel in rows)


@remembered
def build() -> House:
    """The house in an empty database."""
    names = [name for held in _HOLDERS.values() for name in held] + _GUESTS
    result = established(
        units=_UNITS,
        desks=[
            organisation.NewDesk(key, unit, f"Desk {key}", function, superior, signs)
            for key, unit, function, superior, signs in _DESKS
        ],
        people=[
            organisation.NewPerson(f"{name}@stadt.example", name.title(), "Probe") for name in names
        ],
        held=[(desk, f"{name}@stadt.example") for desk, held in _HOLDERS.items() for name in held],
        route=organisation.NewRoute(
            "errand",
            SINCE,
            "first",
            (RULE,),
            {"check": Period(5, "working_days")},
            {"large": Decimal(1000)},
        ),
        at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
    )
    return House(result)


def events_of_the_organisation() -> list[Event]:
    return list(Event.objects.filter(case=organisation_case()).order_by("seq"))


def last_event() -> Event:
    return events_of_the_organisation()[-1]


def assert_trail_holds(case: int) -> None:
    """The trail of a case is whole and tells the state of its row; no other one is wrong."""
    assert Event.objects.filter(case=case).exists()
    assert list(verify()) == []


def tree() -> dict[str, list[str]]:
    """The ancestors of each unit by their keys."""
    keys = dict(Unit.objects.values_list("pk", "key"))
    return {unit.key: [keys[pk] for pk in unit.ancestors] for unit in Unit.objects.all()}


def desk_of(key: str) -> Desk:
    return Desk.objects.get(key=key)
