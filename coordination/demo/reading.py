"""Who leads has read the matters some days ago, so that the start page knows what is new since."""

from __future__ import annotations

from workflows.models import Case

from ..measures.actions.visits import note_visit
from .journey import Steps
from .plot import BGI, CENTRE
from .queries import MAYOR
from .stage import Stage

LOOKED = 6
"""Working days before today."""

READERS = (BGI, CENTRE, MAYOR, "division_4-deputy_mayor", "youth-head", "school-head")


def look_around(stage: Stage) -> Steps:
    """Each reads the measures that they see."""
    for desk in READERS:
        person = stage.person(desk)
        for case in Case.objects.visible_to(person, at=stage.now).filter(kind="measure"):
            note_visit(case, by=person, at=stage.now)
    yield from ()
