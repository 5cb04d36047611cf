"""An office that is asked asks others before it answers; nobody else reads what they write."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from coordination.drafting.actions.asking import close_contributions
from coordination.drafting.models import Contribution, SignedOver
from tests.coordination.drafting.contributions import (
    ASKED,
    ASKER,
    FURTHER,
    QUESTION,
    REASON,
    TEXT,
    contributed,
    do,
    fresh,
    requested,
)
from tests.coordination.drafting.drafts import asked, given, handed_in
from tests.coordination.drafting.test_drafts import codes
from tests.coordination.flows.test_lapsing import midnight, task_of
from tests.coordination.flows.test_reorganisation import dissolve
from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import CaseAudience, Deadline, Event, Notification, Task, Vote
from workflows.queries.proof.verification import verify
from workflows.refusals import (
    AlreadyVoted,
    CommandReused,
    GuardsUnmet,
    Invisible,
    NotAllowed,
    WrongState,
)

pytestmark = pytest.mark.django_db

CANARY = "Girlitz"
WAITS = "wartet auf einen Beitrag bis 13.03.2026"


def tasks(row: Contribution) -> list[tuple[str, str]]:
    found = Task.objects.filter(case=row.case_id, status="open").order_by("desk__key")
    return list(found.values_list("step__key", "desk__key"))


def vote(town: Town, row: Contribution, by: str = ASKER, **data: object) -> None:
    case = row.item.case_id
    words = {"choice": "approved", **data}
    town.do(case, "vote", by, task=task_of(town, case, by), **words)


def test_an_office_asks_another_one_and_signs_with_what_it_contributed(town: Town) -> None:
    """Asked on Monday 2 March, due on Monday 16: the contribution on Friday 13."""
    measure = asked(town)
    head, other = Person(town, ASKER), Person(town, ASKED)
    assert other.get(reverse("coordination:measure", args=[measure.case_id])).status == 404
    page = head.case(measure).follow("Ein anderes Amt um einen Beitrag bitten")
    assert page.form(fields=("wanted_on",)).shown()["wanted_on"] == ["13.03.2026"]
    page.fill_in(unit="Unit health", question=QUESTION)
    row = Contribution.objects.get()
    assert tasks(row) == [("contribute", ASKED)]
    # The other office reads the matter and the question, and contributes.
    assert other.get(reverse("coordination:measure", args=[measure.case_id])).status == 200
    address = reverse("coordination:contribution", args=[row.case_id])
    page = other.get(address)
    assert page.shows(QUESTION, "13.03.2026")
    page.fill_in("/geben/", text=TEXT)
    assert tasks(row) == [("read_contribution", "school-cosigner"), ("read_contribution", ASKER)]
    # It stands beside the form of the answer.
    page = head.case(measure)
    assert page.shows("Unit health", TEXT)
    page.fill_in("/mitzeichnen/", choice="approved")
    assert Vote.objects.get(item=row.item_id).choice == "approved"
    assert not SignedOver.objects.exists()
    assert (close_contributions(at=town.now), close_contributions(at=town.now)) == (1, 0)
    assert (fresh(row).case.state, tasks(row)) == ("used", [])
    assert list(verify()) == []


def test_the_same_command_asks_once_and_for_nothing_else(town: Town) -> None:
    measure, command = asked(town), uuid4()
    row = requested(town, measure, command=command)
    for other in ({"wanted_on": date(2026, 3, 12)}, {"question": "Etwas anderes?"}):
        with pytest.raises(CommandReused):
            requested(town, measure, command=command, **other)
    assert requested(town, measure, command=command) == row
    assert Contribution.objects.count() == 1


def test_the_lead_sees_that_it_runs_and_until_when_and_nothing_else(town: Town) -> None:
    measure = asked(town)
    contributed(town, measure)
    row = requested(town, measure, unit="social")
    url = reverse("coordination:measure", args=[measure.case_id])
    lead = Person(town, "youth-head").get(url)
    assert lead.shows(WAITS)
    assert not lead.shows("Unit social")
    assert b"Girlitz" not in lead.content
    address = reverse("coordination:contribution", args=[row.case_id])
    assert Person(town, "youth-head").get(address).status == 404


def test_signing_over_an_open_request_needs_a_sentence(town: Town) -> None:
    measure = asked(town)
    row = requested(town, measure)
    for over in (None, "", "  kurz  "):
        with pytest.raises(GuardsUnmet) as refusal:
            vote(town, row, over=over)
        assert codes(refusal) == ["request_open"]
    page = Person(town, ASKER).case(measure).fill_in("/mitzeichnen/", status=422, choice="approved")
    assert page.shows("nicht auf den Beitrag wartet", "Bitte sagen Sie in einem Satz")
    vote(town, row, over=f" {REASON} ")
    assert SignedOver.objects.get().reason == REASON
    assert close_contributions(at=town.now) == 1
    assert fresh(row).case.state == "lapsed"
    told = Notification.objects.filter(template="contribution_void", channel="in_app")
    assert {one.recipient for one in told} == {town.person(ASKED)}
    url = reverse("coordination:measure", args=[measure.case_id])
    assert Person(town, "youth-head").get(url).shows("bevor ein Beitrag vorlag", REASON)
    with pytest.raises(WrongState):
        do(town, row, "give_contribution", ASKED, text=TEXT)
    assert list(verify()) == []


def test_depth_two_and_whoever_contributes_waits_as_well(town: Town) -> None:
    measure = asked(town)
    row = requested(town, measure)
    page = Person(town, ASKED).get(reverse("coordination:contribution", args=[row.case_id]))
    page = page.follow("Ein anderes Amt um einen Beitrag bitten")
    assert page.form(fields=("wanted_on",)).shown()["wanted_on"] == ["12.03.2026"]
    page.fill_in(unit="Unit social", question=QUESTION)
    below = Contribution.objects.get(parent=row)
    # The office that asked first sees nothing of what the other one asks.
    page = Person(town, ASKER).get(reverse("coordination:contribution", args=[below.case_id]))
    assert page.status == 404
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, row, "give_contribution", ASKED, text=TEXT)
    assert codes(refusal) == ["request_open"]
    with pytest.raises(AlreadyVoted):
        requested(town, measure, parent=below, by=FURTHER, unit="finance")
    do(town, below, "give_contribution", FURTHER, text=TEXT)
    do(town, row, "give_contribution", ASKED, text=TEXT)
    assert close_contributions(at=town.now) == 1
    assert (fresh(row).case.state, fresh(below).case.state) == ("given", "used")


def test_no_circles(town: Town) -> None:
    """School asks health, which asks social: social cannot be asked by school to ask back."""
    measure = asked(town, impact_health=True)
    requested(town, measure)
    for by, asking, unit, code in (
        (ASKER, "school", "school", "asks_itself"),
        (ASKER, "school", "youth", "unit_is_lead"),
        (ASKER, "school", "health", "is_asked"),
        (ASKER, "school", None, "unit_missing"),
        (ASKER, "school", "caritas" if "caritas" in town.units else "council", "unit_missing"),
        (ASKED, "health", "school", "circle"),
    ):
        with pytest.raises(GuardsUnmet) as refusal:
            requested(town, measure, by=by, asking=asking, unit=unit)
        assert codes(refusal) == [code], (asking, unit)
    # Through a third office as well.
    requested(town, measure, by=ASKED, asking="health", unit="social")
    row = Contribution.objects.get(unit=town.units["health"])
    for unit in ("school", "health"):
        with pytest.raises(GuardsUnmet) as refusal:
            requested(town, measure, by=ASKED, parent=row, unit=unit)
        assert codes(refusal) == ["asks_itself"]


@pytest.mark.parametrize(
    ("wanted", "question", "code"),
    [
        (date(2026, 3, 1), QUESTION, "past"),
        (date(2026, 3, 16), QUESTION, "after_own"),
        (date(2026, 3, 13), "  ", "question_missing"),
    ],
)
def test_bad_input_is_told(town: Town, wanted: date, question: str, code: str) -> None:
    measure = asked(town)
    with pytest.raises(GuardsUnmet) as refusal:
        requested(town, measure, wanted_on=wanted, question=question)
    assert codes(refusal) == [code]


def test_only_whoever_answers_asks_and_only_whoever_is_asked_contributes(town: Town) -> None:
    measure = asked(town)
    with pytest.raises(NotAllowed):
        requested(town, measure, by="youth-head")
    row = requested(town, measure)
    with pytest.raises(NotAllowed):
        do(town, row, "give_contribution", ASKER, text=TEXT)
    with pytest.raises(NotAllowed):
        do(town, row, "withdraw_contribution", ASKED)
    with pytest.raises(Invisible):
        do(town, row, "give_contribution", "youth-head", text=TEXT)
    with pytest.raises(NotAllowed):
        requested(town, measure, by=ASKER, parent=row, unit="social")
    # A restricted matter is shown to no office that has no part in it.
    secret = asked(town, title="Vertraulich", access="restricted")
    with pytest.raises(GuardsUnmet) as refusal:
        requested(town, secret)
    assert codes(refusal) == ["restricted"]


def test_nothing_of_a_contribution_is_seen_outside_the_two_offices(town: Town) -> None:
    measure = asked(town)
    row = contributed(town, measure)
    do(town, row, "return_contribution", ASKER, text="Mehr. Kanarienvogel Girlitz")
    do(town, row, "give_contribution", ASKED, text=TEXT)
    declined = requested(town, measure, unit="social")
    do(town, declined, "decline_contribution", FURTHER, text="Nein. Kanarienvogel Girlitz")
    take_effects(at=town.now + timedelta(days=12))
    outside = ("youth-clerk", "youth-head", "centre-clerk", "division_3-deputy_mayor",
               "mayor-mayor", "organisation-organisation", "finance-head")  # fmt: skip
    pages = (
        reverse("coordination:measure", args=[measure.case_id]),
        reverse("coordination:measure", args=[measure.case_id]) + "?print=1",
        reverse("workflows:inbox"), reverse("workflows:notices"), reverse("workflows:stuck"),
        reverse("workflows:deadlines"), reverse("workflows:deadline_preview"),
        reverse("workflows:escalations"), reverse("coordination:measure_export"),
        reverse("coordination:measures") + f"?q={CANARY}",
        reverse("coordination:contribution", args=[row.case_id]),
    )  # fmt: skip
    for desk in outside:
        person = Person(town, desk)
        for url in pages:
            page = person.get(url)
            assert b"Kanarienvogel" not in page.content, (desk, url)
        assert page.status == 404
    inside = {town.person(desk).pk for desk in (ASKER, ASKED, FURTHER, "school-cosigner")}
    cases = (row.case_id, declined.case_id)
    assert not Notification.objects.filter(case__in=cases).exclude(recipient__in=inside).exists()
    # No row of the matter's own trail says anything of it.
    events = Event.objects.filter(case=measure.case_id).values_list("action", flat=True)
    assert [name for name in events if "contribution" in name] == []
    holding = {
        model.__name__
        for model in apps.get_models()
        for found in model._base_manager.all().values()
        if CANARY in str(found)
    }
    assert holding == {"Contribution", "EventText"}


def test_silence_counts_as_before_and_ends_what_was_asked(town: Town) -> None:
    measure = asked(town)
    handed_in(town, measure)
    row, other = contributed(town, measure), requested(town, measure, unit="social")
    take_effects(at=midnight(17))
    answer = Vote.objects.get(item=row.item_id)
    assert (answer.choice, answer.cast_by) == ("deemed_given", None)
    assert close_contributions(at=midnight(17)) == 2
    assert (fresh(row).case.state, fresh(other).case.state) == ("used", "lapsed")


def test_a_matter_that_is_withdrawn_ends_what_was_asked_at_both_depths(town: Town) -> None:
    measure = asked(town)
    row = requested(town, measure)
    below = requested(town, measure, by=ASKED, parent=row, unit="social")
    town.do(measure, "withdraw", "youth-head", text="Es wird nicht gebraucht.")
    assert close_contributions(at=town.now) == 2
    assert (fresh(row).case.state, fresh(below).case.state) == ("lapsed", "lapsed")


def test_whoever_drafts_reads_what_is_contributed(town: Town) -> None:
    """Asked before and after the draft was given out."""
    measure = asked(town)
    contributed(town, measure)
    draft = given(town, measure)
    requested(town, measure, unit="social")
    page = Person(town, "school-clerk").get(reverse("coordination:draft", args=[draft.case_id]))
    assert page.shows("Unit health", TEXT, "Unit social")


@pytest.mark.parametrize("office", ["health", "school"])
def test_a_dissolved_office_hands_its_part_up(town: Town, office: str) -> None:
    """Asked or asking: whoever has the work then can act."""
    measure = asked(town)
    row = requested(town, measure)
    # The head's desk is the last: the others are below it.
    desks = sorted(key for key in town.desks if key.startswith(f"{office}-"))
    dissolve(town, *sorted(desks, key=lambda key: key.endswith("-head")))
    close_contributions(at=town.now)
    seeing = set(CaseAudience.objects.filter(case=row.case_id).values_list("desk__key", flat=True))
    if office == "health":
        ((_, desk),) = tasks(row)
        assert desk in seeing
        do(town, row, "give_contribution", desk, text=TEXT)
    else:
        having = Task.objects.filter(step=row.item.step_id, status="open")
        desks = list(having.values_list("desk__key", flat=True))
        assert set(desks) <= seeing
        assert not any(desk.startswith("school-") for desk in desks)
        do(town, row, "withdraw_contribution", desks[0])
    assert fresh(row).case.state in ("given", "withdrawn")


def test_the_ladder_of_a_contribution_stays_in_the_office(town: Town) -> None:
    row = requested(town, asked(town))
    deadline = Deadline.objects.get(case=row.case_id)
    # E-2 needs ten days; E-1, E0, E1 and the head's E2 speak, E3 and E4 do not.
    assert [moment is not None for moment in deadline.rungs] == [
        False, True, True, True, True, False, False,
    ]  # fmt: skip


def test_nothing_is_sent_back_to_an_office_that_waits_for_the_asker_by_now(town: Town) -> None:
    """Health has contributed to the school's answer, and asks the school about its own: sent back,
    each would wait for the other.
    """
    measure = asked(town, impact_health=True)
    row = contributed(town, measure)
    mine = requested(town, measure, by=ASKED, asking="health", unit="school")
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, row, "return_contribution", ASKER, text="Bitte genauer.")
    assert codes(refusal) == ["circle"]
    do(town, mine, "give_contribution", ASKER, text=TEXT)
    do(town, row, "return_contribution", ASKER, text="Bitte genauer.")
    assert fresh(row).case.state == "asked"


def test_whoever_got_a_contribution_back_may_ask_others_again(town: Town) -> None:
    measure = asked(town)
    row = contributed(town, measure)
    do(town, row, "return_contribution", ASKER, text="Bitte genauer.")
    page = Person(town, ASKED).get(reverse("coordination:contribution", args=[row.case_id]))
    page = page.follow("Ein anderes Amt um einen Beitrag bitten")
    page.fill_in(unit="Unit social", question=QUESTION)
    assert Contribution.objects.get(parent=row).unit_id == town.units["social"]
