"""A small town for tests: every role of the process once, founded as a real one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from coordination.city.enums import OrganizationType
from coordination.city.models import District, FieldOfAction, TargetGroup
from coordination.council.actions.law import load_law
from coordination.council.enums import ConsultationRole
from coordination.council.models import Consultation, CouncilRule, Meeting, Organization
from coordination.mandates.actions import change
from coordination.measures.actions import measures
from coordination.measures.models import Measure
from tests.establishing import established
from tests.rows import all_remembered_after, remembered
from workflows.actions import people as organisation
from workflows.actions.acting.acts import Outcome
from workflows.calendars import Period, Rung
from workflows.models import Case, Task, Unit, User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FOUNDED = date(2020, 1, 1)

_UNITS = [
    # key, kind, function, parent, desks
    ("mayor", "mayor", "mayor", "", "mayor"),
    ("centre", "staff_unit", "integration_centre", "mayor", "head clerk"),
    ("council_office", "office", "council_office", "mayor", "head council_secretary"),
    ("board_office", "staff_unit", "executive_board_office", "mayor", "head board_secretary"),
    ("equality", "staff_unit", "equality", "mayor", "head"),
    ("division_1", "division", "division_1", "mayor", "deputy_mayor general_deputy clerk"),
    ("finance", "office", "finance", "division_1", "head cosigner clerk"),
    ("legal", "office", "legal", "division_1", "head clerk"),
    ("organisation", "staff_unit", "organisation", "division_1", "organisation"),
    ("division_3", "division", "division_3", "mayor", "deputy_mayor integration_deputy clerk"),
    ("youth", "office", "youth", "division_3", "head clerk"),
    ("school", "office", "school", "division_3", "head cosigner clerk"),
    ("division_4", "division", "division_4", "mayor", "deputy_mayor clerk"),
    ("social", "office", "social_housing", "division_4", "head clerk"),
    ("health", "office", "health", "division_4", "head clerk"),
    ("north", "district", "district_north", "mayor", "head"),
    ("council", "council", "council", "", "observer"),
]

_LEADING = {
    "deputy_mayor": "mayor-mayor",
    "general_deputy": "mayor-mayor",
    "integration_deputy": "mayor-mayor",
    "mayor": "",
    "observer": "",
}

_RULES = [
    ("has_cost", "finance", "cosign", "deemed_given", True),
    ("impact_contract", "legal", "cosign", "none", True),
    ("impact_minors", "youth", "cosign", "deemed_given"),
    ("impact_school", "school", "cosign", "deemed_given"),
    ("impact_housing", "social_housing", "cosign", "deemed_given"),
    ("impact_health", "health", "cosign", "deemed_given"),
    ("impact_equality", "equality", "cosign", "none"),
    ("local", "district", "cosign", "deemed_given"),
    ("always", "integration_centre", "contribute", "not_affected"),
]

PERIODS = {
    "check": 5,
    "cosigning": 10,
    "cosigning_urgent": 3,
    "condition_answer": 5,
    "condition_confirmation": 3,
    "revision": 10,
    "clarification": 5,
    "release": 5,
    "executive_board": 5,
    "final_signature": 3,
    "plan_adaptation": 5,
    "implementation_start": 20,
    "completion": 10,
}

_LIMITS = [
    ("current_administration_up_to", "", 100000),
    ("deliberates_from", "main_committee", 100000),
    ("board_from", "", 250000),
]

# Typed from domain 2.9.
LADDER = (
    Rung("E-2", -5, ("responsible",), minimum=10),
    Rung("E-1", -2, ("responsible",)),
    Rung("E0", 0, ("responsible", "deputy")),
    Rung("E1", 1, ("responsible", "deputy")),
    Rung("E2", 3, ("head",)),
    Rung("E3", 5, ("division", "integration")),
    Rung("E4", 10, ("board",)),
)


@remembered
def found() -> Town:
    """Found the town in an empty database."""
    desks = _desks()
    people = [
        organisation.NewPerson(f"{d.key}@town.example", _plain(d.function), _plain(d.unit))
        for d in desks
    ]
    emails = {desk.key: f"{desk.key}@town.example" for desk in desks}
    # One person leads the division and has the mandate for integration.
    emails["division_3-integration_deputy"] = emails["division_3-deputy_mayor"]
    emails["division_1-general_deputy"] = emails["division_1-deputy_mayor"]
    result = established(
        units=[unit[:4] for unit in _UNITS],
        desks=desks,
        people=people,
        held=emails.items(),
        route=_route(),
        at=NOW - timedelta(days=30),
    )
    _catalogue(result.units)
    town = Town(units=result.units, desks=result.desks, emails=emails)
    _give_mandate(town)
    return town


def _desks() -> list[organisation.NewDesk]:
    parents = {key: parent for key, _, _, parent, _ in _UNITS}
    return [
        organisation.NewDesk(
            key=f"{key}-{function}",
            unit=key,
            name=f"{function} {key}",
            function=function,
            superior=_superior(key, function, parents),
            signs={"mayor": "none"}.get(function, "iv" if function in _LEADING else "ia"),
        )
        for key, _, _, _, functions in _UNITS
        for function in functions.split()
    ]


def _route() -> organisation.NewRoute:
    return organisation.NewRoute(
        "measure",
        FOUNDED,
        "first",
        tuple(organisation.RouteRule(*rule) for rule in _RULES),
        {step: Period(amount, "working_days") for step, amount in PERIODS.items()},
        {"silence_finance": Decimal(50000)},
        ladder=LADDER,
    )


def _give_mandate(town: Town) -> None:
    """The deputy mayor of division 3 leads integration, for all that is ever asked here."""
    change(
        "record_mandate", by=None, at=NOW - timedelta(days=30),
        person=town.person("division_3-integration_deputy").pk, basis="order",
        reference="OB 1/2025", basis_on=date(2024, 12, 20), valid_from=date(2025, 1, 1),
        valid_until=date(2032, 12, 31), matters="Integration und Asyl",
    )  # fmt: skip


def _superior(key: str, function: str, parents: Mapping[str, str]) -> str:
    if function in _LEADING:
        return _LEADING[function]
    if function != "head" and any(k == key and "head" in d.split() for k, _, _, _, d in _UNITS):
        return f"{key}-head"
    if key.startswith("division_"):
        return f"{key}-deputy_mayor"
    parent = parents[key]
    return "mayor-mayor" if parent == "mayor" else f"{parent}-deputy_mayor"


def _catalogue(units: Mapping[str, int]) -> None:
    FieldOfAction.objects.create(key="language", name="Sprache")
    FieldOfAction.objects.create(key="education", name="Bildung")
    TargetGroup.objects.create(key="all", name="Alle")
    north = District.objects.create(key="north", name="Nord", unit_id=units["north"])
    bodies = [
        ("integration", OrganizationType.INTEGRATION_COUNCIL, 27, None),
        ("youth_committee", OrganizationType.YOUTH_COMMITTEE, 15, None),
        ("social_committee", OrganizationType.COMMITTEE, 17, None),
        ("main", OrganizationType.MAIN_COMMITTEE, 21, None),
        ("north", OrganizationType.DISTRICT_COUNCIL, 17, north),
        ("council", OrganizationType.COUNCIL, 85, None),
    ]
    load_law("NW")
    CouncilRule.objects.bulk_create(
        CouncilRule(subject=subject, body_type=body_type, amount=amount, unit="euro",
                    valid_from=FOUNDED, norm="Hauptsatzung", origin="local")
        for subject, body_type, amount in _LIMITS
    )  # fmt: skip
    for offset, (key, kind, members, district) in enumerate(bodies):
        body = Organization.objects.create(
            key=key,
            name=f"Body {key}",
            short_name=key,
            type=kind,
            member_count=members,
            district=district,
        )
        for month in range(1, 13):
            starts = NOW + timedelta(days=30 * month + offset, hours=6)
            Meeting.objects.create(
                organization=body, starts_at=starts, closes_on=(starts - timedelta(days=14)).date()
            )


def told(town: Town) -> tuple[object, ...]:
    """What the town's own deeds go by, beside what the database holds."""
    return town.now, dict(town.units), dict(town.desks), dict(town.emails)


def bring_to(town: Town, other: Town) -> None:
    """Let it be as late in the town as in the other."""
    town.now = other.now


@all_remembered_after(found, told, bring_to)
@dataclass
class Town:
    """The town's people by their desks, and short ways to do what they do."""

    units: Mapping[str, int]
    desks: Mapping[str, int]
    emails: Mapping[str, str]
    now: datetime = NOW
    _people: dict[str, User] = field(default_factory=dict)

    def person(self, desk: str) -> User:
        """The holder of a desk, e.g. `youth-head`."""
        if desk not in self._people:
            self._people[desk] = User.objects.get(email=self.emails[desk])
        return self._people[desk]

    def unit(self, key: str) -> Unit:
        """A unit by its key."""
        return Unit.objects.get(pk=self.units[key])

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The values of a complete measure of the youth office, without cost."""
        return {
            "title": "Sprachkurse in Familienzentren",
            "lead": self.units["youth"],
            "fields_of_action": [FieldOfAction.objects.get(key="language").pk],
            "target_groups": [TargetGroup.objects.get(key="all").pk],
            "facts": "Es fehlen Plätze.",
            "goal": "40 Plätze bis Jahresende.",
            "proposal": "Der Rat beschließt die Einrichtung der Kurse.",
            "priority": "high",
            "decision_path": "council",
            "cost": "0",
            "milestones": [
                {"id": None, "title": "Träger ausgewählt", "due_on": "2026-09-01"},
                {"id": None, "title": "Kurse begonnen", "due_on": "2026-10-01"},
            ],
        }

    def propose(self, by: str = "youth-clerk", **fields: Any) -> Measure:
        """A draft of the youth office."""
        ticked = any(value for name, value in fields.items() if name.startswith("impact_"))
        return measures.propose(
            fields={**self.fields, "impact_none": not ticked, **fields},
            by=self.person(by),
            at=self.now,
            command=uuid4(),
        )

    def do(
        self,
        measure: Measure | int,
        name: str,
        by: str,
        *,
        text: str = "",
        task: UUID | None = None,
        version: int | None = None,
        command: UUID | None = None,
        **data: Any,
    ) -> Outcome:
        """Do an act on the present version, as a person who has just looked."""
        case = measure if isinstance(measure, int) else measure.case_id
        if version is None:
            version = Case.objects.values_list("version", flat=True).get(pk=case)
        return measures.perform(
            case,
            name,
            by=self.person(by),
            at=self.now,
            command=command or uuid4(),
            version=version,
            task=task,
            data=data,
            text=text,
        )

    def state(self, measure: Measure) -> str:
        """The present state of the measure's case."""
        return Case.objects.values_list("state", flat=True).get(pk=measure.case_id)

    def open_tasks(self, measure: Measure) -> list[tuple[str, str]]:
        """Step and desk of each open task, sorted."""
        rows = Task.objects.filter(case=measure.case_id, status="open").select_related(
            "step", "desk"
        )
        return sorted((task.step.key, task.desk.key) for task in rows)

    def in_cosigning(self, **fields: Any) -> Measure:
        """A measure of the youth office that the offices are asked about."""
        measure = self.propose(**fields)
        self.do(measure, "submit", "youth-head")
        self.do(measure, "pass_check", "centre-clerk")
        return measure

    def in_release(self, **fields: Any) -> Measure:
        """A measure that all offices have signed."""
        measure = self.in_cosigning(**fields)
        self.vote_all(measure)
        return measure

    def vote_all(self, measure: Measure, choice: str = "approved") -> None:
        """Every office that is asked for its co-signature gives this answer."""
        tasks = Task.objects.filter(
            case=measure.case_id,
            status="open",
            step__key="cosign",
            step__cosignature__participation="cosign",
        ).select_related("desk")
        seen = set()
        for task in tasks:
            if task.step_id not in seen and task.desk.key in self.emails:
                seen.add(task.step_id)
                self.do(measure, "vote", task.desk.key, task=task.pk, choice=choice)

    def in_final_signature(self, **fields: Any) -> Measure:
        """A measure that the deputy mayor has released."""
        measure = self.in_release(**fields)
        self.do(measure, "release", "division_3-deputy_mayor")
        return measure

    def in_deliberation(self, **fields: Any) -> Measure:
        """A measure that the mayor has signed."""
        measure = self.in_final_signature(**fields)
        self.do(measure, "sign", "mayor-mayor")
        return measure

    def decide(self, measure: Measure, result: str = "accepted", **data: Any) -> None:
        """All bodies deal with it, each in its session; the deciding one gives the result."""
        while station := (
            Consultation.objects.filter(case=measure.case_id, result="")
            .order_by("position")
            .first()
        ):
            assert station.meeting is not None
            self.now = max(self.now, station.meeting.starts_at + timedelta(hours=2))
            decides = station.role == ConsultationRole.DECISION
            self.do(
                measure,
                "record_result",
                "council_office-council_secretary",
                **({"result": result, **data} if decides else {"result": "accepted"}),
            )
            if decides:
                return


def _plain(key: str) -> str:
    """A key as a name may be written."""
    return "".join(part.capitalize() + " " for part in key.split("_") if part.isalpha()).strip()
