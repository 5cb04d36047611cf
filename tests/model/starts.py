"""Where the runs begin: measures on different ways, brought there by moves on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coordination.measures.models import Measure
from tests.model import cast
from tests.model.choosing import AT_SESSIONS
from tests.model.driver import Driver
from tests.model.forms import fields_of
from tests.model.measure import MeasureModel
from tests.model.plans import PLANS
from tests.town import FOUNDED, Town
from workflows.actions import people as organisation
from workflows.models import User

Starts = Mapping[str, tuple[Measure, MeasureModel, datetime]]


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
            if move.act in AT_SESSIONS:
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
