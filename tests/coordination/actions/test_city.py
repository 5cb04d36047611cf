"""Setting up a whole city from its file."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db.models import Count
from django.utils import translation

from coordination.city.file import CityFileError, read_city
from coordination.city.models import District, FieldOfAction, TargetGroup
from coordination.council.models import CouncilRule, Meeting, Organization
from coordination.founding.actions import LoadedCity, load_city
from tests.coordination.data.city_files import DEMO, SMALL
from workflows.actions import people as organisation
from workflows.models import DayOff, Desk, DeskHolder, Event, RouteVersion, Unit, User

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 20, 9, tzinfo=UTC)
UNTIL = date(2026, 12, 31)
NOTHING = LoadedCity(units=0, desks=0, people=0, bodies=0, sessions=0)


def load(text=SMALL, *, at=AT, until=UNTIL):
    return load_city(read_city(text.encode()), at=at, sessions_until=until)


def problems(text, **options):
    with translation.override("de"), pytest.raises(CityFileError) as error:
        load(text, **options)
    return str(error.value).splitlines()


def test_small_city_is_set_up():
    assert load() == LoadedCity(units=3, desks=9, people=2, bodies=2, sessions=2)
    assert list(Unit.objects.order_by("key").values_list("key", "parent__key", "valid_from")) == [
        ("mayor", None, date(2020, 1, 1)),
        ("north", "mayor", date(2020, 1, 1)),
        ("youth", "mayor", date(2020, 1, 1)),
    ]
    clerk = Desk.objects.get(key="youth-clerk")
    assert (clerk.superior.key, clerk.function, clerk.signs) == ("youth-head", "clerk", "ia")
    held = DeskHolder.objects.values_list("desk__key", "person__email")
    assert set(held) == {
        ("mayor-mayor", "ob@stadt.example"),
        ("youth-head", "jugend@stadt.example"),
    }
    assert not User.objects.get(email="ob@stadt.example").has_usable_password()


def test_route_keeps_rules_periods_and_thresholds():
    load()
    route = RouteVersion.objects.get()
    assert (route.kind, route.number, route.valid_from) == ("measure", 1, date(2020, 1, 1))
    rules = route.cosign_rules.values_list("predicate", "unit_function", "participation", "silence")
    assert list(rules) == [("impact_minors", "youth", "cosign", "none")]
    assert list(route.periods.values_list("step", "amount", "unit")) == [
        ("check", 5, "working_days")
    ]
    assert list(route.thresholds.values_list("key", "amount")) == [("silence_finance", 50_000)]


def test_catalogues_and_bodies_follow_the_file():
    load()
    assert list(FieldOfAction.objects.values_list("key", "name")) == [("work", "Arbeit")]
    assert list(TargetGroup.objects.values_list("key", "is_mandatory")) == [("residents", True)]
    assert list(District.objects.values_list("key", "unit__key")) == [("north", "north")]
    assert list(
        Organization.objects.order_by("key").values_list("key", "type", "district__key")
    ) == [("council", "council", None), ("council_north", "district_council", "north")]


def test_sessions_have_their_editorial_deadline():
    load()
    assert list(Meeting.objects.values_list("organization__key", "starts_at", "closes_on")) == [
        ("council_north", datetime(2026, 9, 3, 15, tzinfo=UTC), date(2026, 8, 20)),
        ("council", datetime(2026, 9, 28, 13, tzinfo=UTC), date(2026, 9, 14)),
    ]


def test_days_off_are_entered_from_the_founding_to_years_ahead():
    load()
    years = set(DayOff.objects.values_list("day__year", flat=True))
    assert years == set(range(2020, 2032))
    assert DayOff.objects.get(day=date(2026, 2, 16)).name == "Rosenmontag"


def test_each_entry_has_its_event():
    load()
    counted = Event.objects.values_list("action").annotate(count=Count("id"))
    entries = {"create_unit": 3, "create_desk": 9, "appoint": 2, "publish_route": 1}
    counts = dict(counted)
    assert {action: counts[action] for action in entries} == entries
    assert set(Event.objects.values_list("actor", flat=True)) == {None}


def test_same_file_twice_changes_nothing():
    load()
    before = Event.objects.count(), DayOff.objects.count(), Meeting.objects.count()
    assert load() == NOTHING
    assert (Event.objects.count(), DayOff.objects.count(), Meeting.objects.count()) == before


def test_later_run_adds_later_sessions_and_days_off():
    load()
    moved = Meeting.objects.get(organization__key="council")
    moved.starts_at = datetime(2026, 9, 21, 13, tzinfo=UTC)
    moved.save()
    later = load(at=datetime(2027, 1, 4, 9, tzinfo=UTC), until=date(2027, 12, 31))
    assert later == replace(NOTHING, sessions=2)
    days = Meeting.objects.filter(organization__key="council").values_list("starts_at", flat=True)
    assert [day.date() for day in days] == [date(2026, 9, 21), date(2027, 9, 27)]
    assert DayOff.objects.filter(day__year=2032).count() == 2


def test_later_run_renames_catalogue_and_bodies():
    load()
    load(
        SMALL.replace('"Arbeit"', '"Arbeit und Ausbildung"').replace("members = 40", "members = 41")
    )
    assert FieldOfAction.objects.get().name == "Arbeit und Ausbildung"
    # The legal number is dated: whoever keeps the bodies says from when on it is another one.
    assert Organization.objects.get(key="council").member_count == 40


def test_organisation_that_stands_is_not_changed_by_the_file():
    load()
    extra = SMALL.replace(
        '[[units]]\nkey = "north"',
        '[[units]]\nkey = "sport"\nname = "Sportamt"\nshort_name = "52"\nkind = "office"\n'
        'desks = [{ function = "head", name = "Leitung", superior = "mayor-mayor", '
        'holders = ["ob@stadt.example"] }]\n\n[[units]]\nkey = "north"',
    )
    later = "Die Stadt ist bereits ohne diesen Eintrag eingerichtet. Bitte ergänzen Sie ihn auf den Seiten der Organisation."  # noqa: E501 - what people read, in one line
    assert problems(extra) == [
        f"Einheit „sport“: {later}",
        f"Stelle „sport-head“: {later}",
        f"Inhaberin oder Inhaber „ob@stadt.example (sport-head)“: {later}",
    ]
    assert Unit.objects.count() == 3


def test_changes_of_the_organisation_office_outlive_the_file():
    load()
    youth = Unit.objects.get(key="youth")
    organisation.change_unit(
        unit=youth.pk, name="Amt für Jugend", short_name="51", kind="office", function="youth",
        parent=youth.parent_id, by=None, at=AT,
    )  # fmt: skip
    assert load() == NOTHING
    assert Unit.objects.get(key="youth").name == "Amt für Jugend"


def test_what_does_not_fit_the_installation_is_named_before_anything_is_written():
    text = SMALL.replace('state = "NW"', 'state = "BY"').replace("impact_minors", "full_moon")
    text = text.replace('["Leitung", "Rathaus"]', '["Leitung", "Rathaus 2"]')
    assert problems(text) == [
        "Abschnitt city: „BY“ ist nicht das Land dieser Installation (NW).",
        "Konto „ob@stadt.example“: Das Zeichen „2“ ist in Namen nicht erlaubt.",
        "Mitzeichnungsregel „full_moon“: Diese Bedingung gibt es nicht.",
    ]
    assert (Unit.objects.count(), User.objects.count(), FieldOfAction.objects.count()) == (0, 0, 0)


def test_demo_city_is_set_up_whole():
    loaded = load(DEMO.read_text(encoding="utf-8"))
    assert (loaded.units, loaded.people, loaded.bodies) == (72, 113, 22)
    assert loaded.desks == Desk.objects.count()
    assert loaded.sessions == Meeting.objects.count()
    assert DeskHolder.objects.count() >= loaded.people


def test_rule_of_a_body_is_kept_whatever_the_file_says_later():
    rule = 'executes_at_once = { valid_from = 2021-01-01, basis = "Hauptsatzung § 9" }'
    load(SMALL.replace("members = 40", f"members = 40\n{rule}"))
    fields = ("subject", "flag", "valid_from", "valid_until", "norm", "origin")
    council = CouncilRule.objects.filter(organization__key="council").values_list(*fields)
    row = ("objection_waits", False, date(2021, 1, 1), None, "Hauptsatzung § 9", "local")
    assert council.get() == row
    load()
    assert council.all().get() == row


def test_rules_of_the_city_are_read_and_wrong_ones_named():
    load()
    local = CouncilRule.objects.filter(origin="local").order_by("subject")
    assert list(local.values_list("subject", "amount", "unit")) == [
        ("board_from", 250_000, "euro"),
        ("submission_period", 10, "working_days"),
    ]
    assert CouncilRule.objects.filter(subject="quorum", origin="land").count() == 1


def test_rules_that_the_council_does_not_know_are_named():
    text = SMALL.replace('subject = "board_from"', 'subject = "full_moon"')
    assert problems(text) == ["Regel des Rates „full_moon“: Diese Regel gibt es nicht."]
    text = SMALL.replace('amount = 250000\nunit = "euro"', 'amount = 250000\nunit = "days"')
    assert problems(text) == [
        "Regel des Rates „board_from“: Diese Regel wird nicht in dieser Einheit gezählt."
    ]
