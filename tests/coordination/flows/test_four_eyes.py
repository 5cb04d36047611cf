"""Where four eyes bar whoever is asked, somebody else is: nothing waits for nobody (domain 2.0)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.measures.models import Measure
from tests.roles import stand_in
from tests.situations import REASON, Stage
from tests.town import Town
from workflows.actions.people import return_left_work
from workflows.models import DeskHolder, Event, Substitution
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

BGF, BGI = "division_4-deputy_mayor", "division_3-integration_deputy"
MAYOR, GENERAL_DEPUTY = "mayor-mayor", "division_1-general_deputy"
AUTHOR = "health-clerk"


@pytest.fixture
def stage(town: Town) -> Stage:
    """Division 4 leads; the clerk of another office of it has written the text."""
    return Stage(town, author=AUTHOR)


def asked(town: Town, measure: Measure) -> list[str]:
    return [desk for _step, desk in town.open_tasks(measure)]


def stands_in(town: Town, deputy: str, *, for_whom: str) -> Substitution:
    return stand_in(town.person(for_whom), town.person(deputy), town)


def vacate(town: Town, desk: str) -> None:
    yesterday = town.now.date() - timedelta(days=1)
    DeskHolder.objects.filter(desk=town.desks[desk]).update(valid_until=yesterday)


def is_written_by(town: Town, measure: Measure, writer: str) -> None:
    measure.case.edited_by = town.person(writer)
    measure.case.save(update_fields=["edited_by"])


# --- release ---------------------------------------------------------------------------------


@pytest.mark.parametrize("desk", [MAYOR, GENERAL_DEPUTY])
def test_where_the_releaser_stands_in_for_the_author_the_mayor_or_general_deputy_releases(
    town: Town, stage: Stage, desk: str
) -> None:
    stands_in(town, BGI, for_whom=AUTHOR)
    measure = stage.release_second()
    assert asked(town, measure) == [GENERAL_DEPUTY, MAYOR]
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "release", BGI)
    assert refusal.value.reason.startswith("Wer die Verfasserin oder den Verfasser vertritt")
    town.do(measure, "release", desk)
    assert town.state(measure) == "final_signature"


def test_where_the_author_stands_in_for_the_absent_releaser_the_mayor_releases(
    town: Town, stage: Stage
) -> None:
    stands_in(town, AUTHOR, for_whom=BGI)
    assert asked(town, stage.release_second()) == [GENERAL_DEPUTY, MAYOR]


def test_others_keep_their_turn_before_the_mayor(town: Town, stage: Stage) -> None:
    stands_in(town, BGF, for_whom=AUTHOR)
    measure = stage.release()
    assert asked(town, measure) == [BGI]
    town.do(measure, "release", BGI)
    assert asked(town, measure) == [GENERAL_DEPUTY, MAYOR]
    town.do(measure, "release", MAYOR)
    assert town.state(measure) == "final_signature"


def test_both_releasers_barred_leave_one_release_to_the_mayor(town: Town, stage: Stage) -> None:
    stands_in(town, BGF, for_whom=AUTHOR)
    stands_in(town, BGI, for_whom=AUTHOR)
    measure = stage.release()
    assert asked(town, measure) == [GENERAL_DEPUTY, MAYOR]
    town.do(measure, "release", GENERAL_DEPUTY)
    assert town.state(measure) == "final_signature"


def test_who_is_barred_only_later_leaves_it_to_the_mayor_too(town: Town, stage: Stage) -> None:
    measure = stage.release_second()
    assert return_left_work(at=town.now) == 0
    stands_in(town, BGI, for_whom=AUTHOR)
    assert (return_left_work(at=town.now), return_left_work(at=town.now)) == (1, 0)
    assert asked(town, measure) == [GENERAL_DEPUTY, MAYOR]
    event = Event.objects.filter(case=measure.case_id).latest("seq")
    assert (event.action, event.actor_id) == ("ask_instead", None)


def test_a_deputy_who_did_not_write_releases_for_the_absent(town: Town, stage: Stage) -> None:
    """Nobody else has to be asked."""
    stands_in(town, "legal-head", for_whom=BGI)
    measure = stage.release_second()
    assert asked(town, measure) == [BGI]
    town.do(measure, "release", "legal-head")
    assert town.state(measure) == "final_signature"


def test_where_mayor_and_general_deputy_are_barred_too_a_deputy_mayor_releases(
    town: Town, stage: Stage
) -> None:
    """The deputy mayor for integration proposed it, the mayor wrote at it last and is away."""
    stage.author = BGI
    measure = stage.release()
    is_written_by(town, measure, MAYOR)
    stands_in(town, GENERAL_DEPUTY, for_whom=MAYOR)
    town.do(measure, "release", BGF)
    assert set(asked(town, measure)) >= {BGF}
    town.do(measure, "release", BGF)
    assert town.state(measure) == "final_signature"


def test_who_is_represented_in_an_answer_that_changes_the_text_wrote_it_too(
    town: Town, stage: Stage
) -> None:
    """The deputy mayor's deputy answers a condition for the vacant office below: i. V."""
    vacate(town, "social-head")
    vacate(town, "social-clerk")
    substitution = stands_in(town, "legal-head", for_whom=BGF)
    measure = town.propose(stage.author, lead=town.units["social"], impact_school=True)
    town.do(measure, "submit", "legal-head")
    town.do(measure, "pass_check", stage.checker)
    town.do(measure, "vote", "school-head", choice="conditional", conditions=["Nur vormittags."])
    answer = {"accept": True, "material": False, "fields": {"facts": "Nur vormittags."}}
    town.do(measure, "answer_condition", "legal-head", **answer)
    event = Event.objects.filter(case=measure.case_id, action="answer_condition").get()
    assert event.on_behalf_of == town.person(BGF)
    substitution.delete()
    town.do(measure, "resign", BGF)
    assert town.state(measure) == "release"
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "release", BGF)
    assert "Vier-Augen" in refusal.value.reason


# --- co-signature, agreement, dissent --------------------------------------------------------


def test_where_the_author_is_the_only_one_to_co_sign_the_superior_does(
    town: Town, stage: Stage
) -> None:
    """Silence of the legal office means nothing: without anybody it would wait for ever."""
    stage.author, stage.fields = "legal-head", {"impact_contract": True}
    measure = stage.asked()
    (task,) = measure.case.tasks.filter(step__key="cosign", desk__key="division_1-deputy_mayor")
    assert task.due_at is not None
    town.do(measure, "vote", "division_1-deputy_mayor", task=task.pk, choice="approved")
    item = measure.case.cosignatures.get(unit=town.units["legal"])
    assert item.status == "answered"
    # Until the round closes the answer may be changed (2.3), by whoever was asked in their place.
    (vote,) = item.votes.all()
    again = {"item": str(item.pk), "replaces": str(vote.pk), "choice": "refused", "text": REASON}
    for stranger in ("legal-head", "division_4-deputy_mayor"):
        with pytest.raises(NotAllowed):
            town.do(measure, "change_vote", stranger, **again)
    town.do(measure, "change_vote", "division_1-deputy_mayor", **again)
    assert item.votes.get(is_current=True).choice == "refused"


def test_where_the_heads_deputy_wrote_the_text_the_superior_agrees(
    town: Town, stage: Stage
) -> None:
    """The deputy neither agrees to their own text nor submits it as if the head had."""
    stands_in(town, AUTHOR, for_whom="social-head")
    measure = stage.draft_asked()
    assert asked(town, measure) == [BGF, "social-clerk"]
    with pytest.raises(NotAllowed) as refusal:
        town.do(measure, "agree", AUTHOR)
    assert "in Vertretung" in refusal.value.reason
    with pytest.raises(GuardsUnmet):
        town.do(measure, "submit", AUTHOR)
    town.do(measure, "agree", BGF)
    town.do(measure, "submit", "social-clerk")
    assert town.state(measure) == "check"


def test_a_deputy_who_did_not_write_agrees_for_the_head(town: Town, stage: Stage) -> None:
    stands_in(town, "legal-head", for_whom="social-head")
    measure = stage.draft_asked()
    town.do(measure, "agree", "legal-head")
    town.do(measure, "submit", "social-clerk")


def test_where_there_is_no_mayor_the_general_deputy_decides_on_dissent(
    town: Town, stage: Stage
) -> None:
    vacate(town, MAYOR)
    measure = stage.clarification()
    assert GENERAL_DEPUTY in asked(town, measure)
    town.do(measure, "clarify", GENERAL_DEPUTY, outcome="release", text=REASON)


def test_where_the_mayor_leaves_while_it_waits_the_general_deputy_decides(
    town: Town, stage: Stage
) -> None:
    measure = stage.clarification()
    vacate(town, MAYOR)
    assert return_left_work(at=town.now) == 1
    town.do(measure, "clarify", GENERAL_DEPUTY, outcome="revision", text=REASON)
    assert town.state(measure) == "revision"


# --- the text --------------------------------------------------------------------------------


def test_an_author_who_works_elsewhere_now_changes_the_text_no_more(
    town: Town, stage: Stage
) -> None:
    """The new office was asked to co-sign: it sees the matter, and writes nothing of it."""
    stage.author = author = "social-clerk"
    measure = stage.asked()
    town.do(measure, "send_back", "social-head", text=REASON)
    town.do(measure, "edit", author, facts="Am alten Platz.")
    vacate(town, author)
    DeskHolder.objects.create(
        desk_id=town.desks["school-cosigner"], person=town.person(author), valid_from=town.now
    )
    with pytest.raises(NotAllowed):
        town.do(measure, "edit", author, facts="Am neuen Platz.")
