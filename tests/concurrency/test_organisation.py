"""The organisation is changed by several people at the same moment, in real threads."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from tests.concurrency import threads
from tests.kinds import AT
from tests.workflows.house import TODAY, YESTERDAY, build
from workflows.actions import people as organisation
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, Event, Substitution, Task
from workflows.queries.proof.verification import verify
from workflows.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6


def at_once(deed: Callable[[int], object], number: int = THREADS) -> Counter[str]:
    """Do it in so many threads at the same moment; how often it went how."""

    def one(index: int) -> str:
        try:
            deed(index)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    return Counter(map(str, threads.at_once([partial(one, n) for n in range(number)])))


def test_the_organisation_is_founded_once() -> None:
    assert at_once(lambda _index: organisation.found_organisation(at=AT)) == {"done": THREADS}
    assert Case.objects.filter(kind="organisation").count() == 1


def test_of_many_deputies_for_the_same_days_one_is_entered() -> None:
    house = build()
    values = {
        "represented": house.person("head"), "deputy": house.person("guest"),
        "starts_on": TODAY, "ends_on": TODAY + timedelta(days=3), "at": AT,
        "by": house.person("head"),
    }  # fmt: skip
    result = at_once(lambda _index: organisation.add_substitution(**values, command=uuid4()))
    assert result == {"done": 1, "GuardsUnmet": THREADS - 1}
    assert Substitution.objects.count() == 1


def test_an_absence_that_begins_while_its_task_is_answered() -> None:
    """The absent person and the deputy answer while the substitution is entered: one of them."""
    house = build()
    case = house.errand()
    task, head, guest = house.task(case).pk, house.person("head"), house.person("guest")

    def deed(index: int) -> None:
        if index == 0:
            organisation.add_substitution(
                represented=head, deputy=guest, starts_on=TODAY, ends_on=TODAY, by=head, at=AT,
                command=uuid4(),
            )  # fmt: skip
            return
        act(Request(case, "answer", (head, guest)[index % 2], AT, command=uuid4(), task=task))

    result = at_once(deed)
    assert result["done"] == 2
    assert set(result) <= {"done", "Invisible", "TaskClosed", "WrongState"}
    answer = Event.objects.get(case=case, action="answer")
    assert (answer.actor_id, answer.on_behalf_of_id) in {(head, None), (guest, head)}
    assert Substitution.objects.count() == 1
    assert list(verify()) == []


def test_a_substitution_revoked_while_the_deputy_answers() -> None:
    """Answered before, or refused after: nothing lies between."""
    house = build()
    case = house.errand()
    task, head, guest = house.task(case).pk, house.person("head"), house.person("guest")
    made = organisation.add_substitution(
        represented=head, deputy=guest, starts_on=TODAY, ends_on=TODAY, by=head, at=AT,
        command=uuid4(),
    ).facts["substitution"]  # fmt: skip

    def deed(index: int) -> None:
        if index == 0:
            organisation.revoke_substitution(substitution=made, by=head, at=AT, command=uuid4())
        else:
            act(Request(case, "answer", guest, AT, command=uuid4(), task=task))

    result = at_once(deed, 2)
    answered = Event.objects.filter(case=case, action="answer").count()
    assert result == ({"done": 2} if answered else {"done": 1, "Invisible": 1})


def test_the_same_command_in_all_threads_is_done_once() -> None:
    house, command = build(), uuid4()
    values = {
        "email": "neu@stadt.example", "given_name": "A", "family_name": "B", "at": AT,
        "by": house.person("organiser"), "command": command,
    }  # fmt: skip
    assert at_once(lambda _index: organisation.invite_person(**values)) == {"done": THREADS}


def test_work_opened_while_its_desk_is_vacated_is_not_lost() -> None:
    """Whoever comes first: in the end the work lies with somebody."""
    house = build()

    def deed(index: int) -> None:
        if index == 0:
            organisation.end_appointment(
                appointment=house.appointment("head"), last_day=YESTERDAY, at=AT,
                by=house.person("organiser"), command=uuid4(),
            )  # fmt: skip
        else:
            house.errand(at=AT + timedelta(minutes=index))

    assert at_once(deed) == {"done": THREADS}
    organisation.return_left_work(at=AT + timedelta(hours=1))
    assert {task.desk.key for task in Task.objects.select_related("desk")} == {"mayor"}
    assert Task.objects.count() == THREADS - 1
    assert list(verify()) == []


def test_an_answer_and_the_end_of_the_role_exclude_each_other() -> None:
    """The answer is given before the role ends, or refused after it; never half."""
    house = build()
    task = house.task(house.errand())

    def deed(index: int) -> None:
        if index == 0:
            organisation.end_appointment(
                appointment=house.appointment("head"), last_day=YESTERDAY, at=AT,
                by=house.person("organiser"), command=uuid4(),
            )  # fmt: skip
        else:
            act(Request(task.case_id, "answer", house.person("head"), AT, uuid4(), task=task.pk))

    result = at_once(deed, 2)
    task = Task.objects.select_related("desk").get(pk=task.pk)
    if result == {"done": 2}:
        assert task.status == "done"
    else:
        assert result == {"done": 1, "Invisible": 1}
        assert (task.status, task.desk.key) == ("open", "mayor")
    assert list(verify()) == []
