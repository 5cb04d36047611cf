"""A vote costs the same however many offices are asked; BEGIN and COMMIT count."""

from uuid import uuid4

import pytest
from django.db import connection

from coordination.measures.actions.measures import perform
from tests.offices import add_offices, asked, tasks_of
from tests.statements import statements
from tests.town import found

pytestmark = pytest.mark.django_db(transaction=True)

VOTE, MOVING_VOTE = 12, 22


def test_the_count_is_what_is_sent() -> None:
    with statements() as count, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT %s::int", [1])
        with connection.connection.pipeline():
            cursor.execute("SELECT %s::int", [2])
            cursor.execute("SELECT 3")
    assert count.sent == 4


@pytest.mark.parametrize("number", [2, 8, 24])
def test_a_vote_is_twelve_statements_and_the_moving_one_ten_more(number: int) -> None:
    town = found()
    offices = add_offices(town, number)
    measure = asked(town, offices)
    tasks, sent = tasks_of(measure, offices), []
    for office in offices:
        with statements() as count:
            perform(
                measure.case_id, "vote",
                by=office.person, at=town.now, command=uuid4(), version=3,
                task=tasks[office.desk].pk, data={"choice": "approved"},
            )  # fmt: skip
        sent.append(count.sent)
    assert town.state(measure) == "release"
    assert len(set(sent[:-1])) == 1
    assert (sent[0] <= VOTE, sent[-1] <= MOVING_VOTE) == (True, True), sent
