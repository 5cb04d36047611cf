"""A clerk drafts, whoever holds the co-signing desk signs; nobody outside the office sees it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from coordination.drafting.actions.giving import close_drafts
from coordination.drafting.models import AnswerDraft
from coordination.drafting.queries.drafts import drafters
from tests.coordination.drafting.drafts import (
    CANARY,
    CLERK,
    HEAD,
    asked,
    do,
    four_eyes,
    given,
    handed_in,
    item_of,
    token,
)
from tests.coordination.flows.test_lapsing import midnight, task_of
from tests.journeys.driver import Person
from tests.town import Town
from workflows.actions import people as organisation
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.models import CaseAudience, Deadline, DeskHolder, Event, Notification, Task, Vote
from workflows.queries.proof.verification import verify
from workflows.refusals import (
    AlreadyVoted,
    CommandReused,
    DraftChanged,
    GuardsUnmet,
    Invisible,
    NotAllowed,
    WrongState,
)

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[GuardsUnmet]) -> list[str]:
    return [problem.code for problem in refusal.value.unmet]


def tasks(draft: AnswerDraft) -> list[tuple[str, str]]:
    rows = Task.objects.filter(case=draft.case_id, status="open").order_by("desk__key")
    return list(rows.values_list("step__key", "desk__key"))


def sign(town: Town, found: AnswerDraft, *, by: str = HEAD, **data: object) -> None:
    matter = found.item.case_id
    words = {"choice": "approved", "draft": token(found), **data}
    town.do(matter, "vote", by, task=task_of(town, matter, HEAD), **words)


def test_a_clerk_drafts_and_the_head_changes_and_signs(town: Town) -> None:
    """Asked on Monday 2 March, due on Monday 16: the draft on Wednesday 11, three days before."""
    measure = asked(town)
    clerk, head = Person(town, CLERK), Person(town, HEAD)
    assert clerk.get(reverse("coordination:measure", args=[measure.case_id])).status == 404
    page = head.case(measure).follow("Antwort zuerst entwerfen lassen")
    assert page.form(fields=("wanted_on",)).shown()["wanted_on"] == ["11.03.2026"]
    page.fill_in(desk=str(town.desks[CLERK]), word="Bitte mit dem Schulplan.")
    draft = AnswerDraft.objects.get(item=item_of(town, measure))
    assert tasks(draft) == [("draft_answer", CLERK)]
    # The clerk reads the matter and the word, and hands in.
    address = reverse("coordination:draft", args=[draft.case_id])
    assert clerk.get(reverse("coordination:measure", args=[measure.case_id])).status == 200
    page = clerk.get(address)
    assert page.shows("Bitte mit dem Schulplan.", "11.03.2026")
    page.fill_in(choice="conditional", text="Geprüft.", **{"conditions-0-text": "Nur in Hamborn."})
    assert tasks(draft)[0] == ("sign_draft", "school-cosigner")
    # The head finds it in the form, changes a word, and signs.
    page = head.get(address).follow("Ansehen und zeichnen")
    shown = page.form(fields=("choice", "draft")).shown()
    assert (shown["choice"], shown["text"]) == (["conditional"], ["Geprüft."])
    page.fill_in("/mitzeichnen/", text="Geprüft und geändert.")
    vote = Vote.objects.get(item=draft.item_id)
    assert (vote.cast_by, vote.text) == (town.person(HEAD), "Geprüft und geändert.")
    assert [one.text for one in vote.conditions.all()] == ["Nur in Hamborn."]
    assert close_drafts(at=town.now) == 1
    assert close_drafts(at=town.now) == 0
    draft.case.refresh_from_db()
    assert (draft.case.state, tasks(draft)) == ("signed", [])
    assert list(verify()) == []


def test_the_head_sends_it_back_with_a_word_and_gives_it_to_another_desk(town: Town) -> None:
    draft = handed_in(town, asked(town))
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, draft, "return_draft", HEAD)
    assert codes(refusal) == ["text_missing"]
    do(town, draft, "return_draft", HEAD, text="Der Grund fehlt.")
    assert tasks(draft) == [("draft_answer", CLERK)]
    assert (
        Person(town, CLERK)
        .get(reverse("coordination:draft", args=[draft.case_id]))
        .shows("Der Grund fehlt.")
    )
    for desk, code in ((town.desks[CLERK], "same_desk"), (town.desks["youth-clerk"], "unknown")):
        with pytest.raises(GuardsUnmet) as refusal:
            do(town, draft, "reassign_draft", HEAD, desk=desk)
        assert codes(refusal) == [code]
    do(town, draft, "reassign_draft", HEAD, desk=town.desks["school-cosigner"])
    assert tasks(draft) == [("draft_answer", "school-cosigner")]


def test_nobody_drafts_at_a_vacant_desk(town: Town) -> None:
    """The clerk's desk is held until Tuesday 3 March: from Wednesday on nobody is asked there."""
    measure = asked(town)
    desk, last = town.desks[CLERK], date(2026, 3, 3)
    day, unit = timedelta(days=1), town.units["school"]
    assert desk in drafters(unit, on=last).values_list("pk", flat=True)
    DeskHolder.objects.filter(desk=desk).update(valid_until=last)
    assert desk in drafters(unit, on=last).values_list("pk", flat=True)
    assert desk not in drafters(unit, on=last + day).values_list("pk", flat=True)
    town.now += 2 * day
    page = Person(town, HEAD).case(measure).follow("Antwort zuerst entwerfen lassen")
    assert f'<option value="{town.desks["school-cosigner"]}">' in page.html
    assert f'<option value="{desk}">' not in page.html
    with pytest.raises(GuardsUnmet) as refusal:
        given(town, measure)
    assert codes(refusal) == ["desk_missing"]
    assert not AnswerDraft.objects.exists()


def test_nothing_of_a_draft_is_seen_outside_the_office(town: Town) -> None:
    measure = asked(town)
    draft = handed_in(town, measure)
    do(town, draft, "return_draft", HEAD, text=f"Mehr {CANARY}.")
    do(town, draft, "hand_in_draft", CLERK, choice="refused", text=CANARY)
    take_effects(at=town.now + timedelta(days=12))
    outside = ("youth-clerk", "youth-head", "centre-clerk", "division_3-deputy_mayor",
               "mayor-mayor", "organisation-organisation", "social-head")  # fmt: skip
    pages = (
        reverse("coordination:measure", args=[measure.case_id]),
        reverse("coordination:measure", args=[measure.case_id]) + "?print=1",
        reverse("workflows:inbox"), reverse("workflows:notices"), reverse("workflows:stuck"),
        reverse("workflows:deadlines"), reverse("workflows:deadline_preview"),
        reverse("workflows:escalations"), reverse("coordination:measure_export"),
        reverse("coordination:draft", args=[draft.case_id]),
    )  # fmt: skip
    for desk in outside:
        person = Person(town, desk)
        for url in pages:
            page = person.get(url)
            assert b"Zeisig" not in page.content, (desk, url)
        assert page.status == 404
    told = Notification.objects.exclude(recipient__in=[town.person(d).pk for d in (HEAD, CLERK)])
    assert (
        not told.filter(case=draft.case_id)
        .exclude(recipient=town.person("school-cosigner").pk)
        .exists()
    )
    # No row of the matter's own trail, its tasks or its messages says anything of it.
    events = Event.objects.filter(case=measure.case_id).values_list("action", flat=True)
    assert set(events) & {"hand_in_draft", "return_draft", "open:answer_draft"} == set()
    holding = {
        model.__name__
        for model in apps.get_models()
        for row in model._base_manager.all().values()
        if "Zeisig" in str(row)
    }
    assert holding == {"AnswerDraft", "EventText"}


def test_a_draft_that_is_not_signed_is_silence_and_only_the_office_reads_of_it(town: Town) -> None:
    measure = asked(town)
    draft = handed_in(town, measure)
    take_effects(at=midnight(17))
    vote = Vote.objects.get(item=draft.item_id)
    assert (vote.choice, vote.cast_by, vote.text) == ("deemed_given", None, "")
    town.now = midnight(17)
    assert close_drafts(at=town.now) == 1
    draft.case.refresh_from_db()
    assert draft.case.state == "unsigned"
    words = "Entwurf lag vor, nicht gezeichnet"
    url = reverse("coordination:measure", args=[measure.case_id])
    for desk, sees in ((HEAD, True), (CLERK, True), ("youth-head", False), ("mayor-mayor", False)):
        assert Person(town, desk).get(url).shows(words) == sees, desk


def test_what_nobody_handed_in_is_dropped_when_the_office_answers(town: Town) -> None:
    draft = given(town, asked(town))
    town.do(draft.item.case_id, "vote", HEAD, choice="approved",
            task=task_of(town, draft.item.case_id, HEAD))  # fmt: skip
    with pytest.raises(WrongState):
        do(town, draft, "hand_in_draft", CLERK, choice="approved")
    assert close_drafts(at=town.now) == 1
    draft.case.refresh_from_db()
    assert draft.case.state == "dropped"
    with pytest.raises(AlreadyVoted):
        given(town, draft.item.case.measure)


def test_a_draft_that_was_changed_meanwhile_is_not_signed_and_stays(town: Town) -> None:
    draft = handed_in(town, asked(town))
    seen = token(draft)
    do(town, draft, "revise_draft", CLERK, choice="refused", text="Doch nicht.")
    for stale in (seen, f"{draft.pk}:99", "unsinn", f"{draft.pk + 1}:2"):
        with pytest.raises(DraftChanged):
            sign(town, draft, draft=stale)
    draft.refresh_from_db()
    assert (draft.choice, draft.text, draft.is_live) == ("refused", "Doch nicht.", True)
    sign(town, draft, choice="refused", text="Doch nicht.")
    assert Vote.objects.get(item=draft.item_id).choice == "refused"


def test_only_whoever_has_the_desk_gives_out_and_signs(town: Town) -> None:
    measure = asked(town)
    for by, refusal in (
        ("youth-head", NotAllowed), ("centre-clerk", NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            given(town, measure, by=by)
    draft = handed_in(town, measure)
    with pytest.raises(NotAllowed):
        sign(town, draft, by=CLERK)
    with pytest.raises(Invisible):
        do(town, draft, "recall_draft", "youth-head")
    # A deputy for other tasks has no more than those.
    organisation.add_substitution(
        represented=town.person(HEAD).pk, deputy=town.person(CLERK).pk, steps=["release"],
        starts_on=town.now.date(), ends_on=town.now.date() + timedelta(days=9), at=town.now,
        by=town.person("organisation-organisation").pk,
    )  # fmt: skip
    for name in ("return_draft", "recall_draft"):
        with pytest.raises(NotAllowed):
            do(town, draft, name, CLERK, text="Nein.")
    with pytest.raises(NotAllowed):
        sign(town, draft, by=CLERK)


@pytest.mark.parametrize(
    ("wanted", "desk", "code"),
    [
        (date(2026, 3, 1), CLERK, "past"),
        (date(2026, 3, 17), CLERK, "after_own"),
        (date(2026, 3, 11), "youth-clerk", "desk_missing"),
    ],
)
def test_bad_input_is_told(town: Town, wanted: date, desk: str, code: str) -> None:
    measure = asked(town)
    with pytest.raises(GuardsUnmet) as refusal:
        given(town, measure, wanted_on=wanted, desk=desk)
    assert codes(refusal) == [code]


def test_a_form_that_was_sent_twice_gives_the_draft_once(town: Town) -> None:
    measure, command = asked(town), uuid4()
    draft = given(town, measure, command=command)
    assert given(town, measure, command=command) == draft
    with pytest.raises(CommandReused):
        given(town, measure, command=command, wanted_on=date(2026, 3, 11), desk="school-cosigner")
    assert AnswerDraft.objects.count() == 1


def test_one_draft_at_a_time_and_none_of_a_matter_that_the_desk_may_not_read(town: Town) -> None:
    measure = asked(town)
    given(town, measure)
    with pytest.raises(GuardsUnmet) as refusal:
        given(town, measure, desk="school-cosigner")
    assert codes(refusal) == ["given"]
    secret = asked(town, title="Vertraulich", access="restricted")
    with pytest.raises(GuardsUnmet) as refusal:
        given(town, secret)
    assert codes(refusal) == ["restricted"]
    assert given(town, secret, desk="school-cosigner").is_live


def test_four_eyes_inside_the_office_are_a_switch_of_its_own(town: Town) -> None:
    """The clerk stands in for all who sign: with the switch on, the superior is asked instead."""
    measure = asked(town)
    draft = handed_in(town, measure)
    for desk in (HEAD, "school-cosigner"):
        organisation.add_substitution(
            represented=town.person(desk).pk, deputy=town.person(CLERK).pk, at=town.now,
            starts_on=town.now.date(), ends_on=town.now.date() + timedelta(days=9),
            by=town.person("organisation-organisation").pk,
        )  # fmt: skip
    four_eyes(town)
    with pytest.raises(NotAllowed) as refusal:
        sign(town, draft, by=CLERK)
    assert "entworfen" in refusal.value.text
    return_left_work(at=town.now)
    assert ("cosign", "division_3-deputy_mayor") in town.open_tasks(measure)


def test_the_ladder_of_a_draft_stays_in_the_office(town: Town) -> None:
    draft = given(town, asked(town))
    deadline = Deadline.objects.get(case=draft.case_id)
    # E-2 needs ten days; E-1, E0, E1 and the head's E2 speak, E3 and E4 do not.
    assert [moment is not None for moment in deadline.rungs] == [
        False, True, True, True, True, False, False,
    ]  # fmt: skip
    seeing = CaseAudience.objects.filter(case=draft.case_id).values_list("desk__key", flat=True)
    assert sorted(seeing) == sorted([CLERK, HEAD, "school-cosigner"])
