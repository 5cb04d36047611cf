"""What must hold of a measure after every move, asked of the tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from coordination.measures.models import Measure
from tests.coordination.facts import computed, kept
from tests.model.cast import EVERYBODY
from tests.model.choosing import CHOICES
from tests.model.measure import ACTS, MeasureModel
from tests.model.parts import World
from tests.town import PERIODS, Town
from workflows.models import Case, Event, Task
from workflows.queries.acting.offers import situation
from workflows.queries.people.staff import staff
from workflows.queries.proof.digests import digest_of, digest_of_text
from workflows.queries.proof.replay import Replay

PERIOD_OF = {
    "check": "check", "agreement": "check", "revision": "revision", "cosign": "cosigning",
    "answer_condition": "condition_answer", "confirm_decline": "condition_confirmation",
    "resign": "condition_answer", "answer_question": "condition_answer",
    "clarification": "clarification", "finding": "release", "release": "release",
    "executive_board": "executive_board", "mayor_decides": "final_signature",
    "final_signature": "final_signature", "plan_consultations": "final_signature",
    "adapt_plan": "plan_adaptation", "confirm_funds": "plan_adaptation",
    "clear_funds": "plan_adaptation",
    "start_implementation": "implementation_start", "release_report": "completion",
    "fulfil_obligation": "completion", "propose_completion": "completion",
    "confirm_completion": "completion", "name_responsible": "completion",
    "release_evaluation": "completion", "often_postponed": "release",
    "plan_objection": "final_signature", "plan_approval": "final_signature",
    "countersign": "final_signature", "present_paper": "final_signature",
}  # fmt: skip
"""The period of the route by step; those with a day of their own come below."""
DATED = {
    "milestone", "status_report", "evaluation", "record_result", "hear_dissent",
    "decide_objection", "record_ruling", "record_approval", "provide_documents",
}  # fmt: skip
assert set(PERIOD_OF.values()) <= set(PERIODS)

_LOOK = """
SELECT c.state, c.version, c.round, c.seq, encode(c.head, 'hex'), c.state_since,
  c.closed_at IS NOT NULL,
  (SELECT json_agg(json_build_array(t.status, t.step_id, s.key, s.state, s.closed_at IS NULL,
          d.key, EXISTS (SELECT 1 FROM workflows_deskholder h WHERE h.desk_id = d.id)))
     FROM workflows_task t JOIN workflows_steprun s ON s.id = t.step_id
     JOIN workflows_desk d ON d.id = t.desk_id
    WHERE t.case_id = c.id AND t.status IN ('open', 'waiting')),
  (SELECT json_agg(json_build_array(s.id, s.key)) FROM workflows_steprun s
    WHERE s.case_id = c.id AND s.closed_at IS NULL),
  (SELECT json_agg(json_build_array(l.step_id, l.effect)) FROM workflows_deadline l
    WHERE l.case_id = c.id AND l.status = 'running'),
  (SELECT json_agg(json_build_array(u.key, i.participation, i.status,
          i.carried_from_id IS NOT NULL, COALESCE(v.choice, '')))
     FROM workflows_cosignatureitem i JOIN workflows_unit u ON u.id = i.unit_id
     LEFT JOIN workflows_vote v ON v.item_id = COALESCE(i.carried_from_id, i.id) AND v.is_current
    WHERE i.case_id = c.id AND i.round = c.round),
  (SELECT json_agg(json_build_array(u.key, k.status, k.material, k.settled_at IS NOT NULL))
     FROM workflows_condition k JOIN workflows_unit u ON u.id = k.unit_id
    WHERE k.case_id = c.id AND k.round = c.round),
  (SELECT json_agg(DISTINCT d.key) FROM workflows_caseaudience a
     JOIN workflows_desk d ON d.id = a.desk_id WHERE a.case_id = c.id),
  (SELECT count(*) FROM workflows_vote v JOIN workflows_cosignatureitem i ON i.id = v.item_id
    WHERE i.case_id = c.id),
  (SELECT count(*) FROM workflows_cosignatureitem i
    WHERE i.case_id = c.id AND i.status IN ('requested', 'received')),
  (SELECT count(*) FROM workflows_obligation o WHERE o.case_id = c.id AND o.fulfilled_at IS NULL),
  (SELECT json_agg(json_build_array(n.role, b.type, extract(epoch FROM m.starts_at)::bigint)
                   ORDER BY n.position, n.attempt)
     FROM coordination_consultation n JOIN coordination_organization b ON b.id = n.organization_id
     LEFT JOIN coordination_meeting m ON m.id = n.meeting_id AND NOT m.is_cancelled
    WHERE n.case_id = c.id AND n.result = ''
      AND (c.state = 'deliberation'
           OR n.role IN ('approval', 'objection') AND c.closed_at IS NULL)),
  (SELECT json_agg(json_build_array(u.key, l.step_id) ORDER BY u.key)
     FROM workflows_deadline l JOIN workflows_cosignatureitem i ON i.step_id = l.step_id
     JOIN workflows_unit u ON u.id = i.unit_id
    WHERE l.case_id = c.id AND l.status = 'paused' AND i.round = c.round),
  (SELECT json_agg(s.due_on ORDER BY s.position) FROM coordination_milestone s
     JOIN coordination_measure x ON x.id = s.measure_id WHERE x.case_id = c.id)
  FROM workflows_case c WHERE c.id = %s
"""


@dataclass(slots=True)
class Look:
    """A case as its tables tell it, read in one statement."""

    state: str
    version: int
    round: int
    seq: int
    head: str
    state_since: datetime
    is_closed: bool
    tasks: list[list[Any]]
    steps: list[list[str]]
    deadlines: list[list[str | None]]
    items: list[list[Any]]
    conditions: list[list[Any]]
    audience: list[str]
    votes: int
    asked: int
    obligations: int
    stations: list[list[Any]]
    stopped: list[list[str]]
    stone_days: list[str]

    @classmethod
    def at(cls, case: int) -> Look:
        with connection.cursor() as cursor:
            cursor.execute(_LOOK, [case])
            return cls(*(value if value is not None else [] for value in cursor.fetchone()))

    def told(self) -> dict[str, Any]:
        """What the model tells as well."""
        return {
            "case": (self.state, self.version, self.round),
            "tasks": Counter((t[2], t[5]) for t in self.tasks if t[0] == "open"),
            "items": sorted(self.items),
            "conditions": Counter(map(tuple, self.conditions)),
            "sees": {desk for desk in self.audience if desk in EVERYBODY},
            "votes": self.votes,
            "obligations": self.obligations,
            "stations": self.stations,
            "stopped": [unit for unit, _step in self.stopped],
            "stone_days": self.stone_days if self.state != "discarded" else [],
        }


def told(model: MeasureModel) -> dict[str, Any]:
    """The same of the model."""
    return {
        "case": (model.state, model.version, model.round),
        "tasks": model.tasks(),
        "items": sorted(
            [unit, i.kind, i.status, i.is_carried, i.choice] for unit, i in model.items.items()
        ),
        "conditions": Counter((c.unit, c.status, c.material, c.settled) for c in model.conditions),
        "sees": model.sees,
        "votes": model.votes,
        "obligations": model.obligations,
        "stations": [
            [role, body, start and int(start.timestamp())]
            for role, body, start in model.open_stations()
        ],
        "stopped": sorted(model.stopped()),
        "stone_days": [str(day) for day in model.stone_days if model.state != "discarded"],
    }


class Invariants:
    """Follows the trail of one case from move to move."""

    def __init__(self, measure: Measure) -> None:
        self.case = measure.case_id
        self.replay, self.head, self.version = Replay(), bytes(32), 0

    def check(self, model: MeasureModel) -> Look:
        """Both sides tell the same, and what must always hold does."""
        look = Look.at(self.case)
        real, meant = look.told(), told(model)
        assert real == meant, [
            (key, real[key], meant[key]) for key in real if real[key] != meant[key]
        ]
        assert kept(case=self.case) == computed(case=self.case)
        self._follow_trail(look)
        self._check_steps(look)
        assert look.version >= self.version
        self.version = look.version
        return look

    def _follow_trail(self, look: Look) -> None:
        """The new events go on without a gap, chained, and tell the case's state."""
        events = Event.objects.filter(case=self.case, seq__gt=self.replay.seq)
        for event in events.select_related("text").order_by("seq"):
            assert (event.seq, bytes(event.previous)) == (self.replay.seq + 1, self.head)
            self.head = digest_of(event)
            assert self.head == bytes(event.digest)
            if event.text_digest:
                text = event.text
                assert digest_of_text(text.salt, text.text) == bytes(event.text_digest)
            self.replay.feed(event)
        assert (look.seq, look.head) == (self.replay.seq, self.head.hex())
        assert self.replay.fits(look)

    def _check_steps(self, look: Look) -> None:
        """Every open step has an owner and, where there is a period, a deadline that runs."""
        steps = dict(look.steps)
        assert all(is_open and is_held for *_, is_open, _desk, is_held in look.tasks)
        assert set(steps) == {task[1] for task in look.tasks}
        # What an objection holds up waits with its deadlines.
        asked = {task[1] for task in look.tasks if task[0] == "open"}
        assert {task[3] for task in look.tasks if task[1] in asked} <= {look.state}
        timed = {key for key in asked if steps[key] in PERIOD_OF or steps[key] in DATED}
        timed -= {step for _unit, step in look.stopped}
        assert {step for step, _ in look.deadlines if step} == timed
        if look.is_closed:
            assert (steps, look.deadlines) == ({}, []), (steps, look.deadlines, look.state)
        elif not steps:
            # Nobody has anything to do: then the clock has.
            assert [effect for _, effect in look.deadlines if effect]
        assert look.state == "cosigning" or not look.asked


def offered(town: Town, case: Case, who: str) -> set[str]:
    """The acts that somebody's page offers."""
    seen = situation(case, person=town.person(who).pk, at=town.now)
    return {offer.name for offer in seen.offers if not offer.objection} & {*ACTS}


def expected_offers(model: MeasureModel, who: str, world: World) -> set[str]:
    """The acts whose moment it is for somebody, whatever the form then lacks."""
    return model.offers(who, CHOICES, world)


def somebody_may_act(town: Town, look: Look, case: Case) -> bool:
    """Whether somebody who is there is offered an act that only wants their form, or the clock
    will act.
    """
    if any(effect for _, effect in look.deadlines):
        return True
    day = staff(on=town.now.date())
    for task in Task.objects.filter(case=case, status="open").select_related("step"):
        for person in {one.person for one in day.signers(task.desk_id, task.step.key)}:
            seen = situation(case, person=person, at=town.now)
            step = seen.flow.step(task.step.key)
            wanted = step.acts if step else ()
            if any(o.name in wanted and not o.objection for o in seen.offers):
                return True
    return False
