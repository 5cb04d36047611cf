"""Plays a move of the model on the real machine, and lets time pass and people go on both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import uuid4

from coordination.council.models import Consultation, Meeting
from coordination.measures.actions.measures import perform
from coordination.measures.models import Measure
from tests.mandates import end_mandate
from tests.model.cast import ABSENCES, LEADS, SUPERIOR
from tests.model.forms import Forms
from tests.model.measure import CURRENT, FINAL, MeasureModel
from tests.model.parts import Move, Station, World
from tests.roles import stand_in
from tests.town import Town
from workflows.actions import people as organisation
from workflows.actions.acting.acts import Outcome
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.models import Case, DeskHolder
from workflows.queries.people.routes import working_calendar

AT_SESSIONS = {
    "release", "executive_board", "final_signature", "deliberation", "veto_period", "resolved",
    "implementation", "execution_barred",
}  # fmt: skip
WHERE = {
    "record_urgent_resolution": "main_committee", "take_back": "council",
    "hear_dissent": "main_committee",
}  # fmt: skip
"""What is done in a session that is none of the stations'."""


class Driver(Forms):
    """A measure of the town and the moves that are made on it."""

    def __init__(self, town: Town, measure: Measure, model: MeasureModel) -> None:
        self.town, self.measure, self.model = town, measure, model
        self.case = measure.case_id
        self.world_seen = World(town.now)
        self.round = 0
        self.sent: dict[str, Any] = {}

    # --- what the model cannot know ----------------------------------------------------------

    def world(self) -> World:
        """The sessions ahead; asked only where they matter."""
        self.world_seen = World(self.town.now)
        return self._sessions() if self.model.state in AT_SESSIONS else self.world_seen

    def _sessions(self) -> World:
        stations = list(
            Consultation.objects.filter(case=self.case, result="")
            .select_related("organization", "meeting")
            .order_by("position", "attempt")
        )
        chain = [
            Station(row.role, row.organization.type, row.meeting and row.meeting.starts_at)
            for row in stations
        ]
        is_ok = self._chain_is_ok(stations)
        self.world_seen = World(
            self.town.now, is_ok, chain, self._calendar, self._closing, self._recorded(),
            working_calendar().is_working_day,
        )  # fmt: skip
        return self.world_seen

    @cached_property
    def _calendar(self) -> dict[str, list[datetime]]:
        """The sessions of each kind of body; there is one of each."""
        found: dict[str, list[datetime]] = {}
        for meeting in Meeting.objects.select_related("organization").order_by("starts_at"):
            found.setdefault(meeting.organization.type, []).append(meeting.starts_at)
        return found

    @cached_property
    def _closing(self) -> dict[datetime, date]:
        return dict(Meeting.objects.values_list("starts_at", "closes_on"))

    def _recorded(self) -> dict[datetime, date]:
        """On which days the papers of sessions were sent, as far as it was recorded."""
        rows = Meeting.objects.exclude(dispatched_on=None)
        return dict(rows.values_list("starts_at", "dispatched_on"))

    def _chain_is_ok(self, stations: list[Consultation]) -> bool:
        """Domain 2.4; where nothing is planned, only the way to the council can be proposed."""
        path = self.model.path
        if not stations:
            return path in ("council", CURRENT)
        *_others, last = stations
        committees = {"committee", "main_committee", "youth_committee"}
        kinds = {
            "council": {"council"},
            "committee": committees,
            "district_council": {"district_council"},
        }
        starts = [station.meeting.starts_at for station in stations if station.meeting]
        # As a rule the integration council first; a reason is enough where it is not.
        is_waived = self.model.waived or path == CURRENT
        heard_first = is_waived or stations[0].organization.type == "integration_council"
        # From 100,000 € on the main committee advises the council (the town's own rule).
        types = {station.organization.type for station in stations}
        is_dear = self.model.costly and path == "council"
        return (
            heard_first
            and ("main_committee" in types or not is_dear)
            and [station.role for station in stations].count("decision") == 1
            and last.role == "decision"
            and last.organization.type in kinds.get(path, {last.organization.type})
            and len(starts) == len(stations)
            and starts == sorted(starts)
            and all(s.meeting.closes_on >= self.today for s in stations if s.meeting)
        )

    # --- time ----------------------------------------------------------------------------------

    def pass_time(self) -> None:
        self.town.now += timedelta(days=30)
        take_effects(at=self.town.now)
        self.model.pass_time(self.world())

    def hold_session(self, act: str) -> None:
        """Wait until the session is over in which it is done: the next station's, as a rule."""
        body = WHERE.get(act)
        if body is not None:
            starts = World(self.town.now, sessions=self._calendar).next_session_now(body)
        else:
            rows = Consultation.objects.filter(case=self.case, result="").order_by("position")
            starts = rows.values_list("meeting__starts_at", flat=True).first()
        if starts is not None:
            self.town.now = max(self.town.now, starts + timedelta(hours=2))

    # --- people come and go -----------------------------------------------------------------

    def change_staff(self, lot: Random) -> None:
        """Once each in a run: a desk becomes vacant, somebody goes on leave, an office ends, and so
        does the mandate.
        """
        model = self.model
        busy = {desk for pair in model.deputies for desk in pair}
        lead = set(LEADS[model.lead])
        choices = ["vacate"] * (not model.gone) + ["leave"] * (not model.deputies)
        if model.lead == "social" and not lead & (busy | model.gone) and model.state != "discarded":
            choices.append("dissolve")
        choices += ["end mandate"] * model.led
        change = lot.choice([*choices, ""])
        if change == "vacate":
            self._leave([lot.choice(sorted(set(SUPERIOR) - busy))])
        elif change == "leave":
            pairs = [pair for pair in ABSENCES if not {*pair} & model.gone]
            self._stand_in(*lot.choice(pairs))
        elif change == "dissolve":
            self._dissolve()
        elif change == "end mandate":
            end_mandate(self.town)
            model.led = False
        return_left_work(at=self.town.now)
        model.staff_changes(self.world())

    def _leave(self, desks: Iterable[str]) -> None:
        keys = [self.town.desks[desk] for desk in desks]
        yesterday = self.today - timedelta(days=1)
        DeskHolder.objects.filter(desk__in=keys).update(valid_until=yesterday)
        self.model.gone |= {*desks}

    def _stand_in(self, away: str, deputy: str) -> None:
        stand_in(self.town.person(away), self.town.person(deputy), self.town)
        self.model.deputies = ((away, deputy),)

    def _dissolve(self) -> None:
        """The social office ends: the sports office gets its lead and takes its place."""
        units, now = self.town.units, self.town.now
        if Measure.objects.filter(lead=units["social"], case__closed_at=None).exists():
            organisation.transfer_leads(unit=units["social"], lead=units["sports"], by=None, at=now)
        self._leave(LEADS["social"])
        for desk in LEADS["social"]:
            organisation.close_desk(desk=self.town.desks[desk], hand_up=True, by=None, at=now)
        organisation.end_unit(
            unit=units["social"], successor=units["sports"], last_day=self.today, by=None, at=now
        )
        if self.model.state not in FINAL:
            self.model.take_lead("sports")

    # --- moves ---------------------------------------------------------------------------------

    def play(self, move: Move) -> Outcome:
        """Make the move on the real machine, before the model does; raises what it raises."""
        version, self.round = Case.objects.values_list("version", "round").get(pk=self.case)
        self.sent = {
            "by": self.town.person(move.who),
            "at": self.town.now,
            "command": uuid4(),
            "version": version - 1 if move.stale else version,
            **self.form_for(move),
        }
        return perform(self.case, move.act, **self.sent)

    def repeat(self, move: Move, **changed: Any) -> Outcome:
        """Send the same form again, or another one under the same command."""
        return perform(self.case, move.act, **{**self.sent, **changed})
