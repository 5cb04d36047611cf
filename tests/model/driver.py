"""Plays a move of the model on the real machine: the form that a person would send for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Case as Case_
from django.db.models import When

from coordination.council.models import Consultation, Meeting, Organization
from coordination.implementing.models import Milestone, StatusReport
from coordination.measures.actions.measures import perform
from coordination.measures.models import Measure
from tests.model.cast import ABSENCES, BGF, CLERK, LEADS, NAMED_BY, SUPERIOR, UNIT_OF
from tests.model.measure import CURRENT, FINAL, MeasureModel
from tests.model.parts import Move, Station, World, board_session, later, planned_anew, quarter
from tests.situations import stand_in
from tests.town import Town
from workflows.actions import people as organisation
from workflows.actions.acting.acts import Outcome
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.models import (
    Case,
    Condition,
    CosignatureItem,
    DeskHolder,
    Obligation,
    Task,
    Vote,
)
from workflows.queries.people.routes import working_calendar

REASON = "Das ist gut begründet."
AT_SESSIONS = {"release", "executive_board", "final_signature", "deliberation"}
ORGANS = {"council": "council", "committee": "social_committee", "district_council": "north"}


class Driver:
    """A measure of the town and the moves that are made on it."""

    def __init__(self, town: Town, measure: Measure, model: MeasureModel) -> None:
        self.town, self.measure, self.model = town, measure, model
        self.case = measure.case_id
        self.world_seen = World(town.now)
        self.round = 0
        self.sent: dict[str, Any] = {}

    # --- what the model cannot know ----------------------------------------------------------

    @property
    def today(self) -> date:
        return self.town.now.date()

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
            self.town.now, is_ok, chain, self._calendar, self._recorded(),
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
        starts = [station.meeting and station.meeting.starts_at for station in stations]
        return (
            [station.role for station in stations].count("decision") == 1
            and last.role == "decision"
            and last.organization.type in kinds.get(path, {last.organization.type})
            and None not in starts
            and starts == sorted(starts)  # type: ignore[type-var]
            and all(s.meeting.closes_on >= self.today for s in stations if s.meeting)
        )

    # --- time ----------------------------------------------------------------------------------

    def pass_time(self) -> None:
        self.town.now += timedelta(days=30)
        take_effects(at=self.town.now)
        self.model.pass_time(self.world())

    def hold_session(self) -> None:
        """Wait until the next station's session is over."""
        station = (
            Consultation.objects.filter(case=self.case, result="").order_by("position").first()
        )
        if station and station.meeting:
            self.town.now = max(self.town.now, station.meeting.starts_at + timedelta(hours=2))

    # --- people come and go -----------------------------------------------------------------

    def change_staff(self, lot: Random) -> None:
        """Once each in a run: a desk becomes vacant, somebody goes on leave, an office ends."""
        model = self.model
        busy = {desk for pair in model.deputies for desk in pair}
        lead = set(LEADS[model.lead])
        choices = ["vacate"] * (not model.gone) + ["leave"] * (not model.deputies)
        if model.lead == "social" and not lead & (busy | model.gone) and model.state != "discarded":
            choices.append("dissolve")
        change = lot.choice([*choices, ""])
        if change == "vacate":
            # Who signs for an office whose deputy mayor is the author: test_four_eyes.
            needed = {"health-head"} if (BGF, CLERK) in model.deputies else set()
            desk = lot.choice(sorted(set(SUPERIOR) - busy - needed))
            self._leave([desk])
        elif change == "leave":
            pairs = [pair for pair in ABSENCES if not {*pair} & model.gone]
            if "health-head" in model.gone:
                pairs = [pair for pair in pairs if pair != (BGF, CLERK)]
            self._stand_in(*lot.choice(pairs))
        elif change == "dissolve":
            self._dissolve()
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
        row = Case.objects.get(pk=self.case)
        self.round = row.round
        form: dict[str, Any] = {"text": "", "task": None, "data": {}}
        maker = getattr(self, f"_{move.act}", None)
        if maker:
            form |= maker(move)
        self.sent = {
            "by": self.town.person(move.who),
            "at": self.town.now,
            "command": uuid4(),
            "version": row.version - 1 if move.stale else row.version,
            **form,
        }
        return perform(self.case, move.act, **self.sent)

    def repeat(self, move: Move, **changed: Any) -> Outcome:
        """Send the same form again, or another one under the same command."""
        return perform(self.case, move.act, **{**self.sent, **changed})

    def _reason(self, move: Move) -> dict[str, Any]:
        return {"text": REASON if move.good else "zu kurz"}

    _send_back = _withdraw = _declare_dissent = _reject = _reason
    _decline_completion = _reason
    _decline_agreement = _decline_funds = _ask_funds_again = _reason

    def _edit(self, move: Move) -> dict[str, Any]:
        changes: dict[str, dict[str, Any]] = {
            "": {"goal": "Ein anderes Ziel."},
            "health": {"impact_health": "health" not in self.model.units},
            "covered": {"cover": "Etat"},
            "bare": {"cover": ""},
        }
        if move.choice == "later":
            stones = Milestone.objects.filter(measure=self.measure.pk).order_by("position")
            changes["later"] = {
                "milestones": [
                    {"id": row.pk, "title": row.title, "due_on": str(later(self.today, number))}
                    for number, row in enumerate(stones)
                ]
            }
        return {"data": changes[move.choice] if move.good else {"cost_type": "gold"}}

    def _submit(self, move: Move) -> dict[str, Any]:
        model = self.model
        if model.state != "revision" or not model.items or not move.choice:
            return {}
        touched = self.town.units[model.one_touched(move)]
        return {"data": {"change": move.choice, "affected": [touched]}}

    def _vote(self, move: Move) -> dict[str, Any]:
        task = self._task(move.who, "cosign")
        return {"task": task, **self._ballot(move)}

    def _ballot(self, move: Move) -> dict[str, Any]:
        data: dict[str, Any] = {"choice": move.choice}
        text = ""
        if move.choice == "conditional":
            count = 1 + move.number % 2
            data["conditions"] = [f"Maßgabe {n}" for n in range(count)] if move.good else [" "]
        elif move.choice == "not_responsible":
            named = self.town.units[NAMED_BY[self._unit(move.who) or "centre"]]
            data["names_unit"] = named if move.good else None
        elif move.choice in ("refused", "noted"):
            text = REASON if move.good else ""
        elif not move.good:
            data["choice"] = "perhaps"
        return {"data": data, "text": text}

    def _unit(self, who: str) -> str:
        """The unit for which somebody may sign: their own, else that of whom they represent."""
        mine = (UNIT_OF[part] for part, _holder in self.model.parts(who) if part in UNIT_OF)
        return next(mine, "")

    def _item(self, who: str) -> CosignatureItem | None:
        unit = self.town.units.get(self._unit(who))
        return CosignatureItem.objects.filter(case=self.case, round=self.round, unit=unit).first()

    def _change_vote(self, move: Move) -> dict[str, Any]:
        form, item = self._ballot(move), self._item(move.who)
        if item:
            holder = item.carried_from_id or item.pk
            vote = Vote.objects.filter(item=holder, is_current=True).first()
            form["data"] |= {"item": str(item.pk), "replaces": str(vote and vote.pk)}
        return form

    def _ask_question(self, move: Move) -> dict[str, Any]:
        item = self._item(move.who)
        return {"data": {"item": str(item and item.pk)}, "text": "Warum?" if move.good else " "}

    _object_to_change = _ask_for_time = _ask_question

    def _answer_question(self, move: Move) -> dict[str, Any]:
        return {"text": "Darum." if move.good else ""}

    def _condition(self, move: Move, status: str, unit: str = "") -> UUID | None:
        """The task of the condition that the move is about."""
        rows = Condition.objects.filter(case=self.case, round=self.round, status=status)
        if unit:
            rows = rows.filter(unit=self.town.units[unit])
        keys = list(rows.order_by("id").values_list("pk", flat=True))
        if not keys:
            return None
        step = "answer_condition" if status == "open" else "confirm_decline"
        return self._task(move.who, step, f"condition:{keys[move.number % len(keys)]}")

    def _answer_condition(self, move: Move) -> dict[str, Any]:
        task = self._condition(move, "open")
        data: dict[str, Any] = {"accept": move.choice != "decline"}
        if data["accept"]:
            data["material"] = move.choice == "material" if move.good else None
            if move.flag:
                data["fields"] = {"facts": f"Neu {uuid4()}"}
        return {"task": task, "data": data, "text": REASON if move.good else ""}

    def _confirm_decline(self, move: Move) -> dict[str, Any]:
        unit = self._unit(move.who)
        task = self._condition(move, "declined", unit) if unit else None
        return {"task": task, "text": "Dann lehnen wir ab." if move.good else ""}

    _turn_into_refusal = _confirm_decline

    def _clarify(self, move: Move) -> dict[str, Any]:
        return {"data": {"outcome": move.choice}, "text": REASON if move.good else ""}

    _mayor_decides = _clarify

    def _transfer_lead(self, move: Move) -> dict[str, Any]:
        return {"data": {"lead": self.town.units.get(move.choice)}, **self._reason(move)}

    def _find_current_administration(self, move: Move) -> dict[str, Any]:
        data = {"is_current": move.flag, "path": "council"}
        return {"data": data, "text": REASON if move.good else ""}

    def _board_approves(self, move: Move) -> dict[str, Any]:
        held = board_session(self.today, move.number)
        data = {"date": held.isoformat(), "protocol": "VV 3" if move.good else ""}
        return {"data": data, "text": REASON}

    _board_dissents = _board_approves

    def _plan_consultations(self, move: Move) -> dict[str, Any]:
        if self.model.state == "deliberation":
            return {"data": {"chain": self._planned_anew(move) if move.good else []}}
        body = ORGANS.get(self.model.path, "council")
        if body == "social_committee" and move.number % 2:
            body = "main"
        meeting = (
            Meeting.objects.filter(organization__key=body, closes_on__gte=self.today)
            .order_by("starts_at")
            .first()
        )
        assert meeting is not None, "the town meets for a year"
        station = {"organization": meeting.organization_id, "meeting": meeting.pk}
        return {"data": {"chain": [{**station, "role": "decision"}] if move.good else []}}

    def _planned_anew(self, move: Move) -> list[dict[str, Any]]:
        wanted = planned_anew(self.model.stations, move.number, self.world_seen)
        return [
            {
                "organization": Organization.objects.get(type=body).pk,
                "role": role,
                "meeting": Meeting.objects.filter(organization__type=body, starts_at=start)
                .values_list("pk", flat=True)
                .first(),
            }
            for role, body, start in wanted
        ]

    def _record_dispatch(self, move: Move) -> dict[str, Any]:
        return {"data": {"sent_on": self.today.isoformat() if move.good else ""}}

    def _record_result(self, move: Move) -> dict[str, Any]:
        choice = move.choice if move.good else "cheered"
        return {"data": {"result": choice, "resolution_text": "Mit Änderung."}}

    def _adapt_plan(self, move: Move) -> dict[str, Any]:
        return {"text": REASON if move.good else " "}

    def _start_implementation(self, move: Move) -> dict[str, Any]:
        person = self.town.person(self.model.at(CLERK) if move.good else "legal-clerk")
        stones = Milestone.objects.filter(measure=self.measure.pk).order_by("position")
        days = {str(s.pk): str(later(self.today, n)) for n, s in enumerate(stones)}
        past = {str(s.pk) for s in stones if s.due_on < self.today and not move.flag}
        dates = {key: day for key, day in days.items() if key in past}
        return {"data": {"responsible": person.pk, "dates": dates}}

    def _stone(self) -> Milestone | None:
        open_ones = (s for s in Milestone.objects.filter(measure=self.measure.pk) if not s.is_over)
        return next(open_ones, None)

    def _complete_milestone(self, move: Move) -> dict[str, Any]:
        stone = self._stone()
        task = self._task(move.who, "milestone", f"milestone:{stone.pk}") if stone else None
        text = "Nachweis liegt vor." if move.good else ""
        return {"task": task, "data": {"late_reason": "Ferien"}, "text": text}

    def _drop_milestone(self, move: Move) -> dict[str, Any]:
        stone = self._stone()
        return {"data": {"milestone": stone and stone.pk}, **self._reason(move)}

    def _fulfil_obligation(self, move: Move) -> dict[str, Any]:
        row = Obligation.objects.filter(case=self.case, fulfilled_at=None).first()
        text = "Ist erledigt." if move.good else ""
        return {"data": {"obligation": str(row and row.pk)}, "text": text}

    def _draft_report(self, move: Move) -> dict[str, Any]:
        words = {"done": "Ja", "next_steps": "Mehr", "risks": "Keine" if move.good else " "}
        sums = {"spent": "1", "forecast": "20000", "light": "green", "light_reason": "Läuft."}
        start = {"period_start": quarter(self.today).isoformat(), "is_final": move.flag}
        return {"data": {**words, **sums, **start}}

    def _release_report(self, move: Move) -> dict[str, Any]:
        waiting = self.model.reports.at_head
        if not waiting or self.model.state != "implementation":
            return {}
        start, is_final = waiting[move.number % len(waiting)]
        report = StatusReport.objects.get(
            measure=self.measure.pk, period_start=start, is_final=is_final
        )
        return {"task": self._task(move.who, "release_report", f"report:{report.pk}")}

    def _return_report(self, move: Move) -> dict[str, Any]:
        return {**self._release_report(move), **self._reason(move)}

    def _task(self, who: str, step: str, subject: str | None = None) -> UUID | None:
        """An open task of this step at the person's desk."""
        mine = [self.town.desks[desk] for desk in (who, *self.model.represented(who))]
        tasks = Task.objects.filter(
            case=self.case, status="open", step__key=step, desk__in=mine
        ).order_by(Case_(*(When(desk=key, then=place) for place, key in enumerate(mine))), "pk")
        if subject:
            tasks = tasks.filter(step__subject=subject)
        return tasks.values_list("pk", flat=True).first()


def fields_of(model: MeasureModel) -> dict[str, Any]:
    """The fields of a measure about which the model's units must sign."""
    names = {*model.units} - {"finance"} | ({"fundamental"} if model.fundamental else set())
    cost = {"cost": "300000" if model.costly else "20000", "cover": "Etat"}
    return {f"impact_{name}": True for name in names} | (cost if model.has_cost else {})
