"""A kind of case for tests only, small but whole: a clerk sends, a head answers, the clock ends.

It shares nothing with a measure, so what passes here needs no measure.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import TextChoices

from tests.rows import remembered
from workflows.actions.acting.acts import Outcome, Request
from workflows.actions.acting.acts import act as do
from workflows.actions.acting.cases import open_case
from workflows.definitions import Post, Step
from workflows.enums import StepMode
from workflows.machine import At, CaseFlow, Rule, Stage, act, register, system
from workflows.models import (
    Case,
    CaseAudience,
    DeliveryChoice,
    Desk,
    DeskHolder,
    Notification,
    RoutePeriod,
    RouteVersion,
    Task,
    Unit,
    User,
)

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""


class ErrandState(TextChoices):
    DRAFT = "draft", "draft"
    CHECK = "check", "check"
    DONE = "done", "done"
    LAPSED = "lapsed", "lapsed"


clerk = Rule("the clerk", lambda _look, capacity: capacity.function == "clerk")
head = Rule("the head of office", lambda _look, capacity: capacity.function == "head")


@act("edit", changes_text=True)
def edit(work):
    work.case.title = work.call.data["title"]


@act("note")
def jot(work):
    work.note(**work.call.data)


@act("send", legal_basis="test § 1")
def send(work):
    work.note(copies=2)


@act("answer", step="check")
def answer(work):
    pass


@act("finish", when=lambda look: not look.scene.tasks_of("check"))
def finish(work):
    work.tell_people("errand_done", [work.case.opened_by_id])


@act("lapse")
def lapse(work):
    if work.case.title == "broken":
        raise RuntimeError("this errand is broken")
    work.note(deadline=work.call.data["deadline"])


CHECK = Step(
    "check",
    "check the errand",
    lambda _look: [Post(("head",), unit_function="errands")],
    acts=("answer",),
    mode=StepMode.ALL,
    effect="lapse",
)


class ErrandFlow(CaseFlow):
    """A clerk sends an errand, the head answers it within five working days, or it lapses."""

    kind = "errand"
    label = "errand"
    states = ErrandState
    initial = ErrandState.DRAFT
    final = frozenset({"done", "lapsed"})
    opener = clerk
    url_name = "imprint"
    stages = (
        Stage(
            {
                "draft": At(acts=(edit.by(clerk), jot.by(clerk), send.by(clerk, to="check"))),
                "check": At(
                    steps=(CHECK,),
                    acts=(
                        answer.by(head),
                        finish.by(system, to="done"),
                        lapse.by(system, to="lapsed"),
                    ),
                ),
            }
        ),
    )

    @classmethod
    def references(cls, cases):
        """An errand may have a number before its title, such as “E-7 Swings”."""
        titles = Case.objects.filter(pk__in=cases, title__startswith="E-").values_list(
            "pk", "title"
        )
        return {case: title.split()[0] for case, title in titles}


register(ErrandFlow)


@dataclass(frozen=True)
class Office:
    """One office with a clerk, a head and, above both, the organisation office."""

    unit: Unit
    clerk: User
    head: User
    organiser: User


def person(name: str, **fields: object) -> User:
    return User.objects.create_user(
        email=f"{name}@stadt.example", given_name=name.title(), family_name="Probe", **fields
    )


def desk(unit: Unit, function: str, holder: User, superior: Desk | None = None) -> Desk:
    made = Desk.objects.create(
        unit=unit, key=f"{unit.key}-{function}", name=function, function=function, superior=superior
    )
    DeskHolder.objects.create(desk=made, person=holder, valid_from=date(2020, 1, 1))
    return made


def make_office(key: str = "errands") -> Office:
    """An office, its desks and accounts, and a route with a period of five working days."""
    return _first_office() if key == "errands" else _office(key)


@remembered
def _first_office() -> Office:
    made = _office("errands")
    route = RouteVersion.objects.create(kind="errand", number=1, valid_from=date(2020, 1, 1))
    RoutePeriod.objects.create(route=route, step="check", amount=5, unit="working_days")
    return made


def _office(key: str) -> Office:
    unit = Unit.objects.create(
        key=key, name=key, short_name=key, kind="office", function=key,
        valid_from=date(2020, 1, 1), sort_key=key,
    )  # fmt: skip
    people = [person(f"{function}.{key}") for function in ("clerk", "head", "organiser")]
    organisation = desk(unit, "organisation", people[2])
    superior = desk(unit, "head", people[1], organisation)
    desk(unit, "clerk", people[0], superior)
    return Office(unit, *people)


def opened(office: Office, *, title: str = "Errand", at: datetime = AT, text: str = "") -> Outcome:
    """A new errand of the office's clerk."""
    return opened_by(office.clerk.pk, office.unit.pk, title=title, at=at, text=text)


def opened_by(clerk: int, unit: int, *, title: str, at: datetime, text: str = "") -> Outcome:
    """A new errand of a clerk of that unit."""
    post = Post(("clerk",), unit=unit)
    return open_case(
        kind="errand", title=title, by=clerk, at=at, command=uuid4(), text=text,
        attach=lambda _case, work: work.admit([post], "lead"),
    )  # fmt: skip


def sent(office: Office, *, title: str = "Errand", at: datetime = AT, text: str = "") -> Outcome:
    """An errand that lies with the head: two events, one task, one deadline, two messages."""
    return sent_by(office.clerk.pk, office.unit.pk, title=title, at=at, text=text)


def sent_by(
    clerk: int, unit: int, *, title: str = "Errand", at: datetime = AT, text: str = ""
) -> Outcome:
    """The same by a clerk of any unit."""
    case = opened_by(clerk, unit, title=title, at=at).case
    return do(Request(case, "send", clerk, at, command=uuid4(), version=1, text=text))


def show(case: int, *functions: str) -> None:
    """Let the desks of these functions see a case."""
    for seeing in Desk.objects.filter(function__in=functions):
        CaseAudience.objects.get_or_create(case_id=case, desk=seeing, defaults={"reason": "test"})


def answered(
    office: Office, *, title: str = "Errand", at: datetime = AT, text: str = "Agreed."
) -> Outcome:
    """A whole errand: opened, sent, answered and finished, four events."""
    case = sent(office, title=title, at=at, text="Please look.").case
    task = Task.objects.get(case=case, status="open")
    return do(Request(case, "answer", office.head.pk, at, command=uuid4(), task=task.pk, text=text))


def want_mails_at_once(*people: User) -> None:
    """These people do not wait for the morning's mail, whatever it is about."""
    for topic in ("tasks", "reminders", "news"):
        DeliveryChoice.objects.bulk_create(
            DeliveryChoice(person=one, topic=topic, mode="at_once") for one in people
        )


def in_outbox(
    office: Office,
    *,
    channel: str = "in_app",
    template: str = "account_changed",
    key: str = "",
    **fields: Any,
) -> Notification:
    """A message that waits for the dispatcher, to the head if nobody else is named."""
    values = {"recipient": office.head, "send_at": AT, **fields}
    return Notification.objects.create(
        key=key or f"test:{uuid4()}", channel=channel, template=template, created_at=AT, **values
    )


class PromptErrandFlow(ErrandFlow):
    """An errand that lies with the head from its first moment: nothing has to be sent."""

    kind = "prompt-errand"
    initial = ErrandState.CHECK


register(PromptErrandFlow)


def sent_at_once(office: Office) -> int:
    """A new errand that lies with the head; its case."""
    return open_case(
        kind="prompt-errand", title="Errand", by=office.clerk.pk, at=AT, command=uuid4()
    ).case
