"""Random lives of a concept against a small model written from the domain alone.

The text (domain 2.5): prompted, target set, award, commissioned, survey, participation, draft,
acceptance; beside them the commission that was ended, resting, put off. Participation ends only
when each field has a session with the associations, the integration council was heard and no
obligatory cell of the matrix is empty; a draft is handed in when each comment has its answer. The
lead plans and its head hands in, the deputy mayor for integration commissions and ends it, whoever
leads lets it rest, the mayor puts it off, and it goes on in the phase in which it was; the
integration centre writes, it neither decides nor commissions (2.0).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from coordination.city.models import FieldOfAction
from coordination.concept.models import Chapter, ChapterComment, Concept, DiscussionGroup
from coordination.targets.models import Target
from tests.coordination.concept.concepts import (
    BGI,
    CENTRE,
    CLERK,
    HEAD,
    LONG,
    do,
    groups,
    prompted,
    upload,
)
from tests.coordination.targets.targets import resolved
from tests.town import Town
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db

SEEDS, TURNS = (7, 8, 9), 60

DESKS = {
    "clerk": CLERK, "head": HEAD, "centre": CENTRE, "bgi": BGI, "mayor": "mayor-mayor",
    "other": "school-head",
}  # fmt: skip
LEAD, WRITERS, LEADERS = {"clerk", "head"}, {"clerk", "head", "centre"}, {"bgi", "mayor"}
PHASES = ("draft", "target_set", "award", "commissioned", "survey", "participation", "drafted")
AT_WORK = {*PHASES[3:]}
NEXT = {
    "set_target": ({"draft"}, LEAD, "target_set"),
    "begin_award": ({"target_set", "terminated"}, LEAD, "award"),
    "commission": ({"award"}, {"bgi"}, "commissioned"),
    "begin_survey": ({"commissioned"}, LEAD, "survey"),
    "begin_participation": ({"survey"}, LEAD, "participation"),
    "present_draft": ({"participation"}, LEAD, "drafted"),
    "submit": ({"drafted"}, {"head"}, "check"),
}
"""The way: in which states, by whom, where to."""
ASIDE = {
    "terminate_commission": (AT_WORK, {"bgi"}),
    "rest_concept": ({*PHASES}, LEADERS),
    "defer_concept": ({*PHASES, "resting"}, {"mayor"}),
    "go_on_with_concept": ({"resting"}, LEADERS),
    "take_up_concept": ({"deferred"}, LEADERS),
}
WRITING = {
    "record_session": (AT_WORK, WRITERS), "upload_chapter": (AT_WORK, WRITERS),
    "set_cells": (AT_WORK, WRITERS), "comment_on_chapter": ({"drafted"}, {"centre"}),
    "answer_comment": ({"drafted"}, WRITERS),
}  # fmt: skip

WHO_AND_WHEN = {
    **{act: (states, people) for act, (states, people, _to) in NEXT.items()}, **ASIDE, **WRITING,
}  # fmt: skip


@dataclass
class Model:
    """What the text says of a concept."""

    fields: int
    state: str = "draft"
    phase: str = "draft"
    met: set[int] = field(default_factory=set)
    with_associations: set[int] = field(default_factory=set)
    council_heard: bool = False
    has_chapter: bool = False
    is_covered: bool = False
    open_comments: int = 0

    def may(self, act: str, by: str) -> bool:
        """Whether the text lets this person do this now, with everything said."""
        states, people = WHO_AND_WHEN[act]
        if self.state not in states or by not in people:
            return False
        whole = self.has_chapter and self.is_covered
        return {
            "present_draft": whole
            and len(self.met) == len(self.with_associations) == self.fields
            and self.council_heard,
            "submit": whole and not self.open_comments,
            "set_cells": self.has_chapter,
            "comment_on_chapter": self.has_chapter,
            "answer_comment": self.open_comments > 0,
        }.get(act, True)

    def does(self, act: str, says: Says) -> None:
        """What becomes of it."""
        if act in NEXT:
            self.state = self.phase = NEXT[act][2]
        elif act in {"go_on_with_concept", "take_up_concept"}:
            self.state = self.phase
        elif act in ASIDE:
            self.state = {
                "terminate_commission": "terminated", "rest_concept": "resting",
                "defer_concept": "deferred",
            }[act]  # fmt: skip
        elif act == "record_session":
            self.met.add(says.field)
            self.with_associations |= {says.field} if says.associations else set()
            self.council_heard |= says.council
        elif act == "upload_chapter":
            self.has_chapter = True
        elif act == "set_cells":
            self.is_covered = says.covers
        else:
            self.open_comments += 1 if act == "comment_on_chapter" else -1


@dataclass
class Says:
    """What is said with an act, drawn once for both."""

    field: int
    associations: bool
    council: bool
    covers: bool


def acts_on(town: Town, concept: Concept, act: str, by: str, says: Says) -> None:
    """The act with everything that it needs, by this person."""
    desk, today = DESKS[by], town.now.date()
    if act == "upload_chapter":
        known = Chapter.objects.filter(concept=concept).first()
        said: dict[str, Any] = {"chapter": known.pk} if known else {"title": "Sprache"}
        upload(town, concept, by=desk, **said)
    elif act == "set_cells":
        fields = FieldOfAction.objects.order_by("pk")
        cells = [f"{one.pk}-{group.pk}" for one in fields for group in groups()]
        chapter = Chapter.objects.filter(concept=concept).first()
        do(town, concept, act, desk, chapter=chapter and chapter.pk,
           cells=cells if says.covers else cells[1:])  # fmt: skip
    else:
        do(town, concept, act, desk, text=LONG, **_said(concept, act, says, today))


def _said(concept: Concept, act: str, says: Says, today: Any) -> dict[str, Any]:
    chapter = Chapter.objects.filter(concept=concept).first()
    comment = ChapterComment.objects.filter(chapter__concept=concept, outcome="").first()
    group = DiscussionGroup.objects.get(concept=concept, field=says.field)
    target = Target.objects.get()
    return {
        "set_target": {"target": target.pk},
        "begin_award": {"terms": LONG, "procedure": "negotiated", "total": "40000"},
        "commission": {
            "agency": "Institut", "contact": "Dezernat III", "project_group": LONG,
            "advisory_board": LONG, "payment_plan": LONG, "signed_on": f"{today}",
            "ends_on": f"{today + timedelta(days=300)}",
        },
        "rest_concept": {"until": f"{today + timedelta(days=30)}"},
        "record_session": {
            "group": group.pk, "held_on": f"{today}", "participants": "Verbände", "results": LONG,
            "heard_associations": says.associations, "heard_integration_council": says.council,
        },
        "comment_on_chapter": {
            "chapter": chapter and chapter.pk, "organisation": "Caritas", "comment": LONG,
        },
        "answer_comment": {"comment": comment and comment.pk, "outcome": "adopted"},
    }.get(act, {})  # fmt: skip


def begun(town: Town) -> Concept:
    """Prompted, with a target that it can name and a group for each field."""
    if not Target.objects.exists():
        resolved(town)
    concept = prompted(town)
    for one in FieldOfAction.objects.all():
        DiscussionGroup.objects.create(concept=concept, title=f"AG {one}", field=one)
    return concept


def drawn(chance: random.Random, model: Model, fields: list[int]) -> tuple[str, str, Says]:
    """Mostly what leads on, or a random life would never leave its first states."""
    fits = {act: [by for by in DESKS if model.may(act, by)] for act in WHO_AND_WHEN}
    on, write = ([act for act in some if fits[act]] for some in (NEXT, WRITING))
    back = [act for act in ("go_on_with_concept", "take_up_concept") if fits[act]]
    write = [act for act in write if "comment" in act] or write
    lot = chance.random()
    # A draft is commented on before it is handed in, else nobody would see that answers are needed.
    leads = 0.1 if model.state == "drafted" else 0.4
    some = on if lot < leads else write if lot < 0.8 else back if lot < 0.9 else []
    act = chance.choice(some or [*fits])
    people = fits[act] if chance.random() < 0.8 else []
    missing = [one for one in fields if one not in model.with_associations]
    return act, chance.choice(people or [*DESKS]), Says(
        chance.choice(missing or fields), chance.random() < 0.8, chance.random() < 0.6,
        chance.random() < 0.7,
    )  # fmt: skip


def test_concepts_grow_as_the_text_says(town: Town) -> None:
    """Two fields are as good as twelve; every act is done in one life or another."""
    FieldOfAction.objects.exclude(pk__in=FieldOfAction.objects.order_by("pk")[:2]).delete()
    fields = list(FieldOfAction.objects.order_by("pk").values_list("pk", flat=True))
    done, ends = set[str](), set[str]()
    for seed in SEEDS:
        chance, concept, model = random.Random(seed), begun(town), Model(len(fields))
        for turn in range(TURNS):
            act, by, says = drawn(chance, model, fields)
            allowed = model.may(act, by)
            try:
                acts_on(town, concept, act, by, says)
            except Refusal:
                happened = False
            else:
                happened = True
                done.add(act)
            assert happened == allowed, (seed, turn, act, by, says, model)
            if happened:
                model.does(act, says)
            concept.refresh_from_db()
            assert concept.case.state == model.state, (seed, turn, act, by, model)
            if model.state == "check":
                break
        ends.add(model.state)
    assert done == {*WHO_AND_WHEN}
    assert "check" in ends
