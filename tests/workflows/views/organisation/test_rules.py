"""Days off, routes, undeliverable work and the trail on their pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.workflows.house import last_event
from tests.workflows.views.organisation.test_units_and_desks import errors, post, said, url
from workflows.actions import people
from workflows.calendars import Rung
from workflows.models import CosignRule, DayOff, RouteVersion, Unit
from workflows.queries.people.days_off import proposal
from workflows.queries.people.routes import cosign_rules_of, ladder_of, periods_of, thresholds_of


def test_proposal_carries_a_year_over_and_moves_with_easter(db):
    for day, name in (
        (date(2026, 2, 16), "Rosenmontag"), (date(2026, 12, 24), "Heiligabend"),
        (date(2024, 2, 29), "Schalttag"), (date(2024, 12, 31), "Silvester"),
        (date(2023, 2, 28), "Schalttag"),
    ):  # fmt: skip
        DayOff.objects.create(day=day, name=name)
    assert proposal(2027) == {date(2027, 2, 8): "Rosenmontag", date(2027, 12, 24): "Heiligabend"}
    # 2024's days are the latest before 2025.
    assert proposal(2025)[date(2025, 12, 31)] == "Silvester"
    assert proposal(2023) == {}
    DayOff.objects.create(day=date(2027, 12, 24), name="Heiligabend")
    assert proposal(2027) == {date(2027, 2, 8): "Rosenmontag"}


def test_proposal_keeps_a_day_of_spring_that_stood_on_the_same_date_before(db):
    for year in (2025, 2026):
        DayOff.objects.create(day=date(year, 4, 30), name="Maimarkt")
    DayOff.objects.create(day=date(2024, 2, 29), name="Schalttag")
    assert proposal(2027) == {date(2027, 4, 30): "Maimarkt"}
    # Without a year to compare with, a day near Easter is taken to move with it.
    assert proposal(2025) == {date(2025, 3, 20): "Schalttag"}


def test_a_year_is_taken_over_with_what_is_ticked(house, login):
    year = timezone.localdate().year + 1
    people.add_days_off(
        days={date(year - 1, 12, 24): "Heiligabend", date(year - 1, 12, 31): "Silvester"},
        by=None, at=timezone.now(),
    )  # fmt: skip
    client, address = login("organiser"), url("add_year", year)
    assert url("add_year", year) in client.get(url("days_off"), {"year": year}).content.decode()
    response = post(client, address, days=[f"{year}-12-24"])
    assert response.headers["Location"] == f"{url('days_off')}?year={year}"
    assert list(DayOff.objects.filter(day__year=year).values_list("day", "name")) == [
        (date(year, 12, 24), "Heiligabend")
    ]


def test_one_day_is_added_and_removed(house, login):
    client, day = login("organiser"), timezone.localdate() + timedelta(days=30)
    post(client, url("add_day_off"), day=f"{day:%d.%m.%Y}", name="Betriebsfest")
    assert DayOff.objects.get().name == "Betriebsfest"
    twice = post(client, url("add_day_off"), day=f"{day:%d.%m.%Y}", name="Noch eins")
    assert errors(twice) == {"day": ["twice"]}
    response = post(client, url("remove_day_off", day.isoformat()))
    assert said(response)[-1] == "Der dienstfreie Tag ist entfernt."
    assert not DayOff.objects.exists()


def route_values(client, **changes):
    form = client.get(url("new_route", "errand")).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {k: "" if v is None else v for k, v in values.items()} | changes


def test_new_route_is_filled_in_with_the_last_one(house, login):
    client = login("organiser")
    values = route_values(client)
    assert (values["amount_check"], values["unit_check"]) == (5, "working_days")
    assert (values["predicate_1"], values["unit_function_1"]) == ("always", "teams")
    assert values["predicate_2"] == ""


def test_new_route_is_published_through_the_check_page(house, login):
    client, address = login("organiser"), url("new_route", "errand")
    values = route_values(
        client, valid_from="1.6.2030", note="Kürzer", amount_check="3", sum_large="2.500,50 €",
        predicate_1="", unit_function_1="", predicate_2="always", unit_function_2="errands",
        participation_2="inform", silence_2="noted", reason="Beschluss",
    )  # fmt: skip
    shown = client.post(address, {**values, "stage": "check"})
    assert shown.status_code == 200
    assert (
        "Regel 1",
        "always – Unit errands – Kenntnisnahme – gilt als zur Kenntnis genommen",
    ) in (shown.context["answers"])
    sent = client.post(address, {**dict(shown.context["kept"]), "stage": "send"})
    assert sent.headers["Location"] == url("routes")
    route = RouteVersion.objects.get(number=2)
    assert (route.valid_from, route.note) == (date(2030, 6, 1), "Kürzer")
    assert {step: str(period) for step, period in periods_of(route.pk).items()} == {
        "check": "3 Werktage"
    }
    assert thresholds_of(route.pk) == {"large": Decimal("2500.50")}
    rule = CosignRule.objects.get(route=route)
    assert (rule.predicate, rule.unit_function, rule.participation, rule.silence) == (
        "always", "errands", "inform", "noted",
    )  # fmt: skip
    assert last_event().text.text == "Beschluss"
    page = client.get(url("route", route.pk)).content.decode()
    assert "2.500,50" in page
    assert "Unit errands" in page


LADDER = {
    "level_1": "E1", "offset_1": "1", "minimum_1": "", "recipients_1": ["responsible", "deputy"],
    "level_2": "E-2", "offset_2": "-5", "minimum_2": "10", "recipients_2": ["responsible"],
}  # fmt: skip


def test_the_ladder_and_the_extension_are_edited_on_the_page(house, login):
    client, address = login("organiser"), url("new_route", "errand")
    values = route_values(client, valid_from="1.6.2030", may_extend_1="on", **LADDER)
    shown = client.post(address, {**values, "stage": "check"})
    assert shown.status_code == 200, shown.context["form"].errors
    answers = dict(shown.context["answers"])
    assert answers["Stufe E-2"] == (
        "5 Werktage davor: zuständige Person (ab einer Frist von 10 Werktagen)"
    )
    assert answers["Regel 1"].endswith(" – auf Verlangen einmal Verlängerung")
    assert client.post(address, {**values, "stage": "send"}).status_code == 302
    route = RouteVersion.objects.get(number=2)
    assert ladder_of(route.pk) == (
        Rung("E-2", -5, ("responsible",), 10), Rung("E1", 1, ("responsible", "deputy")),
    )  # fmt: skip
    assert CosignRule.objects.get(route=route).may_extend
    page = client.get(url("route", route.pk)).content.decode()
    assert "1 Werktag danach" in page
    assert "auf Verlangen einmal Verlängerung" in page
    # The next version begins with what this one says, and may drop it.
    again = route_values(client, valid_from="1.7.2030")
    assert (again["level_1"], again["offset_1"], again["recipients_1"]) == (
        "E-2", -5, ["responsible"],
    )  # fmt: skip
    changed = {"level_1": "", "offset_1": "", "minimum_1": "", "recipients_1": []}
    shown = client.post(address, {**again, **changed, "stage": "check"})
    assert (
        dict(shown.context["answers"])["Stufe E1"]
        == "1 Werktag danach: zuständige Person, Vertretung"
    )


def test_a_ladder_never_goes(house, login):
    """Nobody would hear of what is late."""
    client, address = login("organiser"), url("new_route", "errand")
    values = route_values(client, valid_from="1.6.2030", **LADDER)
    assert client.post(address, {**values, "stage": "send"}).status_code == 302
    again = route_values(client, valid_from="1.7.2030")
    emptied = dict.fromkeys(["level_1", "offset_1", "minimum_1", "level_2", "offset_2"], "")
    response = client.post(
        address, {**again, **emptied, "recipients_1": [], "recipients_2": [], "stage": "send"}
    )
    assert response.status_code == 422
    assert RouteVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"offset_1": ""}, {"offset_1": [None]}),
        ({"offset_1": "zwei"}, {"offset_1": ["invalid"]}),
        ({"offset_1": "-251"}, {"offset_1": ["min_value"]}),
        ({"minimum_2": "-3"}, {"minimum_2": ["min_value"]}),
        ({"level_2": ""}, {"level_2": [None]}),
        ({"recipients_1": []}, {"recipients_1": [None]}),
        ({"recipients_1": ["everybody"]}, {"recipients_1": ["invalid_choice"]}),
        ({"level_2": "E1"}, {"level_1": ["twice"]}),
        ({"offset_2": "1"}, {"offset_2": ["order"]}),
    ],
)
def test_faults_of_the_ladder_are_shown_at_their_fields(house, login, changes, faults):
    client, address = login("organiser"), url("new_route", "errand")
    values = route_values(client, valid_from="1.6.2030", **(LADDER | changes))
    response = client.post(address, {**values, "stage": "send"})
    assert response.status_code == 422
    assert errors(response) == faults


def test_faults_of_a_route_are_shown_at_their_fields(house, login):
    client, address = login("organiser"), url("new_route", "errand")
    values = route_values(
        client, valid_from="1.6.2020", amount_check="0", sum_large="viel", unit_function_1="",
    )  # fmt: skip
    response = client.post(address, {**values, "stage": "check"})
    assert response.status_code == 422
    assert errors(response) == {
        "amount_check": ["min_value"], "sum_large": ["invalid"], "unit_function_1": [None],
    }  # fmt: skip
    values = route_values(
        client, valid_from="1.6.2020", predicate_2="always", unit_function_2="teams"
    )
    response = client.post(address, {**values, "stage": "send"})
    assert errors(response) == {"valid_from": ["past"], "predicate_2": ["twice"]}
    assert RouteVersion.objects.count() == 1


def test_routes_mark_the_version_in_force(house, login):
    client = login("organiser")
    values = route_values(client, valid_from=f"{timezone.localdate() + timedelta(days=9):%d.%m.%Y}")
    client.post(url("new_route", "errand"), {**values, "stage": "send"})
    ((_kind, _label, versions, in_force),) = client.get(url("routes")).context["kinds"]
    assert [version.number for version in versions] == [2, 1]
    assert in_force.number == 1
    assert len(cosign_rules_of(versions[0].pk)) == 1


def test_undeliverable_work_is_passed_on(house, login):
    unit = Unit.objects.get(key="errands")
    house.do(
        "change_unit", unit=unit.pk, name=unit.name, short_name=unit.short_name, kind=unit.kind,
        function="walks", parent=unit.parent_id,
    )  # fmt: skip
    case = house.errand()
    client = login("organiser")
    assert client.get("/", {"view": "desk"}).context["lines"] == []
    page = client.get(url("undeliverable")).content.decode()
    assert "check the errand" in page
    # The office learns what is to be done, not what it is about.
    assert "Errand" not in page.replace("Errands", "")
    task = house.task(case)
    response = post(client, url("pass_on", task.pk), desk=house.desk("head"))
    assert response.headers["Location"] == url("undeliverable")
    assert house.task(case).desk.key == "head"


def test_trail_tells_who_did_what_and_why(house, login):
    house.do(
        "add_substitution", by="head", represented=house.person("clerk"),
        deputy=house.person("guest"), starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6),
        text="Urlaub",
    )  # fmt: skip
    client = login("organiser")
    entry = client.get(url("organisation_trail")).context["entries"][0]
    assert (entry.title, entry.actor) == (
        "Vertretung eintragen: Guest Probe für Clerk Probe", "Head Probe",
    )  # fmt: skip
    assert entry.text == "vom 02.03.2026 bis zum 06.03.2026\nGrund: Urlaub"


def test_trail_filters_by_act(house, login):
    client = login("organiser")
    found = client.get(url("organisation_trail"), {"action": "publish_route"}).context["entries"]
    assert [entry.title for entry in found] == ["Laufweg veröffentlichen: errand"]
    everything = client.get(url("organisation_trail"), {"action": "nonsense"}).context["entries"]
    assert len(everything) == 34


def test_trail_tells_changes_in_words(house, login):
    unit = Unit.objects.get(key="teams")
    house.do(
        "change_unit", unit=unit.pk, name="Neues Team", short_name=unit.short_name,
        kind="staff_unit", function=unit.function, parent=house.unit("top"),
    )  # fmt: skip
    entry = login("organiser").get(url("organisation_trail")).context["entries"][0]
    assert entry.title == "Einheit ändern: Neues Team"
    assert entry.text.splitlines() == [
        "Name: Unit teams → Neues Team", "Art: Amt → Stabsstelle",
        "Gehört zu: Unit errands → Unit top",
    ]  # fmt: skip
