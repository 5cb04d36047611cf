"""Drafts of answers in a small town: the school office is asked, and its clerk drafts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from coordination.drafting.actions.giving import give_out, usual_date
from coordination.drafting.actions.practice import change
from coordination.drafting.models import AnswerDraft
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.calendars import local_date
from workflows.models import Case, CosignatureItem, Desk

HEAD, CLERK = "school-head", "school-clerk"
CANARY = "Kanarienvogel Zeisig"


def asked(town: Town, **fields: Any) -> Measure:
    """A measure about which the school office and the integration centre are asked."""
    return town.in_cosigning(**{"impact_school": True, **fields})


def item_of(town: Town, measure: Measure, unit: str = "school") -> CosignatureItem:
    rows = CosignatureItem.objects.select_related("case", "step", "unit")
    return rows.get(case=measure.case_id, unit=town.units[unit], round=1)


def given(
    town: Town,
    measure: Measure,
    *,
    unit: str = "school",
    by: str = "",
    desk: str = "",
    wanted_on: date | None = None,
    word: str = "",
    command: UUID | None = None,
) -> AnswerDraft:
    """The head has asked the clerk to draft the answer."""
    item = item_of(town, measure, unit)
    outcome = give_out(
        item=item, desk=Desk.objects.get(pk=town.desks[desk or f"{unit}-clerk"]), word=word,
        by=town.person(by or f"{unit}-head"), at=town.now, command=command or uuid4(),
        wanted_on=wanted_on or usual_date(item, today=local_date(town.now)),
    )  # fmt: skip
    return AnswerDraft.objects.get(case=outcome.case)


def do(
    town: Town, draft: AnswerDraft, name: str, by: str, *, text: str = "", **data: Any
) -> Outcome:
    """An act on the present version, by the holder of a desk."""
    version = Case.objects.values_list("version", flat=True).get(pk=draft.case_id)
    outcome = act(
        Request(
            draft.case_id, name, town.person(by).pk, town.now, command=uuid4(), version=version,
            data=data, text=text,
        )
    )  # fmt: skip
    draft.refresh_from_db()
    return outcome


def handed_in(
    town: Town, measure: Measure, *, by: str = CLERK, text: str = CANARY, **data: Any
) -> AnswerDraft:
    """The clerk has drafted an answer with one condition."""
    draft = given(town, measure)
    words = {"choice": "conditional", "conditions": [f"Nur mit {CANARY}."], **data}
    do(town, draft, "hand_in_draft", by, text=text, **words)
    return draft


def token(draft: AnswerDraft) -> str:
    """What a form for signing names: the draft and the version that was seen."""
    version = Case.objects.values_list("version", flat=True).get(pk=draft.case_id)
    return f"{draft.pk}:{version}"


def four_eyes(town: Town, unit: str = "school", *, days: int = 3) -> None:
    """From today on whoever drafts does not sign in this office."""
    change(
        "set_practice", by=town.person(f"{unit}-head").pk, at=town.now, unit=town.units[unit],
        days=days, four_eyes=True, lead_days=0, valid_from=local_date(town.now),
    )  # fmt: skip
