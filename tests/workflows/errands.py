"""An office with many tasks, made directly: how tasks come into being is tested elsewhere."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from tests.kinds import AT, Office, make_office, person
from workflows.models import Case, CaseAudience, Desk, DeskHolder, StepRun, Substitution, Task, User

DAY = timedelta(days=1)
Add = Callable[..., Task]


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def head_desk(office: Office) -> Desk:
    return Desk.objects.get(unit=office.unit, function="head")


@pytest.fixture
def colleague(head_desk: Desk) -> User:
    """A second holder of the head's desk."""
    found = person("colleague")
    DeskHolder.objects.create(desk=head_desk, person=found, valid_from=date(2020, 1, 1))
    return found


@pytest.fixture
def add(head_desk: Desk, office: Office) -> Add:
    """Adds an open task of a case of its own to a desk, by default the head's."""

    def add(
        title: str = "Errand",
        *,
        due: datetime | None = None,
        opened: datetime = AT,
        desk: Desk = head_desk,
        step: str = "check",
        kind: str = "errand",
        by: User | None = None,
    ) -> Task:
        case = Case.objects.create(
            kind=kind, state="check", title=title, opened_at=opened, state_since=opened,
            opened_by=office.clerk,
        )  # fmt: skip
        CaseAudience.objects.create(case=case, desk=desk, reason="task")
        run = StepRun.objects.create(case=case, key=step, state="check", opened_at=opened)
        return Task.objects.create(
            step=run, case=case, desk=desk, addressed_to=desk, opened_at=opened, due_at=due,
            claimed_by=by, claimed_at=opened if by else None,
        )  # fmt: skip

    return add


def represent(absent: User, deputy: User, *, first: date, last: date) -> Substitution:
    return Substitution.objects.create(
        represented=absent, deputy=deputy, starts_on=first, ends_on=last, entered_at=AT
    )
