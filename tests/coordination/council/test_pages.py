"""The pages of the council: what everybody reads, what its office does in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.council.models import Consultation, CouncilRule, Meeting, Membership, Organization
from coordination.measures.models import Measure
from tests.coordination.council.calendar import OFFICE, REASON, chain, following
from tests.statements import statements
from tests.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, town: Town, settings: Any) -> Client:
    client.force_login(town.person(OFFICE))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"coordination:{name}", args=args)


def future(key: str) -> Meeting:
    """A session that is ahead on the clock of the pages."""
    found = Meeting.objects.filter(organization__key=key, starts_at__gt=timezone.now())
    return found.order_by("starts_at")[0]


def send(client: Client, address: str, stage: str = "send", **values: Any) -> Any:
    page = client.get(address)
    form = page.context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    return client.post(address, {**hidden, "stage": stage, **values})


READING = ("sessions", "bodies", "council_rules", "council_trail")


@pytest.mark.parametrize("name", READING)
def test_everybody_reads_and_nobody_else_is_offered_an_act(
    client: Client, town: Town, name: str
) -> None:
    client.force_login(town.person("youth-clerk"))
    with statements() as count:
        page = client.get(url(name))
    assert page.status_code == 200
    assert count.sent <= 16, count.sent
    assert "eintragen/" not in page.content.decode()


def test_body_and_session_are_read_with_few_statements(client: Client, town: Town) -> None:
    measure = town.in_deliberation()
    station = Consultation.objects.filter(case=measure.case_id).order_by("position")[0]
    client.force_login(town.person("youth-head"))
    addresses = (url("body", "council"), url("sessions"), url("session", station.meeting_id))
    assert [asked(client, address) <= 15 for address in addresses] == [True] * 3
    before = [asked(client, address) for address in addresses]
    _more_sessions(3 * 800)
    assert [asked(client, address) for address in addresses] == before
    assert measure.title in client.get(addresses[-1]).content.decode()


def asked(client: Client, address: str) -> int:
    """Statements of a page."""
    with statements() as count:
        assert client.get(address).status_code == 200
    return count.sent


def _more_sessions(number: int) -> None:
    """As many as a large city has in three years, half of them this month."""
    bodies = list(Organization.objects.all())
    now = timezone.now()
    Meeting.objects.bulk_create(
        Meeting(
            organization=bodies[index % len(bodies)],
            starts_at=now + timedelta(minutes=index if index % 2 else 600 * index),
            closes_on=now.date(),
        )
        for index in range(number)
    )


def test_whoever_does_not_see_a_paper_learns_nothing_of_it(client: Client, town: Town) -> None:
    measure = town.in_deliberation()
    station = Consultation.objects.filter(case=measure.case_id).order_by("position")[0]
    client.force_login(town.person("health-clerk"))
    text = client.get(url("session", station.meeting_id)).content.decode()
    assert measure.title not in text
    assert "nicht sichtbar" not in text


@pytest.mark.parametrize("name", ["form_body", "plan_sessions"])
def test_only_the_council_office_changes(client: Client, town: Town, name: str) -> None:
    client.force_login(town.person("mayor-mayor"))
    assert client.get(url(name)).status_code == 403


def test_office_forms_a_body_and_enters_a_seat(office: Client) -> None:
    values = {
        "name": "Verkehrsausschuss", "short_name": "VA", "type": "committee", "key": "transport",
        "members": "15", "start_date": "01.04.2027", "may_decide": "on",
    }  # fmt: skip
    page = send(office, url("form_body"), **values)
    assert page.url == url("body", "transport")
    made = Organization.objects.get(key="transport")
    assert (made.may_decide, made.is_heard) == (True, False)
    seat = {"role": "Vorsitz", "voting_right": "on", "start_date": "01.04.2027"}
    assert send(office, url("add_seat", "transport"), **seat).status_code == 302
    assert Membership.objects.get().role == "Vorsitz"
    wrong = send(office, url("form_body"), **values)
    assert (wrong.status_code, "gibt es schon" in wrong.content.decode()) == (422, True)


def test_seats_of_a_large_council_are_shown_by_their_groups(client: Client, town: Town) -> None:
    """Of 86 seats the page shows those of one group, or all."""
    body, day = Organization.objects.get(key="council"), town.now.date()
    Membership.objects.bulk_create(
        Membership(organization=body, role="Ratsmitglied", voting_right=True, start_date=day,
                   on_behalf_of=("A & B", "Fraktion C", "")[number % 3])
        for number in range(86)
    )  # fmt: skip
    client.force_login(town.person("youth-clerk"))
    page = client.get(url("body", "council"))
    assert page.content.count(b"Ratsmitglied") == 0
    assert len(page.content) <= 30 * 1024
    text = page.content.decode()
    for link, number in (("A%20%26%20B", 29), ("Fraktion%20C", 29), ("all", 86)):
        assert f'href="?group={link}#seats"' in text
        shown = client.get(f"{url('body', 'council')}?group={link}").content
        assert shown.count(b"Ratsmitglied") == number
    assert client.get(url("body", "council"), {"group": "\0"}).status_code == 200


def test_many_sessions_are_shown_before_they_are_entered(office: Client) -> None:
    body = Organization.objects.get(key="main")
    lines = "13.01.2028\n14.10.2028;17:30;council;Aula\n"
    values = {"body": str(body.pk), "time": "15:00", "location": "Saal", "lines": lines}
    check = send(office, url("plan_sessions"), stage="check", **values)
    assert check.status_code == 200
    assert "an einem freien Tag" in check.content.decode()
    assert not Meeting.objects.filter(location="Saal").exists()
    assert send(office, url("plan_sessions"), **values).status_code == 302
    made = Meeting.objects.filter(location__in=("Saal", "Aula")).order_by("starts_at")
    assert [(one.organization.key, one.starts_at.isoformat()) for one in made] == [
        ("main", "2028-01-13T14:00:00+00:00"), ("council", "2028-10-14T15:30:00+00:00")
    ]  # fmt: skip
    wrong = send(office, url("plan_sessions"), **{**values, "lines": "32.1.2028\n1.2.2028;Mondrat"})
    text = wrong.content.decode()
    assert (wrong.status_code, "Zeile 1" in text, "Mondrat" in text) == (422, True, True)


def test_office_adds_a_rule_of_each_kind_and_ends_it(office: Client) -> None:
    common = {"valid_from": "01.01.2048", "norm": "GeschO § 1"}
    for subject, values in {
        "objection_period": {"value": "5", "unit": "days"},
        "board_from": {"value": "300.000,00"},
        "school_holiday_pause": {"value": "no"},
        "integration_first": {"value": "hard"},
        "decides": {"value": ["committee"], "scope": "type:advisory"},
    }.items():
        address = f"{url('add_rule')}?subject={subject}"
        page = send(office, address, **{"scope": "", **common, **values})
        assert page.status_code == 302, (subject, page.context["form"].errors)
    rules = CouncilRule.objects.filter(valid_from="2048-01-01").order_by("subject")
    assert [rule.in_words for rule in rules] == [
        "300.000,00 €", "Ausschuss", "immer", "5 Tage", "nein"
    ]  # fmt: skip
    rule = rules.get(subject="board_from")
    assert send(office, url("end_rule", rule.pk), valid_until="31.12.2048").status_code == 302
    assert send(office, url("remove_rule", rule.pk)).status_code == 302
    assert not CouncilRule.objects.filter(pk=rule.pk).exists()


def test_difference_is_shown_and_confirmed(office: Client, town: Town) -> None:
    measure: Measure = town.in_deliberation()
    session = future("integration")
    Consultation.objects.filter(case=measure.case_id, position=1).update(meeting=session)
    last = future("council")
    after = last if last.starts_at > session.starts_at else following(last)
    Consultation.objects.filter(case=measure.case_id, position=2).update(meeting=after)
    later = following(session)
    address = url("cancel_session", session.pk)
    check = send(office, address, stage="check", reason=REASON)
    assert check.status_code == 200
    text = check.content.decode()
    assert (measure.reference in text, f"{later.starts_at:%d.%m.%Y}" in text) == (True, True)
    assert chain(measure)[0][1] == session
    form = office.get(address).context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    for _click in range(2):
        page = office.post(address, {**hidden, "stage": "send", "reason": REASON})
        assert page.url == url("session", session.pk)
    assert chain(measure)[0][1] == later
    # Another try, with the form of another window, is told that it is done already.
    assert send(office, url("move_session", last.pk), day="1.1.2020").status_code == 422
    assert timezone.now() < later.starts_at
    assert office.get(address).status_code == 404
