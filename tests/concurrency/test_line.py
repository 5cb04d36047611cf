"""So many of one process wait for a case; who comes then keeps nobody else's thread."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic, sleep
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.concurrency.threads import held, kinds
from tests.kinds import make_office, opened
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.actions.acting.waiting import WAITING
from workflows.models import Case
from workflows.refusals import Busy

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def test_whoever_comes_after_many_is_answered_at_once_and_nobody_before_them_is_lost() -> None:
    office = make_office()
    case, other = (opened(office, at=timezone.now()).case for _ in range(2))

    def request(which: int) -> Request:
        return Request(which, "jot", office.clerk.pk, timezone.now(), uuid4(), data={"a": 1})

    with ThreadPoolExecutor(WAITING) as pool:
        with held(partial(Case.objects.select_for_update().get, pk=case)):
            waiting = [pool.submit(_patiently, request(case)) for _ in range(WAITING)]
            _until_they_wait()
            with connection.cursor() as cursor:
                # Without the end of the line they would wait: for ever, were it not for this.
                cursor.execute("SET lock_timeout = 0; SET statement_timeout = '5s'")
                with pytest.raises(Busy):
                    act(request(case))
                act(request(other))
                cursor.execute("RESET lock_timeout; RESET statement_timeout")
        results = [each.result(30) for each in waiting]
    assert kinds(results) == [Outcome.__name__] * WAITING
    assert isinstance(act(request(case)), Outcome)


def _patiently(request: Request) -> Outcome:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '60s'")
        return act(request)
    finally:
        connection.close()


def _until_they_wait() -> None:
    end, count = monotonic() + 30, 0
    while count < WAITING and monotonic() < end:
        sleep(0.05)
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            (count,) = cursor.fetchone()
    assert count == WAITING
