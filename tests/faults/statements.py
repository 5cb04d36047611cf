"""All or nothing: the n-th statement fails, for every n, in each way in which one can fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from django.apps import apps
from django.db import DatabaseError, connection
from django.utils import timezone

from coordination.measures.models import Measure
from tests.faults.figures import Figures
from tests.kinds import make_office, sent
from tests.situations import REASON, Stage
from tests.town import Town, found
from workflows import jobs
from workflows.actions.telling.delivery import deliver_mails, deliver_notices
from workflows.models import Case, Deadline, Event, Notice, Notification, Task
from workflows.queries.proof.verification import verify

MOST = 200
"""More statements than any of these actions has."""

REFUSED, BROKEN, LOST = "refused", "broken", "lost"
"""It is never sent; the server reports an error, in a pipeline later than it was sent; the
connection is gone."""

Deed = Callable[[], object]
WAYS = (REFUSED, BROKEN, LOST)
ACTS = (
    *((name, way) for name in ("submit", "pass_check", "withdraw", "sign") for way in WAYS[:2]),
    *(("submit", LOST), ("pass_check", LOST)),
)
"""The acts that write most, and how they fail."""


@contextmanager
def failing(number: int, way: str) -> Iterator[list[str]]:
    """Let the `number`-th statement fail, once. Yields those that came, pipelined ones too."""
    seen: list[str] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
        seen.append(sql)
        if len(seen) == number:
            if way == REFUSED:
                raise DatabaseError(f"statement {number} fails")
            if way == BROKEN:
                return execute("SELECT 1 / 0", None, many, context)
            _cut(connection.connection)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen
    if way == LOST:
        connection.close()


def _cut(raw: psycopg.Connection[Any]) -> None:
    """End the server's side of a connection, from another one."""
    values = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    known = {name: values[name] for name in names if values.get(name)}
    with psycopg.connect(**known, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [raw.info.backend_pid])


def fingerprint() -> list[tuple[Any, ...]]:
    """All rows of both apps, table by table, in one statement."""
    models = (model for app in ("workflows", "coordination")
              for model in apps.get_app_config(app).get_models())  # fmt: skip
    rows = "SELECT '{0}', count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {0} t"
    statement = " UNION ALL ".join(rows.format(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def all_of_them() -> Iterator[Figures]:
    """Acts of a measure, each step of the dispatcher, a whole tick."""
    yield acts(found())
    yield whole_ticks()


def acts(town: Town, which: Iterable[tuple[str, str]] = ACTS) -> Figures:
    """Each of these acts failing at each statement in its way: done wholly, or not at all."""
    figures, stage = Figures("acts, n-th statement fails"), Stage(town)
    titles = (f"Sache {number}" for number in count(1))  # the same twice would be a duplicate
    deeds = {
        "submit": lambda: _deed(town, stage.draft(title=next(titles)), "submit", "social-head"),
        "pass_check": lambda: _deed(
            town, stage.check(title=next(titles)), "pass_check", "centre-head"
        ),
        "withdraw": lambda: _deed(
            town, stage.asked(title=next(titles)), "withdraw", "social-head", text=REASON
        ),
        "sign": lambda: _deed(
            town, stage.final_signature(title=next(titles)), "sign", "mayor-mayor"
        ),
    }
    for name, way in which:
        if way == LOST:
            _is_done_all_the_same(figures, name, deeds[name])
        else:
            _fails_until_done(figures, f"{name}, {way}", deeds[name](), way)
    figures.losses += [f"the trail: {damage}" for damage in verify()]
    return figures


def _fails_until_done(figures: Figures, place: str, deed: Deed, way: str) -> None:
    """The same command with the 1st, 2nd … statement failing; nothing is left of each try."""
    before, events = fingerprint(), Event.objects.count()
    for number in range(1, MOST):
        with failing(number, way):
            error = _error(deed)
        figures.count("tries")
        if error is None:
            figures.expect(Event.objects.count() > events, f"{place} {number}: nothing was done")
            figures.expect(number > 5, f"{place}: only {number} statements")
            return
        figures.expect(fingerprint() == before, f"{place} {number}: half of it was done")


def _is_done_all_the_same(figures: Figures, name: str, fresh: Callable[[], Deed]) -> None:
    """A lost connection costs neither the act nor its being done once."""
    for number in range(1, MOST):
        deed, events = fresh(), Event.objects.count()
        with failing(number, LOST) as seen:
            error = _error(deed)
        figures.count("tries")
        figures.expect(error is None, f"{name}, statement {number} lost: {error}")
        deed()  # the same command again
        done = Event.objects.count() - events
        figures.expect(done == 1, f"{name}, statement {number} lost: {done} events")
        if len(seen) < number:
            return


def _deed(town: Town, measure: Measure, name: str, by: str, **more: Any) -> Deed:
    """The same command every time."""
    version = _version(measure.case_id)
    town.person(by)  # known before a statement fails, as a session's person is
    return partial(town.do, measure, name, by, command=uuid4(), version=version, **more)


def _version(case: int) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case)


def _error(deed: Deed) -> Exception | None:
    try:
        deed()
    except Exception as error:  # noqa: BLE001 - the caller looks at it
        return error
    return None


def whole_ticks(ways: Iterable[str] = WAYS) -> Figures:
    """A tick that fails at any statement leaves each case whole, and the next one makes it good."""
    figures, office = Figures("ticks, n-th statement fails"), make_office()
    for way in ways:
        for number in range(1, MOST):
            at = timezone.now()
            case = sent(office, at=at - timedelta(days=30)).case
            news = sent(office, at=at).case
            with failing(number, way) as seen:
                _error(jobs.tick)
            figures.count("tries")
            place = f"statement {number} {way}"
            figures.expect(_is_whole(case), f"{place}: half an effect")
            _make_good()
            state = Case.objects.values_list("state", flat=True).get(pk=case)
            lapses = Event.objects.filter(case=case, action="lapse").count()
            figures.expect((state, lapses) == ("lapsed", 1), f"{place}: {state}, {lapses} lapses")
            told = Notice.objects.filter(case=news).count()
            figures.expect(told == 1, f"{place}: told {told} times")
            waiting = Notification.objects.filter(sent_at=None, dropped_at=None, send_at__lte=at)
            figures.expect(not waiting.exists(), f"{place}: {waiting.count()} undelivered")
            if len(seen) < number:
                break
        figures.expect(number > 15, f"only {number} statements")
    figures.losses += [f"the trail: {damage}" for damage in verify()]
    return figures


def _is_whole(case: int) -> bool:
    """The effect of its deadline was taken, or it was not."""
    deadline = Deadline.objects.filter(case=case).values_list("status", flat=True)
    task = Task.objects.filter(case=case).values_list("status", flat=True)
    state = Case.objects.values_list("state", flat=True).get(pk=case)
    found = (state, *deadline, *task)
    return found in {("check", "running", "open"), ("lapsed", "expired", "void")}


def _make_good() -> None:
    """The next ticks; what failed waits a minute, which has passed."""
    now = timezone.now()
    Notification.objects.filter(sent_at=None, dropped_at=None).update(send_at=now)
    jobs.tick()
    for deliver in (deliver_notices, deliver_mails):
        while deliver(at=timezone.now()).total:
            pass
