"""Where the runs begin: measures on different ways, brought there by moves on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coordination.measures.models import Measure
from tests.model import cast
from tests.model.driver import WHERE, Driver
from tests.model.forms import fields_of
from tests.model.measure import CURRENT, MeasureModel
from tests.model.parts import Move
from tests.town import FOUNDED, Town
from workflows.actions import people as organisation
from workflows.models import User

Starts = Mapping[str, tuple[Measure, MeasureModel, datetime]]

BOTH = ["school", "finance"]
BEGIN = [Move("submit", cast.HEAD), Move("pass_check", "centre-head")]
ALL_SIGN = [Move("vote", "school-cosigner", "approved"), Move("vote", "finance-head", "approved")]
SIGN_AGAIN = [
    Move("vote", "finance-head", "conditional"),
    Move("answer_condition", cast.HEAD, "editorial"),
    Move("vote", "school-head", "approved"),
]
TO_COUNCIL = [Move("release", cast.BGF), Move("release", cast.BGI), Move("sign", cast.MAYOR)]
RESOLVE = [Move("record_result", cast.COUNCIL_OFFICE, "accepted")] * 2
URGENTLY = [Move("decide_urgently", cast.MAYOR), Move("countersign", cast.OBSERVER)]
WORK = [Move("confirm_funds", "finance-head"), Move("start_implementation", cast.HEAD)]

DONE = [
    *[Move("drop_milestone", cast.HEAD)] * 2,
    Move("draft_report", cast.CLERK, flag=True),
    Move("release_report", cast.HEAD),
    Move("propose_completion", cast.HEAD),
]

PLANS: Mapping[str, tuple[Mapping[str, Any], list[Move]]] = {
    "draft": ({"units": BOTH, "path": "council"}, []),
    "small": ({"units": ["school", "health"], "path": CURRENT}, BEGIN),
    "principle": ({"units": ["health"], "path": "council", "fundamental": True}, BEGIN),
    "costly": ({"units": ["finance"], "path": "council", "costly": True}, BEGIN),
    "of a co-signer": ({"units": BOTH, "path": "council", "author": "school-head"}, BEGIN),
    "of the deputy mayor": (
        {"units": BOTH, "path": "committee", "author": cast.BGI},
        [*BEGIN, *ALL_SIGN],
    ),
    "committee": ({"units": BOTH, "path": "committee"}, [*BEGIN, *ALL_SIGN]),
    "council": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL]),
    "asked": ({"units": ["school", "finance", "health"], "path": "council"}, BEGIN),
    "conditions": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, Move("vote", "finance-head", "conditional", number=1)],
    ),
    "partial round": (
        {"units": ["school", "finance", "health"], "path": "council"},
        [
            *BEGIN,
            Move("vote", "health-head", "approved"),
            Move("vote", "school-head", "conditional"),
            Move("answer_condition", cast.HEAD, "material", flag=True),
            Move("vote", "finance-head", "not_affected"),
        ],
    ),
    "circle": (
        {"units": ["finance", "health"], "path": "council"},
        [
            *BEGIN,
            Move("vote", "health-head", "not_responsible"),
            Move("vote", "legal-head", "not_responsible"),
            Move("vote", "health-head", "not_responsible"),
        ],
    ),
    "declined": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            Move("vote", "school-head", "approved"),
            Move("vote", "finance-head", "conditional", number=1),
            Move("answer_condition", cast.HEAD, "decline"),
            Move("answer_condition", cast.HEAD, "decline"),
        ],
    ),
    "agreed": ({"units": BOTH, "path": "council"}, [*BEGIN, *SIGN_AGAIN]),
    "promise": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *SIGN_AGAIN, Move("resign", cast.HEAD), *TO_COUNCIL, *RESOLVE, *WORK],
    ),
    "resolution": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE]),
    # Where a run seldom comes by itself.
    "thrown away": ({"units": BOTH, "path": "council"}, [Move("discard", cast.HEAD)]),
    "given up": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE, Move("repeal", cast.COUNCIL_OFFICE)],
    ),
    "stopped": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *RESOLVE,
            *WORK,
            Move("discontinue", cast.COUNCIL_OFFICE),
        ],
    ),
    "veto": (
        {"units": BOTH, "path": "committee"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL[:2],
            Move("plan_consultations", cast.COUNCIL_OFFICE, flag=True),
            *TO_COUNCIL[2:],
            *RESOLVE[:1],
        ],
    ),
    "divided": (
        {"units": ["health"], "path": "council", "fundamental": True},
        [
            *BEGIN,
            Move("vote", "health-head", "approved"),
            *TO_COUNCIL[:2],
            Move("board_dissents", cast.BOARD),
            Move("mayor_decides", cast.MAYOR, "final_signature"),
            *TO_COUNCIL[2:],
            Move("put_dissent", cast.BGF),
        ],
    ),
    "signed by one": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL[:2], *URGENTLY[:1]],
    ),
    "urgent": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *URGENTLY]),
    "urgent in committee": (
        {"units": BOTH, "path": "committee"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL[:2],
            Move("plan_consultations", cast.COUNCIL_OFFICE, flag=True),
            *URGENTLY,
        ],
    ),
    "by the main committee": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            Move("record_urgent_resolution", cast.COUNCIL_OFFICE, "accepted"),
        ],
    ),
    "taken back": (
        {"units": BOTH, "path": CURRENT},
        [
            *BEGIN,
            Move("find_current_administration", cast.BGF, flag=True),
            *ALL_SIGN,
            *TO_COUNCIL[:2],
            *WORK,
            Move("take_back", cast.COUNCIL_OFFICE),
        ],
    ),
    "barred": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *RESOLVE,
            Move("object_as_unlawful", cast.MAYOR),
        ],
    ),
    "done": (
        {"units": BOTH, "path": "council"},
        [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE, *WORK, *DONE],
    ),
    "completed": (
        {"units": BOTH, "path": "council"},
        [
            *BEGIN,
            *ALL_SIGN,
            *TO_COUNCIL,
            *RESOLVE,
            *WORK,
            *DONE,
            Move("confirm_completion", cast.BGI),
            Move("draft_evaluation", "centre-head"),
        ],
    ),
    "work": ({"units": BOTH, "path": "council"}, [*BEGIN, *ALL_SIGN, *TO_COUNCIL, *RESOLVE, *WORK]),
}


def begun(town: Town) -> Starts:
    """A measure of the town and its model for each of the plans."""
    found, began = {}, town.now
    _second_office(town)
    for name, (plan, moves) in PLANS.items():
        town.now = began
        model = MeasureModel(**plan)
        measure = town.propose(
            model.author,
            title=name,
            lead=town.units["social"],
            decision_path=model.path,
            **fields_of(model),
        )
        driver = Driver(town, measure, model)
        for move in moves:
            if move.act in {"record_result", *WHERE}:
                driver.hold_session(move.act)
            world = driver.world()
            driver.play(move)
            model.play(move, world)
        found[name] = (measure, model, town.now)
    return found


def _second_office(town: Town) -> None:
    """The sports office of the same division, to which the lead may go."""
    common: dict[str, Any] = {"by": None, "at": town.now}
    unit = organisation.create_unit(
        key="sports", name="Sportamt", short_name="52", kind="office", valid_from=FOUNDED,
        parent=town.units["division_4"], **common,
    ).facts["unit"]  # fmt: skip
    units, desks, emails = dict(town.units), dict(town.desks), dict(town.emails)
    units["sports"] = unit
    for key, superior in (("sports-head", cast.BGF), ("sports-clerk", "sports-head")):
        function = key.partition("-")[2]
        desks[key] = organisation.create_desk(
            unit=unit, key=key, name=f"{function} sports", function=function,
            superior=desks[superior], signs="ia", **common,
        ).facts["desk"]  # fmt: skip
        emails[key] = f"{key}@town.example"
        person = User.objects.create_user(
            email=emails[key], given_name=function.capitalize(), family_name="Sports"
        )
        organisation.appoint(desk=desks[key], person=person.pk, valid_from=FOUNDED, **common)
    town.units, town.desks, town.emails = units, desks, emails
