"""A case that stays locked is 503, nothing is written, and the same command succeeds afterwards."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.kinds import make_office, sent
from workflows.models import Case, Event, Task

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_locked_case_is_503_and_the_same_command_may_come_again() -> None:
    office = make_office()
    task = Task.objects.get(case=sent(office, at=timezone.now()).case)
    locked, release = Signal(), Signal()

    def hold() -> None:
        try:
            with transaction.atomic():
                Case.objects.select_for_update().get(pk=task.case_id)
                locked.set()
                release.wait(20)
        finally:
            connection.close()

    client = Client()
    client.force_login(office.head)
    url, data = f"/aufgaben/{task.pk}/annehmen/", {"command": str(uuid4())}
    with connection.cursor() as cursor, ThreadPoolExecutor(1) as pool:
        cursor.execute("SET lock_timeout = '100ms'")
        holder = pool.submit(hold)
        try:
            assert locked.wait(10)
            refused = client.post(url, data)
        finally:
            release.set()
            holder.result(10)
            cursor.execute("RESET lock_timeout")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert Event.objects.filter(case=task.case_id, action="claim").count() == 0
    assert client.post(url, data).status_code == 302
    assert Event.objects.filter(case=task.case_id, action="claim").count() == 1
