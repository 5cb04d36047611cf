"""The form that a person would send for each move of the model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Case as Case_
from django.db.models import When

from coordination.council.models import Meeting, Organization
from coordination.implementing.models import Milestone, StatusReport
from coordination.measures.models import Measure
from tests.model.cast import CLERK, NAMED_BY
from tests.model.circulation_forms import REASON, CirculationForms
from tests.model.measure import MeasureModel
from tests.model.parts import Move, World, board_session, later, planned_anew, quarter, referral
from tests.town import Town
from workflows.models import Condition, CosignatureItem, Obligation, Question, Task, Vote

ORGANS = {"council": "council", "committee": "social_committee", "district_council": "north"}


class Forms(CirculationForms):
    """What somebody fills in for a move on a measure of the town, well or badly."""

    town: Town
    measure: Measure
    model: MeasureModel
    case: int
    world_seen: World
    round: int

    @property
    def today(self) -> date:
        return self.town.now.date()

    def form_for(self, move: Move) -> dict[str, Any]:
        """Text, task and data of the form; an act without a form of its own needs none."""
        maker = getattr(self, f"_{move.act}", None)
        return {"text": "", "task": None, "data": {}, **(maker(move) if maker else {})}

    def _reason(self, move: Move) -> dict[str, Any]:
        return {"text": REASON if move.good else "zu kurz"}

    _send_back = _withdraw = _declare_dissent = _reject = _reason
    _decline_completion = _return_evaluation = _reason
    _decline_agreement = _decline_funds = _ask_funds_again = _reason
    _veto = _object_to_resolution = _object_as_unlawful = _reason

    def _edit(self, move: Move) -> dict[str, Any]:
        changes: dict[str, dict[str, Any]] = {
            "": {"goal": "Ein anderes Ziel."},
            "health": self._other_impacts(),
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

    def _other_impacts(self) -> dict[str, Any]:
        """With the health office or without it; where nothing is left, that is said."""
        model = self.model
        ticked = ({*model.units} ^ {"health"}) - {"finance"}
        is_left = bool(ticked) or model.fundamental
        return {"impact_health": "health" not in model.units, "impact_none": not is_left}

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
        mine = (self.model.signs_for(part) for part, _holder in self.model.parts(who))
        return next(filter(None, mine), "")

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
        rows = Question.objects.filter(case=self.case, answered_at=None).order_by("pk")
        steps = Task.objects.filter(case=self.case, status="open", step__key="answer_question")
        asked = {*steps.values_list("step__subject", flat=True)}
        about = (f"question:{row.pk}" for row in rows)
        first = next((name for name in about if name in asked), None)
        task = self._task(move.who, "answer_question", first) if first else None
        return {"task": task, "text": "Darum." if move.good else ""}

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
            chain = self._planned_anew(move) if move.good else []
            return {"data": {"chain": chain}, "text": REASON if move.flag else ""}
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
        chain = [{**station, "role": "decision"}] if move.good else []
        return {"data": {"chain": chain}, "text": REASON if move.flag else ""}

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
        data = {"result": choice, "resolution_text": "Mit Änderung."}
        if choice == "referred" and self.model.stations:
            other = referral(self.model.stations[0].body)
            data["target"] = Organization.objects.get(type=other).pk
        return {"data": data}

    def _put_dissent(self, move: Move) -> dict[str, Any]:
        return {"data": {"informed_on": self.today.isoformat()}, **self._reason(move)}

    def _hear_dissent(self, move: Move) -> dict[str, Any]:
        meeting = self._held("main_committee") if move.good else None
        return {"task": self._task(move.who, "hear_dissent"), "data": {"meeting": meeting}}

    def _record_veto(self, move: Move) -> dict[str, Any]:
        """A fifth of any committee of the town."""
        return {"data": {"objectors": 5 if move.good else 0, "filed_on": self.today.isoformat()}}

    def _plan_objection(self, move: Move) -> dict[str, Any]:
        body = self.model.again.body if self.model.again else "council"
        meeting = self._ahead(body) if move.good else None
        return {"data": {"meeting": meeting}}

    def _decide_objection(self, move: Move) -> dict[str, Any]:
        data = {"result": move.choice if move.good else "cheered", "resolution_text": "Nur heuer."}
        return {"task": self._task(move.who, "decide_objection"), "data": data}

    def _record_ruling(self, move: Move) -> dict[str, Any]:
        data = {"ruling": move.choice, "reference": "31.1" if move.good else ""}
        return {"task": self._task(move.who, "record_ruling"), "data": data}

    def _decide_urgently(self, move: Move) -> dict[str, Any]:
        words = ("why_not_organ", "why_not_committee", "harm")
        return {"data": dict.fromkeys(words, REASON if move.good else "kurz")}

    def _countersign(self, move: Move) -> dict[str, Any]:
        data = {"member": "Ratsmitglied, Gruppe A" if move.good else " "}
        return {"task": self._task(move.who, "countersign"), "data": data}

    def _held(self, body: str) -> int | None:
        """The last session of a body that has begun."""
        held = Meeting.objects.filter(organization__type=body, starts_at__lte=self.town.now)
        return held.order_by("starts_at").values_list("pk", flat=True).last()

    def _ahead(self, body: str) -> int | None:
        """The next one."""
        ahead = Meeting.objects.filter(organization__type=body, starts_at__gt=self.town.now)
        return ahead.order_by("starts_at").values_list("pk", flat=True).first()

    def _record_urgent_resolution(self, move: Move) -> dict[str, Any]:
        data = {"result": move.choice, "resolution_text": "Nur heuer."}
        return {"data": {**data, "meeting": self._held("main_committee")}, **self._reason(move)}

    def _plan_approval(self, move: Move) -> dict[str, Any]:
        body = self.model.approval.body if self.model.approval else "council"
        found = self._held(body) if move.flag else self._ahead(body)
        return {"data": {"meeting": found if move.good else None}, "text": REASON}

    def _record_approval(self, move: Move) -> dict[str, Any]:
        data = {"result": move.choice if move.good else "cheered", "rights": "Keine."}
        return {"task": self._task(move.who, "record_approval"), "data": data}

    def _take_back(self, move: Move) -> dict[str, Any]:
        reference = "26-0099" if move.good else "99"
        return {"data": {"meeting": self._held("council"), "reference": reference}}

    def _answer_delay(self, move: Move) -> dict[str, Any]:
        return {"text": REASON if move.good else "kurz"}

    def _adapt_plan(self, move: Move) -> dict[str, Any]:
        return {"text": REASON if move.good else " "}

    def _start_implementation(self, move: Move) -> dict[str, Any]:
        person = self.town.person(self.model.at(CLERK) if move.good else "legal-clerk")
        stones = Milestone.objects.filter(measure=self.measure.pk).order_by("position")
        days = {str(s.pk): str(later(self.today, n)) for n, s in enumerate(stones)}
        past = {str(s.pk) for s in stones if s.due_on < self.today and not move.flag}
        dates = {key: day for key, day in days.items() if key in past}
        return {"data": {"responsible": person.pk, "dates": dates}}

    def _change_plan(self, move: Move) -> dict[str, Any]:
        """A day more than now; where no end was decided, any is within the limits."""
        now = Measure.objects.values_list("ends_on", flat=True).get(pk=self.measure.pk)
        end = (now or self.today + timedelta(days=2000)) + timedelta(days=1)
        return {"data": {"ends_on": end.isoformat()}, **self._reason(move)}

    def _repeal(self, move: Move) -> dict[str, Any]:
        """The session in which the body decided will do for its second thought."""
        model = self.model
        if model.resolution is None:
            meeting = self._held(model.in_place_of) if model.in_place_of else None
        else:
            body = Organization.objects.get(type=model.resolution.body)
            rows = Meeting.objects.filter(organization=body, starts_at=model.resolution.start)
            meeting = rows.values_list("pk", flat=True).first()
        reference = "26-0099" if move.good else "99"
        return {"data": {"meeting": meeting, "reference": reference}, **self._reason(move)}

    _discontinue = _repeal

    def _name_responsible(self, move: Move) -> dict[str, Any]:
        person = self.town.person(self.model.at(CLERK) if move.good else "legal-clerk")
        return {"data": {"responsible": person.pk}}

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

    def _draft_evaluation(self, move: Move) -> dict[str, Any]:
        rows = [{"name": "Plätze", "target": "40", "actual": "38" if move.good else ""}]
        return {"data": {"indicators": rows}, "text": REASON}

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
