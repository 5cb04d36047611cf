"""Substitutions: who enters and revokes them, and what is refused."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection

from tests.kinds import AT
from tests.workflows.flows.organisation.absences import NEXT_WEEK, absent, add, answer
from tests.workflows.house import TODAY, YESTERDAY, last_event
from workflows.actions.people import Deputy
from workflows.actions.telling.messages import mail
from workflows.models import Notification, Substitution, User
from workflows.queries.telling.outbox import facts_of
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


@pytest.mark.parametrize(
    ("represented", "by"),
    [
        ("head", "head"),
        ("clerk", "head"),
        ("team", "head"),
        ("head", "mayor"),
        ("head", "organiser"),
    ],
)
def test_the_person_their_head_and_the_office_may_enter(house, represented, by):
    made = add(house, represented, by=by).facts["substitution"]
    row = Substitution.objects.get(pk=made)
    assert (row.represented_id, row.deputy_id) == (house.person(represented), house.person("guest"))
    assert (row.entered_by_id, row.entered_at) == (house.person(by), AT)
    event = last_event()
    assert (event.action, event.actor_id) == ("add_substitution", house.person(by))


@pytest.mark.parametrize(
    ("represented", "by"),
    [("head", "clerk"), ("clerk", "colleague"), ("mayor", "head"), ("clerk", "guest"),
     ("organiser", "second-but-clerk"), ("clerk", "mayor")],
)  # fmt: skip
def test_others_may_not_enter(house, represented, by):
    by = by.removeprefix("second-but-")
    with pytest.raises(NotAllowed) as error:
        add(house, represented, by=by)
    assert error.value.status == 403
    assert not Substitution.objects.exists()


@pytest.mark.parametrize("by", ["organiser", "head"])
def test_nobody_makes_themselves_a_deputy(house, by):
    with pytest.raises(NotAllowed) as error:
        add(house, "clerk", deputy=by, by=by)
    assert error.value.reason.startswith("Niemand bestimmt sich selbst")


def test_deputy_does_not_prolong_the_own_substitution(house):
    add(house, "head", "clerk")
    with pytest.raises(NotAllowed):
        add(house, "head", "clerk", by="clerk", first=NEXT_WEEK, last=NEXT_WEEK)
    with pytest.raises(NotAllowed):
        add(house, "head", "guest", by="clerk", first=NEXT_WEEK + timedelta(days=1),
            last=NEXT_WEEK + timedelta(days=2))  # fmt: skip


def test_both_are_told_but_who_did_it(house):
    add(house, "clerk", "guest", by="head")
    assert house.told("substitution_entered") == [
        ("clerk", "in_app"), ("clerk", "mail"), ("guest", "in_app"), ("guest", "mail"),
    ]  # fmt: skip


def test_mails_say_who_stands_in_for_whom(house):
    add(house, "clerk", "guest", by="head")
    rows = Notification.objects.filter(template="substitution_entered", channel="mail")
    for row, facts in zip(rows, facts_of(rows), strict=True):
        clerk, guest = (User.objects.get(pk=house.person(name)) for name in ("clerk", "guest"))
        message = mail(row, facts, at=AT, connection=get_connection())
        assert message.subject == f"Vertretung eingetragen: {guest} für {clerk}"
        assert f"{guest} vertritt {clerk} vom " in message.body


def test_all_faults_are_told_at_once(house):
    with pytest.raises(GuardsUnmet) as error:
        add(house, "head", "head", by="mayor", first=YESTERDAY, last=YESTERDAY)
    assert unmet(error) == [("oneself", "deputy"), ("past", "ends_on"), ("past", "starts_on")]
    with pytest.raises(GuardsUnmet) as error:
        add(house, "guest", "clerk", by="organiser", first=NEXT_WEEK, last=TODAY)
    assert unmet(error) == [("ends_before_start", "ends_on"), ("no_desk", "represented")]


def test_only_the_office_lets_it_begin_in_the_past(house):
    with pytest.raises(GuardsUnmet) as error:
        add(house, first=YESTERDAY)
    assert unmet(error) == [("past", "starts_on")]
    add(house, by="organiser", first=YESTERDAY)


def test_one_deputy_at_a_time(house):
    add(house)
    with pytest.raises(GuardsUnmet) as error:
        add(house, deputy="clerk", first=NEXT_WEEK, last=NEXT_WEEK + timedelta(days=3))
    assert unmet(error) == [("overlap", "starts_on")]
    add(
        house,
        deputy="clerk",
        first=NEXT_WEEK + timedelta(days=1),
        last=NEXT_WEEK + timedelta(days=3),
    )
    assert Substitution.objects.count() == 2


def test_several_deputies_are_entered_in_their_order(house):
    further = [Deputy(house.person("team"), ["cosign", "check"]), Deputy(house.person("clerk"))]
    made = add(house, steps=["check"], further=further).facts
    rows = Substitution.objects.order_by("rank").values_list("pk", "rank", "deputy", "steps")
    first, second, third = rows
    assert [row[1:] for row in rows] == [
        (1, house.person("guest"), ["check"]),
        (2, house.person("team"), ["check", "cosign"]),
        (3, house.person("clerk"), []),
    ]
    assert made == {
        "substitution": first[0], "represented": house.person("head"),
        "deputy": house.person("guest"), "first_day": str(TODAY), "last_day": str(NEXT_WEEK),
        "steps": ["check"],
        "further": [[second[0], second[2], ["check", "cosign"]], [third[0], third[2], []]],
    }  # fmt: skip
    told = {name for name, _channel in house.told("substitution_entered")}
    assert told == {"guest", "team", "clerk"}


BAD_DEPUTIES = [
    # deputy, steps, further as (name, steps), faults
    ("guest", [], [("head", [])], [("oneself", "further.0.deputy")]),
    ("guest", [], [("guest", [])], [("twice", "further.0.deputy")]),
    ("guest", ["check"], [("team", []), ("guest", ["check", "cosign"])],
     [("twice", "further.1.deputy")]),
    ("guest", ["nonsense"], [], [("unknown", "steps")]),
    ("guest", [], [("team", ["nonsense"])], [("unknown", "further.0.steps")]),
    ("guest", [], [(None, [])], [("missing", "further.0.deputy")]),
    ("guest", [], [("team", []), ("clerk", []), ("mayor", []), ("second", []), ("colleague", [])],
     [("too_many", "further")]),
]  # fmt: skip


@pytest.mark.parametrize(("deputy", "steps", "further", "faults"), BAD_DEPUTIES)
def test_bad_deputies_are_told_at_their_place(house, deputy, steps, further, faults):
    others = [Deputy(name and house.person(name), kinds) for name, kinds in further]
    with pytest.raises(GuardsUnmet) as error:
        add(house, deputy=deputy, steps=steps, further=others)
    assert unmet(error) == faults
    assert not Substitution.objects.exists()


def test_one_deputy_may_stand_for_different_tasks_at_different_places(house):
    further = [Deputy(house.person("team")), Deputy(house.person("guest"), ["cosign"])]
    add(house, steps=["check"], further=further)
    assert Substitution.objects.count() == 3


def test_a_second_absence_must_not_contradict_the_first(house):
    add(house, steps=["check"])
    for deputy, steps in (("team", []), ("team", ["check", "cosign"]), ("guest", ["check"])):
        with pytest.raises(GuardsUnmet) as error:
            add(house, deputy=deputy, steps=steps, first=NEXT_WEEK)
        assert unmet(error) == [("overlap", "starts_on")]
    add(house, deputy="team", steps=["cosign"], first=NEXT_WEEK)


def test_nobody_names_themselves_among_the_further_ones(house):
    with pytest.raises(NotAllowed) as error:
        add(house, "clerk", by="head", further=[Deputy(house.person("head"))])
    assert error.value.reason.startswith("Niemand bestimmt sich selbst")


def test_a_deputy_away_for_a_part_is_taken(house):
    add(house, "clerk", "guest", last=NEXT_WEEK - timedelta(days=1))
    add(house, "head", "clerk")
    add(house, "clerk", "guest", first=NEXT_WEEK, last=NEXT_WEEK)
    with pytest.raises(GuardsUnmet) as error:
        add(house, "team", by="head", further=[Deputy(house.person("clerk"))])
    assert unmet(error) == [("deputy_away", "further.0.deputy")]


def test_an_absent_deputy_is_refused(house):
    add(house, "clerk", "guest")
    with pytest.raises(GuardsUnmet) as error:
        add(house, "head", "clerk")
    assert unmet(error) == [("deputy_away", "deputy")]


def test_a_deactivated_deputy_is_refused(house):
    house.do("deactivate_person", person=house.person("guest"))
    with pytest.raises(GuardsUnmet) as error:
        add(house)
    assert unmet(error) == [("unknown", "deputy")]


@pytest.mark.parametrize("by", ["head", "mayor", "organiser"])
def test_revoke_ends_it_at_once(house, by):
    case = house.errand()
    made = add(house).facts["substitution"]
    house.claim(case, "guest")
    house.do("revoke_substitution", by=by, substitution=made)
    assert house.task(case).claimed_by_id is None
    with pytest.raises(Invisible):
        answer(house, case, "guest")
    assert last_event().data == {
        "substitution": made, "represented": house.person("head"), "deputy": house.person("guest"),
    }  # fmt: skip


@pytest.mark.parametrize("by", ["guest", "clerk"])
def test_others_may_not_revoke(house, by):
    made = add(house).facts["substitution"]
    with pytest.raises(NotAllowed):
        house.do("revoke_substitution", by=by, substitution=made)


def test_revoke_needs_one_that_runs(house):
    made = add(house, last=TODAY).facts["substitution"]
    with pytest.raises(GuardsUnmet) as error:
        house.do("revoke_substitution", by="head", substitution=made, at=AT + timedelta(days=1))
    assert unmet(error) == [("unknown", "substitution")]


@pytest.fixture
def partner(house):
    """Two people of an association: guest and one more."""
    unit = house.do(
        "create_unit", key="aid", name="Association", short_name="Aid", kind="partner",
        valid_from=TODAY,
    ).facts["unit"]  # fmt: skip
    desk = house.do(
        "create_desk", unit=unit, key="aid", name="Aid", function="observer", superior=None,
        signs="none",
    ).facts["desk"]  # fmt: skip
    other = house.do(
        "invite_person", email="aid@stadt.example", given_name="Aid", family_name="Probe"
    ).facts["person"]
    for person in (house.person("guest"), other):
        house.do("appoint", desk=desk, person=person, valid_from=TODAY)
    return other


@pytest.mark.parametrize("by", ["head", "organiser"])
def test_a_partner_stands_in_for_nobody_of_the_administration(house, partner, by):
    with pytest.raises(GuardsUnmet) as error:
        add(house, by=by)
    assert unmet(error) == [("outside", "deputy")]


def test_partners_stand_in_for_each_other(house, partner):
    house.do("add_substitution", by="guest", represented=house.person("guest"), deputy=partner,
             starts_on=TODAY, ends_on=NEXT_WEEK)  # fmt: skip
    assert Substitution.objects.get().deputy_id == partner


def test_somebody_with_a_desk_on_both_sides_is_of_the_administration(house, partner):
    house.do("appoint", desk=house.desk("clerk"), person=house.person("guest"), valid_from=TODAY)
    add(house)
    assert Substitution.objects.get().deputy_id == house.person("guest")


# --- a deputy goes on leave -------------------------------------------------------------------


def test_a_deputy_who_goes_on_leave_leaves_nobody_unaware(house):
    """The head stands in for the clerk and is away: the clerk hears, and who acts as the head."""
    add(house, "clerk", "head", by="organiser")
    add(house, "head", "guest")
    assert house.told("deputy_away") == [
        ("clerk", "in_app"), ("clerk", "mail"), ("guest", "in_app"), ("guest", "mail"),
    ]  # fmt: skip
    row = Notification.objects.filter(template="deputy_away", channel="mail").first()
    (facts,) = facts_of([row])
    head, clerk = (User.objects.get(pk=house.person(name)) for name in ("head", "clerk"))
    message = mail(row, facts, at=AT, connection=get_connection())
    assert f"{head}, Vertretung für {clerk}, ist vom " in message.body
    assert "niemand" in message.subject.lower()


def test_the_days_are_those_of_both(house):
    add(house, "clerk", "head", by="organiser", last=NEXT_WEEK)
    add(house, "head", "guest", first=TODAY + timedelta(days=2), last=NEXT_WEEK + timedelta(days=9))
    row = Notification.objects.filter(template="deputy_away").first()
    assert (row.data["first_day"], row.data["last_day"]) == (
        str(TODAY + timedelta(days=2)), str(NEXT_WEEK),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("second", "steps", "told"),
    [("guest", (), False), ("guest", ("check",), True), ("", (), True)],
)
def test_another_deputy_who_is_there_for_everything_is_enough(house, second, steps, told):
    add(house, "clerk", "head", by="organiser")
    if second:
        absent(house, "clerk", second, rank=2, steps=steps)
    add(house, "head", "team")
    assert bool(house.told("deputy_away")) is told


def test_another_deputy_who_is_away_too_is_not_enough(house):
    add(house, "clerk", "head", by="organiser")
    absent(house, "clerk", "guest", rank=2)
    absent(house, "guest", "second", last=TODAY + timedelta(days=1))
    add(house, "head", "team")
    row = Notification.objects.filter(template="deputy_away").first()
    assert (row.data["first_day"], row.data["last_day"]) == (
        str(TODAY), str(TODAY + timedelta(days=1)),
    )  # fmt: skip


def test_a_superior_hears_of_all_at_once(house):
    add(house, "clerk", "head", by="organiser")
    add(house, "colleague", "head", by="organiser")
    add(house, "head", "guest")
    (row,) = Notification.objects.filter(
        template="deputy_away", channel="mail", recipient=house.person("guest")
    )
    assert row.data["others"] == str(User.objects.get(pk=house.person("colleague")))
