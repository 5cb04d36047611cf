"""Whoever gets a task sees the matter, also in place of another (domain 2.0, 2.9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.measures.models import Measure
from tests.roles import stand_in
from tests.situations import COUNCIL_OFFICE, SITUATIONS, Stage
from tests.town import Town
from workflows.actions import people as organisation
from workflows.actions.people import return_left_work
from workflows.enums import DeskFunction
from workflows.models import Case, Desk, DeskHolder, Notification, Task, User
from workflows.queries.people.desks import workers_at
from workflows.refusals import NotAllowed

pytestmark = pytest.mark.django_db

BGF, ABOVE_FINANCE = "division_4-deputy_mayor", "division_1-deputy_mayor"


def holders_end(town: Town, *desks: int) -> None:
    yesterday = town.now.date() - timedelta(days=1)
    DeskHolder.objects.filter(desk__in=desks).update(valid_until=yesterday)


def vacate(town: Town, *desks: str) -> None:
    holders_end(town, *(town.desks[desk] for desk in desks))


def close(town: Town, *desks: str) -> None:
    vacate(town, *desks)
    for desk in desks:
        organisation.close_desk(desk=town.desks[desk], hand_up=True, by=None, at=town.now)


def is_absent(town: Town, *desks: str) -> None:
    """On leave, and whoever should stand in is on leave as well."""
    for desk in desks:
        people = town.person(desk), town.person("north-head")
        stand_in(*people, town)
        stand_in(*reversed(people), town)


def answered(town: Town, measure: Measure, person: User) -> int:
    client = Client()
    client.force_login(person)
    with time_machine.travel(town.now, tick=False):
        return client.get(reverse("coordination:measure", args=[measure.case_id])).status_code


def unseen(town: Town, measure: Measure) -> set[tuple[str, str]]:
    """Step and desk of each open task one of whose workers does not see the case."""
    found, person = set(), None
    tasks = Task.objects.filter(case=measure.case_id, status="open")
    seats, worked = set(), set()
    for task in tasks.select_related("step", "desk"):
        people = workers_at(task.desk_id, step=task.step.key, on=town.now.date())
        # Nobody stands in for a member of the council: a vacant seat has no superior.
        is_seat = task.desk.function == DeskFunction.OBSERVER
        assert people or is_seat, (task.step.key, task.desk.key)
        (worked if people else seats).add(task.step.key)
        for person in User.objects.filter(pk__in=people):
            seen = Case.objects.visible_to(person, at=town.now)
            if not seen.filter(pk=measure.case_id).exists():
                found.add((task.step.key, task.desk.key))
    assert seats <= worked, "somebody else must be asked for what a vacant seat leaves undone"
    assert person is None or answered(town, measure, person) == 200
    return found


OVER = {
    "evaluated", "discontinued", "revoked", "incorporated", "rejected", "withdrawn", "discarded",
}  # fmt: skip


@pytest.mark.parametrize("situation", [name for name in SITUATIONS if name not in OVER])
def test_who_has_a_task_sees_the_matter_whoever_had_it_before(
    town: Town, stage: Stage, situation: str
) -> None:
    """In every situation, then where all desks that have work but the mayor's are vacant."""
    measure = stage.bring(situation)
    assert unseen(town, measure) == set()
    busy = Desk.objects.filter(tasks__case=measure.case_id, tasks__status="open")
    holders_end(town, *busy.exclude(key="mayor-mayor").values_list("pk", flat=True))
    return_left_work(at=town.now)
    assert unseen(town, measure) == set()


def test_who_follows_in_a_seat_of_the_council_signs_what_waits_there(
    town: Town, stage: Stage
) -> None:
    """An urgent decision waits for a member who has left (M20); nobody stands in for them."""
    measure, seat = stage.bring("deliberation:urgent"), "council-observer"
    member, follower = town.person(seat), town.person("north-head")
    vacate(town, seat)
    return_left_work(at=town.now)
    assert unseen(town, measure) == set()
    assert ("countersign", COUNCIL_OFFICE) in town.open_tasks(measure)
    assert answered(town, measure, member) == answered(town, measure, follower) == 404
    organisation.appoint(
        desk=town.desks[seat], person=follower.pk, valid_from=town.now.date(), by=None, at=town.now
    )
    assert unseen(town, measure) == set()
    assert answered(town, measure, follower) == 200
    town.emails = {**town.emails, "follower": follower.email}
    town.do(measure, "countersign", "follower")
    assert town.state(measure) == "resolved"


# --- an office that nobody answers for --------------------------------------------------------

EMPTIED = {"vacant": vacate, "absent": is_absent, "dissolved": close}


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("way", EMPTIED)
def test_where_an_office_has_no_head_its_superior_answers_and_sees_the_matter(
    town: Town,
    stage: Stage,
    way: str,
    before: bool,  # noqa: FBT001 - reads as a sentence
) -> None:
    """Only the head signs for the legal office; silence of it means nothing for a contract."""
    stage.fields = {"impact_contract": True}
    measure = stage.check() if before else stage.asked()
    EMPTIED[way](town, *(["legal-clerk"] if way == "dissolved" else []), "legal-head")
    return_left_work(at=town.now)
    if before:
        town.do(measure, "pass_check", stage.checker)
    assert unseen(town, measure) == set()
    above = town.person(ABOVE_FINANCE)
    task = Task.objects.get(
        case=measure.case_id, status="open", step__cosignature__unit=town.units["legal"]
    )
    assert above.pk in workers_at(task.desk_id, step="cosign", on=town.now.date())
    item = str(task.step.cosignature.pk)
    if way != "absent":
        town.do(measure, "ask_question", ABOVE_FINANCE, item=item, text="Welcher Vertrag?")
    town.do(measure, "vote", ABOVE_FINANCE, task=task.pk, choice="approved")
    (vote,) = task.step.cosignature.votes.all()
    if way != "absent":
        again = {"item": item, "replaces": str(vote.pk), "choice": "refused"}
        town.do(measure, "change_vote", ABOVE_FINANCE, text="Doch nicht.", **again)
        with pytest.raises(NotAllowed):
            town.do(measure, "change_vote", "division_3-deputy_mayor", **again)


def test_the_organisation_office_hears_of_the_missing_desk_and_gets_no_task(
    town: Town, stage: Stage
) -> None:
    """ORG has no content rights (domain 2.0)."""
    stage.fields = {"impact_contract": True}
    close(town, "legal-clerk", "legal-head")
    measure = stage.asked()
    office = town.desks["organisation-organisation"]
    assert not Task.objects.filter(case=measure.case_id, desk=office).exists()
    told = Notification.objects.filter(recipient=town.person("organisation-organisation"))
    assert [(row.template, row.data) for row in told.exclude(template="desk_vacant")] == [
        ("desk_missing", {"unit": town.units["legal"]})
    ]
    assert answered(town, measure, town.person("organisation-organisation")) == 404


def test_where_a_whole_division_is_gone_the_mayor_answers(town: Town, stage: Stage) -> None:
    stage.fields = {"impact_contract": True}
    measure = stage.check()
    desks = Desk.objects.filter(unit__key__in=["legal", "division_1"])
    holders_end(town, *desks.values_list("pk", flat=True))
    desks.filter(unit__key="legal").update(superior=town.desks["mayor-mayor"])
    desks.update(closed_on=town.now.date())
    town.do(measure, "pass_check", stage.checker)
    task = Task.objects.get(
        case=measure.case_id, status="open", step__cosignature__unit=town.units["legal"]
    )
    assert task.desk.key == "mayor-mayor"
    town.do(measure, "vote", "mayor-mayor", task=task.pk, choice="approved")
