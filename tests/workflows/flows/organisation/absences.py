"""Short ways to say in tests that somebody is away, and to act for them."""

from datetime import timedelta

from tests.kinds import AT
from tests.workflows.house import TODAY
from workflows.actions.acting.acts import Request, act
from workflows.models import Substitution

NEXT_WEEK = TODAY + timedelta(days=7)


def add(house, represented="head", deputy="guest", by=None, first=TODAY, last=NEXT_WEEK, **more):
    return house.do(
        "add_substitution", by=by or represented, represented=house.person(represented),
        deputy=house.person(deputy), starts_on=first, ends_on=last, **more,
    )  # fmt: skip


def absent(house, represented, deputy, *, rank=1, steps=(), first=TODAY, last=NEXT_WEEK):
    """A row as it stands after years: also what the forms of today would refuse."""
    return Substitution.objects.create(
        represented_id=house.person(represented), deputy_id=house.person(deputy), rank=rank,
        steps=list(steps), starts_on=first, ends_on=last, entered_at=AT,
    )  # fmt: skip


def answer(house, case, name, *, at=AT):
    task = house.task(case)
    return act(Request(case, "answer", house.person(name), at, task=task.pk))
