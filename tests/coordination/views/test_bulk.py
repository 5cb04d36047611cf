"""One act on many: chosen over pages, checked, called back, done once, told one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F

from coordination.measures.models import Measure, Visit
from tests.journeys.driver import Page, Person
from tests.statements import statements
from tests.town import Town
from workflows.actions.inbox import bulk as doing
from workflows.models import (
    BulkItem,
    BulkRun,
    Case,
    Deadline,
    DeskHolder,
    Event,
    Notification,
    Task,
    Vote,
)
from workflows.queries.inbox.bulk import runs_to_go_on

STATEMENTS = 25
"""So many statements one item may take, with its transaction, as libpq counts them."""
OF_THE_RUN = 4
"""That it begins, that it goes on, that nothing is left, that it is done."""


def asked(town: Town, number: int) -> list[Measure]:
    return [
        town.in_cosigning(title=f"Mitzuzeichnen {n}", impact_school=True) for n in range(number)
    ]


def tick(who: Person, *wanted: Task, page: str = "/?view=desk&choose=1", then: str = "act") -> Page:
    """Tick tasks on a page of the inbox."""
    shown = who.get(page)
    form = shown.form("/auswahl/merken/")
    data = {**form.shown(), "item": [f"t:{task.pk.hex}" for task in wanted], "next": then}
    return who.post("/auswahl/merken/", data)


def tasks(measures: list[Measure], desk: str = "school-head") -> list[Task]:
    cases = [one.case_id for one in measures]
    return list(Task.objects.filter(case__in=cases, desk__key=desk).order_by("case"))


def run_now(town: Town, run: BulkRun, *, for_so_long: float = 60.0) -> bool:
    """What the worker does once the moment to call it back is over."""
    at = town.now + doing.UNDO
    return doing.go_on(run, clock=lambda: at, until=at + timedelta(seconds=for_so_long))


def ask(page: Page, name: str, **values: Any) -> Page:
    """Say what is to be done; each item is checked."""
    asked_for = page.follow(f"/auswahl/tun/{name}/")
    return asked_for.send(asked_for.form(f"/auswahl/tun/{name}/"), **values)


def states(run: BulkRun) -> list[str]:
    return list(run.items.order_by("position").values_list("status", flat=True))


def begin(who: Person, page: Page, **values: Any) -> Page:
    return who.post(page.url, {"do": "begin", **values})


def test_choice_is_kept_over_pages_and_only_fitting_acts_are_offered(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 2)
    first, second = tasks(measures)
    tick(who, first, then="stay")
    page = who.get("/?view=desk&choose=1")
    assert page.html.count(" checked") == 1
    page = tick(who, second, first)
    assert page.url == "/auswahl/"
    assert page.shows("2 sind ausgewählt", "Annehmen", "Ohne Maßgabe mitzeichnen")
    assert not page.shows("Frist verlängern")
    # What another page does not show stays chosen.
    tick(who, page=f"/?view=desk&choose=1&q={measures[0].reference}", then="stay")
    assert list(BulkItem.objects.values_list("task", flat=True)) == [second.pk]
    assert Person(town, "social-head").get("/auswahl/").shows("Es ist nichts ausgewählt")


def test_only_what_was_opened_in_this_version_is_signed(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 3)
    who.case(measures[0])
    who.case(measures[1])
    # The text has changed since this was read.
    Visit.objects.filter(case=measures[1].case_id).update(seen=1)
    page = ask(tick(who, *tasks(measures)), "vote")
    run = BulkRun.objects.get()
    assert states(run) == ["possible", "barred", "barred"]
    assert page.shows("Möglich: 1. Nicht möglich: 2.", "Sie haben diese Fassung nicht geöffnet")
    assert begin(who, page).status == 422
    assert begin(who, page, only_possible="on").shows("beginnt gleich")
    assert run_now(town, run)
    assert states(run) == ["done", "left", "left"]
    vote = Vote.objects.get()
    assert (vote.item.case_id, vote.choice) == (measures[0].case_id, "approved")


def test_what_has_moved_on_since_the_check_is_told_at_its_item(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 3)
    for measure in measures:
        who.case(measure)
    page = ask(tick(who, *tasks(measures)), "vote")
    begin(who, page)
    town.do(measures[0], "vote", "school-head", choice="conditional", conditions=["Mit Bericht."])
    Case.objects.filter(pk=measures[1].case_id).update(version=F("version") + 1)
    run = BulkRun.objects.get()
    assert run_now(town, run)
    assert states(run) == ["refused", "refused", "done"]
    assert all(run.items.filter(status="refused").values_list("words", flat=True))
    assert Vote.objects.count() == 2


def test_it_can_be_called_back_until_it_begins_and_nobody_is_told_before(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 2)
    page = ask(tick(who, *tasks(measures)), "claim")
    before = Event.objects.count(), Notification.objects.count()
    begin(who, page)
    run = BulkRun.objects.get()
    assert runs_to_go_on(at=town.now + doing.UNDO / 2) == []
    doing.go_on(run, clock=lambda: town.now, until=town.now + timedelta(seconds=1))
    assert (Event.objects.count(), Notification.objects.count()) == before
    assert who.post(page.url, {"do": "undo"}).shows("Zurückgenommen", "2 sind ausgewählt")
    assert run_now(town, run)
    assert Event.objects.count() == before[0]


def test_work_of_a_killed_worker_goes_on_and_nothing_happens_twice(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 4)
    page = ask(tick(who, *tasks(measures)), "claim")
    for _double_click in range(2):
        begin(who, page)
    run = BulkRun.objects.get()
    assert runs_to_go_on(at=town.now + doing.UNDO) == [run]
    moments = iter(town.now + doing.UNDO + timedelta(seconds=n) for n in range(100))
    until = town.now + doing.UNDO + timedelta(seconds=6)
    assert not doing.go_on(run, clock=lambda: next(moments), until=until)
    done = states(run).count("done")
    assert 0 < done < 4
    # Killed after the act and before it was noted.
    known = run.items.filter(status="done").values_list("pk", flat=True)
    BulkItem.objects.filter(pk=known[0]).update(status="possible")
    assert runs_to_go_on(at=until + timedelta(minutes=1)) == [run]
    assert run_now(town, run)
    assert states(run) == ["done"] * 4
    assert Event.objects.filter(action="claim").count() == 4
    run.refresh_from_db()
    assert run.status == "done"
    assert who.get(page.url).shows("Erledigt: 4")


def test_all_of_a_filtered_view_is_chosen_with_its_number(town: Town) -> None:
    """Four lie at the desk, the filter leaves three; what was chosen before stays."""
    who, measures = Person(town, "school-head"), asked(town, 3)
    other = town.in_cosigning(title="Anderes", impact_school=True)
    address = "/?view=desk&choose=1&q=Mitzuzeichnen"
    page = who.get(address)
    assert page.shows("Alle 3 dieser Ansicht auswählen")
    assert who.get("/?view=desk&choose=1").shows("Alle 4 dieser Ansicht auswählen")
    tick(who, *tasks([other]), then="stay")
    page = tick(who, page=address, then="all")
    assert page.url.startswith("/?view=desk")
    assert page.shows("4 sind ausgewählt")
    chosen = BulkItem.objects.order_by("position").values_list("task", flat=True)
    assert sorted(chosen) == sorted(task.pk for task in tasks([*measures, other]))
    assert not Person(town, "social-head").get(address).shows("dieser Ansicht auswählen")


def test_more_than_the_first_500_are_not_chosen(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.views.inbox.inbox.MOST", 2)
    monkeypatch.setattr(doing, "MOST", 2)
    who, measures = Person(town, "school-head"), asked(town, 3)
    page = who.get("/?view=desk&choose=1&sort=old")
    assert page.shows("Die ersten 2 dieser Ansicht auswählen")
    tick(who, page="/?view=desk&choose=1&sort=old", then="all")
    chosen = BulkItem.objects.order_by("position").values_list("task", flat=True)
    assert list(chosen) == [task.pk for task in tasks(measures)[:2]]


def test_what_was_accepted_is_taken_back_where_nobody_has_gone_on(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 3)
    page = tick(who, *tasks(measures))
    assert page.follow("/auswahl/tun/claim/").shows("Danach lässt es sich hier für jeden Eintrag")
    page = ask(page, "claim")
    begin(who, page)
    run = BulkRun.objects.get()
    assert not who.get(page.url).shows("3 Einträge zurücknehmen")
    assert run_now(town, run)
    town.do(measures[0], "vote", "school-head", task=tasks(measures)[0].pk, choice="approved")
    assert who.get(page.url).shows("3 Einträge zurücknehmen")
    back = who.post(page.url, {"do": "reverse"})
    again = who.post(page.url, {"do": "reverse"})
    assert (back.url, BulkRun.objects.count()) == (again.url, 2)
    assert back.shows("Zurücknehmen: Annehmen", "Möglich: 2. Nicht möglich: 1.")
    begin(who, back, only_possible="on")
    undoing = BulkRun.objects.exclude(pk=run.pk).get()
    assert run_now(town, undoing)
    assert states(undoing) == ["left", "done", "done"]
    assert [one.claimed_by for one in tasks(measures)[1:]] == [None, None]
    assert who.get(page.url).leads_to("Was davon zurückgenommen wurde") == back.url
    assert who.get("/auswahl/").shows("Es ist nichts ausgewählt")


def test_what_was_handed_over_is_taken_back_from_that_person_only(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 2)
    for desk in ("school-clerk", "school-cosigner"):
        DeskHolder.objects.create(
            desk_id=town.desks["school-head"], person=town.person(desk), valid_from=town.now.date()
        )
    to = town.person("school-clerk")
    page = ask(tick(who, *tasks(measures)), "hand_over", to=str(to.pk))
    begin(who, page)
    assert run_now(town, BulkRun.objects.get())
    first, second = tasks(measures)
    town.do(
        measures[0], "hand_over", "school-clerk", task=first.pk,
        to=town.person("school-cosigner").pk,
    )  # fmt: skip
    back = who.post(page.url, {"do": "reverse"})
    assert back.shows("Zurücknehmen: Weitergeben", "Möglich: 1. Nicht möglich: 1.")
    begin(who, back, only_possible="on")
    assert run_now(town, BulkRun.objects.get(act="claim"))
    holders = [one.claimed_by for one in tasks(measures)]
    assert holders == [town.person("school-cosigner"), town.person("school-head")]
    assert second.desk.key == "school-head"


def test_a_signature_is_not_taken_back_and_the_page_says_so_before(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 1)
    who.case(measures[0])
    words = "Sobald es begonnen hat, lässt es sich nicht mehr zurücknehmen"
    page = tick(who, *tasks(measures))
    assert page.follow("/auswahl/tun/vote/").shows(words)
    page = ask(page, "vote")
    assert page.shows(words)
    begin(who, page)
    run = BulkRun.objects.get()
    assert run_now(town, run)
    assert not who.get(page.url).shows("zurücknehmen")
    assert doing.reverse(run, at=town.now) is None
    assert who.post(page.url, {"do": "reverse"}).shows("Davon lässt sich nichts zurücknehmen")
    assert BulkRun.objects.count() == 1


def test_running_work_can_be_stopped(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 3)
    page = ask(tick(who, *tasks(measures)), "claim")
    begin(who, page)
    run = BulkRun.objects.get()
    moments = iter(town.now + doing.UNDO + timedelta(seconds=n) for n in range(100))
    doing.go_on(
        run, clock=lambda: next(moments), until=town.now + doing.UNDO + timedelta(seconds=4)
    )
    assert who.post(page.url, {"do": "stop"}).shows("Angehalten")
    assert run_now(town, run)
    assert states(run).count("left") == 3 - Event.objects.filter(action="claim").count() > 0


def test_hand_over_goes_to_who_may_act_at_all_desks(town: Town) -> None:
    who, measures = Person(town, "school-head"), asked(town, 2)
    assert ask(tick(who, *tasks(measures)), "hand_over").status == 422
    DeskHolder.objects.create(
        desk_id=town.desks["school-head"], person=town.person("school-clerk"),
        valid_from=town.now.date(),
    )  # fmt: skip
    for task in tasks(measures):
        town.do(task.case_id, "claim", "school-head", task=task.pk)
    page = ask(who.get("/auswahl/"), "hand_over", to=str(town.person("school-clerk").pk))
    begin(who, page)
    run = BulkRun.objects.get()
    assert run_now(town, run)
    assert states(run) == ["done", "done"]
    assert {one.claimed_by for one in tasks(measures)} == {town.person("school-clerk")}


def test_watching_office_reminds_of_many_and_a_fixed_deadline_is_not_extended(town: Town) -> None:
    measures, who = asked(town, 2), Person(town, "centre-clerk")
    lines = Deadline.objects.filter(step__tasks__in=tasks(measures)).distinct()
    who.post("/auswahl/merken/", {"item": [f"d:{line.pk}" for line in lines]})
    chosen = who.get("/auswahl/")
    assert ask(chosen, "extend_deadline", amount="3", reason="kurz").status == 422
    page = ask(chosen, "extend_deadline", amount="3", reason="Die Ferien beginnen.")
    assert states(BulkRun.objects.get()) == ["barred", "barred"]
    assert begin(who, page, only_possible="on").shows("Nichts davon ist zurzeit möglich")
    begin(who, ask(who.post(page.url, {"do": "undo"}), "remind"))
    run = BulkRun.objects.get()
    assert run_now(town, run)
    assert states(run) == ["done", "done"]
    assert Event.objects.filter(action="remind").count() == 2


@pytest.mark.parametrize("name", ["claim", "vote"])
def test_item_takes_few_statements(town: Town, name: str) -> None:
    who, measures = Person(town, "school-head"), asked(town, 3)
    for measure in measures:
        who.case(measure)
    page = ask(tick(who, *tasks(measures)), name)
    begin(who, page)
    run = BulkRun.objects.get()
    with statements() as count:
        run_now(town, run)
    assert states(run) == ["done"] * 3
    assert count.sent - OF_THE_RUN <= STATEMENTS * 3


def test_nonsense_and_foreign_things_are_passed_over(town: Town) -> None:
    measure = town.propose(title="Nur im Jugendamt")
    task = Task.objects.filter(case=measure.case_id).first()
    who = Person(town, "social-head")
    wanted = ["t:x", "x", "t:", f"t:{uuid4()}", *([f"t:{task.pk}"] if task else [])]
    who.post("/auswahl/merken/", {"item": wanted, "next": "act"})
    assert not BulkItem.objects.exists()
    foreign = BulkRun.objects.create(
        person=town.person("youth-head"), status="checked", act="claim", created_at=town.now,
        moved_at=town.now,
    )  # fmt: skip
    assert who.get(f"/auswahl/{foreign.pk}/").status == 404


def test_no_more_than_500_are_chosen(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "MOST", 1)
    who, measures = Person(town, "school-head"), asked(town, 2)
    page = tick(who, *tasks(measures))
    assert page.shows("höchstens 1 auf einmal")
    assert isinstance(town.now, datetime)
    assert not BulkItem.objects.exists()
