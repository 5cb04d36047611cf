"""Somebody leaves the city: one act, after which nothing of theirs is left unowned."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kinds import AT
from tests.workflows.house import TODAY, YESTERDAY, House, assert_trail_holds, last_event
from workflows.actions.inbox.kept import keep_form
from workflows.actions.inbox.resubmissions import resubmit
from workflows.actions.inbox.saved import Content, save_view, use_view
from workflows.actions.inbox.watches import watch
from workflows.actions.people import return_left_work
from workflows.models import (
    DeskHolder,
    FeedToken,
    KeptForm,
    Notification,
    Resubmission,
    SavedView,
    Substitution,
    Task,
    User,
    ViewUse,
    Watch,
)
from workflows.queries.people.case import organisation_case
from workflows.queries.people.leaving import hanging_on
from workflows.queries.people.trail import about, told
from workflows.refusals import GuardsUnmet, NotAllowed, Stale

SOON = TODAY + timedelta(days=14)


def leave(house: House, name: str, **values):
    named = {
        house.desk(desk): house.person(person)
        for desk, person in values.pop("successors", {}).items()
    }
    heir = values.pop("heir", None)
    return house.do(
        "let_leave", person=house.person(name), successors=named,
        heir=house.person(heir) if heir else None, **values,
    )  # fmt: skip


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def holders(house, desk):
    held = DeskHolder.objects.in_force(on=TODAY).filter(desk=house.desk(desk))
    return sorted(row.person.email.partition("@")[0] for row in held.select_related("person"))


def test_successor_holds_the_desk_and_finds_its_work(house):
    case = house.errand()
    house.claim(case, "head")
    outcome = leave(house, "head", successors={"head": "guest"})
    assert holders(house, "head") == ["guest"]
    left = DeskHolder.objects.get(person=house.person("head"))
    assert (left.valid_until, house.user("head").is_active) == (YESTERDAY, False)
    task = house.task(case)
    assert (task.desk_id, task.claimed_by_id) == (house.desk("head"), None)
    assert house.claim(case, "guest").case == case
    assert house.told("appointed") == [("guest", "in_app"), ("guest", "mail")]
    assert outcome.facts["left"] == [house.desk("head")]
    assert_trail_holds(organisation_case())
    assert_trail_holds(case)


def test_without_a_successor_the_work_goes_up_and_the_office_is_told(house):
    case = house.errand()
    leave(house, "head")
    assert house.task(case).desk_id == house.desk("mayor")
    assert {name for name, _channel in house.told("desk_vacant")} == {"organiser", "second"}
    assert return_left_work(at=AT) == 0


def test_colleague_at_the_same_desk_goes_on(house):
    (held,) = hanging_on(house.person("clerk"), on=TODAY).desks
    assert [str(other) for other in held.others] == ["Colleague Probe"]
    leave(house, "clerk")
    assert holders(house, "clerk") == ["colleague"]
    assert house.told("desk_vacant") == []


def test_desk_without_anybody_above_needs_a_successor(house):
    with pytest.raises(GuardsUnmet) as error:
        leave(house, "mayor")
    assert unmet(error) == [("successor_missing", f"successor_{house.desk('mayor')}")]
    leave(house, "mayor", successors={"mayor": "guest"})
    assert holders(house, "mayor") == ["guest"]


def test_appointment_to_come_goes_to_the_successor_from_its_first_day(house):
    house.do("appoint", desk=house.desk("team"), person=house.person("clerk"), valid_from=SOON)
    leave(house, "clerk", successors={"team": "guest"})
    rows = DeskHolder.objects.filter(desk=house.desk("team"), person=house.person("guest"))
    assert [row.valid_from for row in rows] == [SOON]
    assert not DeskHolder.objects.not_over(on=TODAY).filter(person=house.person("clerk")).exists()


def test_appointment_of_today_is_withdrawn(house):
    house.do("appoint", desk=house.desk("team"), person=house.person("guest"), valid_from=TODAY)
    leave(house, "guest")
    assert not DeskHolder.objects.filter(person=house.person("guest")).exists()
    assert_trail_holds(organisation_case())


def test_office_is_never_without_a_keeper(house):
    leave(house, "second")
    house.do("appoint", desk=house.desk("office"), person=house.person("guest"), valid_from=TODAY)
    leave(house, "organiser", by="guest")
    with pytest.raises(NotAllowed):
        leave(house, "guest", by="guest")
    assert holders(house, "office") == ["guest"]


def test_system_cannot_let_the_last_keeper_leave_without_a_successor(house):
    leave(house, "second")
    with pytest.raises(GuardsUnmet) as error:
        leave(house, "organiser", by=None)
    assert ("last_of_the_office", "person") in unmet(error)
    leave(house, "organiser", by=None, successors={"office": "guest"})
    assert holders(house, "office") == ["guest"]


@pytest.mark.parametrize("values", [{"heir": "organiser"}, {"successors": {"clerk": "organiser"}}])
def test_nobody_takes_over_by_their_own_act(house, values):
    with pytest.raises(NotAllowed):
        leave(house, "clerk", **values)


def test_faults_are_told_all_at_once(house):
    house.do("deactivate_person", person=house.person("guest"))
    with pytest.raises(GuardsUnmet) as error:
        leave(house, "clerk", heir="clerk", successors={"clerk": "guest"})
    assert unmet(error) == [("oneself", "heir"), ("unknown", f"successor_{house.desk('clerk')}")]
    with pytest.raises(GuardsUnmet) as error:
        leave(house, "clerk", successors={"clerk": "colleague"})
    assert unmet(error) == [("overlap", f"successor_{house.desk('clerk')}")]
    with pytest.raises(GuardsUnmet) as error:
        leave(house, "guest")
    assert unmet(error) == [("unknown", "person")]


def test_what_was_given_since_the_page_was_shown_is_no_surprise(house):
    seen = hanging_on(house.person("clerk"), on=TODAY).seen
    house.do("appoint", desk=house.desk("team"), person=house.person("clerk"), valid_from=TODAY)
    with pytest.raises(Stale):
        leave(house, "clerk", seen=seen)
    leave(house, "clerk", seen=hanging_on(house.person("clerk"), on=TODAY).seen)


def substitution(house, represented, deputy):
    house.do(
        "add_substitution", represented=house.person(represented), deputy=house.person(deputy),
        starts_on=TODAY, ends_on=SOON,
    )  # fmt: skip


def standing_in():
    rows = Substitution.objects.filter(revoked_at=None).select_related("represented", "deputy")
    return [(row.represented.given_name, row.deputy.given_name, row.ends_on) for row in rows]


def test_heir_stands_in_where_the_leaver_did(house):
    substitution(house, "head", "clerk")
    substitution(house, "clerk", "colleague")
    leave(house, "clerk", heir="team")
    assert standing_in() == [("Head", "Team", SOON)]
    assert {name for name, _channel in house.told("substitution_revoked")} == {"colleague", "head"}
    assert ("team", "mail") in house.told("substitution_entered")
    assert ("team", "mail") in house.told("left_to_you")


def test_without_an_heir_the_absent_and_their_superiors_hear_that_nobody_stands_in(house):
    substitution(house, "head", "clerk")
    leave(house, "clerk")
    assert standing_in() == []
    assert {name for name, _channel in house.told("deputy_away")} == {"head", "mayor"}


def test_who_was_absent_is_not_made_their_own_deputy(house):
    substitution(house, "head", "clerk")
    leave(house, "clerk", heir="head")
    assert standing_in() == []


def test_work_in_hand_as_a_deputy_is_free_again(house):
    case = house.errand()
    substitution(house, "head", "team")
    house.claim(case, "team")
    leave(house, "team")
    assert house.task(case).claimed_by_id is None


def what_is_theirs(house):
    """A shared and a private view, both subscribed, a resubmission, a watch, a text, a feed."""
    clerk, case = house.user("clerk"), house.errand()
    content = Content("q=x", {"q": "x"})
    views = [
        save_view(
            listing="inbox", name=name, content=content, desk=desk, by=clerk, at=AT
        )
        for name, desk in (("Offene", house.desk("clerk")), ("Meine", None))
    ]  # fmt: skip
    for view in views:
        use_view(view, by=clerk, at=AT, is_default=view is views[0], known=[])
    resubmit(case, by=clerk, at=AT, due_on=TODAY + timedelta(days=7), note="nur für mich")
    watch(case, by=clerk, at=AT)
    keep_form(form="reply", subject=f"case:{case}", values={"text": ["halb"]}, by=clerk, at=AT)
    FeedToken.objects.create(person=clerk, digest=b"x" * 32, created_at=AT)
    return case


def test_heir_keeps_what_was_theirs_alone(house):
    case = what_is_theirs(house)
    save_view(
        listing="inbox", name="Offene", content=Content("q=y", {}), desk=None,
        by=house.user("colleague"), at=AT,
    )  # fmt: skip
    leave(house, "clerk", heir="colleague")
    heir = house.user("colleague")
    views = SavedView.objects.order_by("name").values_list("name", "owner", "desk")
    assert list(views) == [
        ("Offene", heir.pk, None), ("Offene (2)", heir.pk, house.desk("clerk")),
    ]  # fmt: skip
    (use,) = ViewUse.objects.all()
    assert (use.person_id, use.view.name, use.is_default) == (heir.pk, "Offene (2)", False)
    back = Resubmission.objects.get(done_at=None)
    assert (back.person_id, back.case_id, back.note) == (
        heir.pk, case, "Übernommen von Clerk Probe",
    )  # fmt: skip
    assert list(Watch.objects.values_list("person", "case")) == [(heir.pk, case)]
    assert list(KeptForm.objects.values_list("person", "form")) == [(heir.pk, "reply")]
    assert FeedToken.objects.get().revoked_at == AT


def test_heir_who_does_not_see_the_matter_gets_nothing_of_it(house):
    what_is_theirs(house)
    leave(house, "clerk", heir="second")
    assert Resubmission.objects.filter(done_at=None).count() == 0
    assert Watch.objects.count() == KeptForm.objects.count() == 0
    assert SavedView.objects.get().owner == house.user("second")


def test_shared_views_need_an_heir(house):
    what_is_theirs(house)
    with pytest.raises(GuardsUnmet) as error:
        leave(house, "clerk")
    assert unmet(error) == [("heir_missing", "heir")]
    assert house.user("clerk").is_active
    assert SavedView.objects.count() == 2


def test_texts_stay_with_the_account_where_nobody_follows(house):
    what_is_theirs(house)
    SavedView.objects.all().delete()
    leave(house, "clerk")
    assert KeptForm.objects.get().person == house.user("clerk")
    assert Resubmission.objects.get().done_at == AT


def test_sent_twice_is_done_once(house):
    from uuid import uuid4

    from workflows.actions import people

    values = {
        "person": house.person("clerk"), "successors": {}, "heir": house.person("team"),
        "by": house.person("organiser"), "at": AT, "command": uuid4(),
    }  # fmt: skip
    first, second = people.let_leave(**values), people.let_leave(**values)
    assert (first.replayed, second.replayed) == (False, True)
    assert Notification.objects.filter(template="left_to_you", channel="mail").count() == 1


def test_forty_tasks_of_a_leaver_are_all_free_after_the_next_tick(house):
    cases = [house.errand() for _ in range(40)]
    for case in cases:
        house.claim(case, "head")
    leave(house, "head", successors={"head": "guest"})
    return_left_work(at=AT)
    tasks = Task.objects.filter(case__in=cases)
    assert set(tasks.values_list("desk", "claimed_by")) == {(house.desk("head"), None)}


def test_trail_names_desks_and_successors(house):
    leave(house, "head", successors={"head": "guest"}, heir="clerk", text="Wechsel nach Köln")
    (line,) = told([last_event()])
    assert line.title == "Person ausscheiden lassen: Head Probe"
    assert line.text.splitlines() == [
        "Desk head: Guest Probe", "Alles Übrige: Clerk Probe", "Grund: Wechsel nach Köln",
    ]  # fmt: skip
    seq = last_event().seq
    for found in (
        about(desk=house.desk("head")), about(person=house.person("guest")),
        about(person=house.person("clerk")), about(person=house.person("head")),
    ):  # fmt: skip
        assert seq in [event.seq for event in found]


def test_what_hangs_is_asked_in_the_same_number_of_statements_whatever_hangs(house):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as found:
            hanging_on(house.person("clerk"), on=TODAY)
        return len(found)

    what_is_theirs(house)
    before = statements()
    for desk in ("team", "head"):
        house.do("appoint", desk=house.desk(desk), person=house.person("clerk"), valid_from=TODAY)
    substitution(house, "head", "clerk")
    assert statements() == before


def test_person_without_anything_only_loses_the_account(house):
    assert hanging_on(house.person("guest"), on=TODAY).lines() == []
    leave(house, "guest")
    assert User.objects.get(pk=house.person("guest")).deactivated_at == AT
