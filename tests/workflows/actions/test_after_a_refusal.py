"""A refused act leaves its connection as it was: the next act finds all that is prepared."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from tests.kinds import AT, Office, make_office, opened, person, sent
from tests.statements import statements
from workflows.actions.acting.acts import Request, act
from workflows.actions.acting.cases import open_case
from workflows.models import Case, DeskHolder, Event, Task
from workflows.refusals import Invisible, NotAllowed, Refusal, Stale, Taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    return make_office()


def send(case: int, by: int, *, version: int = 1) -> None:
    act(Request(case, "send", by, AT, command=uuid4(), version=version))


def claim(task: Task, by: int, **data: object) -> None:
    act(Request(task.case_id, "claim", by, AT, command=uuid4(), task=task.pk, data=data))


def propose(by: int) -> None:
    open_case(kind="errand", title="Swings", by=by, at=AT, command=uuid4())


def refusals(office: Office) -> dict[type[Refusal], Callable[[], None]]:
    """Refused before anything is judged, by the judge, by the act's own code, at opening."""
    case, task = opened(office).case, Task.objects.get(case=sent(office).case)
    colleague = person("colleague")
    DeskHolder.objects.create(desk=task.desk, person=colleague, valid_from=AT.date())
    claim(task, office.head.pk)
    return {
        Invisible: lambda: send(case, office.organiser.pk + 1000),
        Stale: lambda: send(case, office.clerk.pk, version=7),
        Taken: lambda: claim(task, colleague.pk, instead_of=office.clerk.pk),
        NotAllowed: lambda: propose(office.head.pk),
    }


def test_the_act_after_a_refused_one_has_nothing_read_anew(office: Office) -> None:
    for _ in range(6):  # psycopg prepares what comes back a few times
        send(opened(office).case, office.clerk.pk)
    cases = [opened(office).case for _ in range(4)]
    for case, (refusal, refused) in zip(cases, refusals(office).items(), strict=True):
        cases_before, events = Case.objects.count(), Event.objects.count()
        with pytest.raises(refusal):
            refused()
        assert (Case.objects.count(), Event.objects.count()) == (cases_before, events)
        with statements() as count:
            send(case, office.clerk.pk)
        assert (refusal, count.log.count(b"\tParse\t")) == (refusal, 0)


def test_a_refused_act_leaves_no_transaction_and_no_setting(office: Office) -> None:
    for refusal, refused in refusals(office).items():
        with pytest.raises(refusal):
            refused()
        with connection.cursor() as cursor:
            cursor.execute("SHOW plan_cache_mode")
            assert cursor.fetchone() == ("auto",)
            cursor.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                " WHERE d.datname = current_database()"
                " AND (locktype = 'tuple' OR mode = 'RowShareLock')"
            )
            assert cursor.fetchone() == (0,)
