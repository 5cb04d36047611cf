"""Sessions of a council system: linked by a person, taken over, and told when they change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coordination.council.models import Consultation, Meeting, Organization, SourceOrganization
from coordination.council.queries.adopting import Change, differences, offers
from coordination.council.rules.sessions import closing_day
from tests.coordination.council.calendar import OFFICE, keep
from tests.coordination.oparl.conftest import imported
from tests.coordination.oparl.servers import City, CouncilSystem, page
from tests.town import NOW, Town, found
from workflows.calendars import BERLIN, local_date
from workflows.models import Event
from workflows.queries.people.routes import working_calendar
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db
LINK, ADOPT = "/sitzungen/einfuhr/gremien/", "/sitzungen/einfuhr/sitzungen/"


@pytest.fixture
def town() -> Town:
    made = found()
    Organization.objects.filter(key="council").update(name="Rat")
    Organization.objects.filter(key="main").update(short_name="Hauptausschuss")
    Organization.objects.filter(key="north").update(name="Umweltausschuss")
    Organization.objects.filter(key="social_committee").update(short_name="Umweltausschuss")
    made.now = timezone.now()
    return made


@pytest.fixture
def office(client: Client, town: Town) -> Client:
    client.force_login(town.person(OFFICE))
    return client


def ahead(days: int, hour: int = 16) -> datetime:
    """A full hour on a day to come, as the city's clock says it."""
    day = timezone.now().astimezone(BERLIN) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def shows(system: CouncilSystem, **changes: dict[str, Any]) -> None:
    """The four sessions: one is over, one of the council, one joint, one cancelled; changed so."""
    city = City(system.url)
    meetings = city.meetings()
    begins = {0: ahead(-9), 1: ahead(60), 2: ahead(70), 3: ahead(80)}
    for number, begin in begins.items():
        meetings[number] |= {
            "start": begin.isoformat(), "end": (begin + timedelta(hours=2)).isoformat(),
            "organization": [city.id("organization", 1)],
            "location": city.thing("Location", number, description="Rathaus", room="Saal 2"),
        }  # fmt: skip
    meetings[2]["organization"] = [city.id("organization", n) for n in (3, 1)]
    meetings[3]["cancelled"] = True
    for name, change in changes.items():
        meetings[int(name.removeprefix("no"))] |= change
    system.pages["/meetings"] = page(meetings)
    imported(system)


def link(town: Town) -> None:
    """The council office links the two bodies that are suggested."""
    rows = {row.name: row.pk for row in SourceOrganization.objects.all()}
    ours = {"Rat": "council", "Hauptausschuss": "main"}
    pairs = [
        {"there": rows[name], "body": Organization.objects.get(key=key).pk}
        for name, key in ours.items()
    ]
    keep(town, "link_bodies", links=pairs)


def adopted() -> list[tuple[str, datetime, str]]:
    rows = Meeting.objects.exclude(source_key="").order_by("starts_at", "organization__name")
    return [(one.organization.key, one.starts_at, one.location) for one in rows]


def test_bodies_are_suggested_by_name_and_linked_by_a_person_alone(
    office: Client, town: Town, system: CouncilSystem
) -> None:
    shows(system)
    assert set(SourceOrganization.objects.values_list("body", flat=True)) == {None}
    assert "noch nicht verknüpft" in office.get("/sitzungen/").content.decode()
    assert offers(after=town.now) == []
    form = office.get(LINK).context["form"]
    council, main = (Organization.objects.get(key=key).pk for key in ("council", "main"))
    chosen = {form.fields[name].label: form.fields[name].initial for name in form.names}
    assert chosen == {"Rat": council, "Hauptausschuss": main, "Umweltausschuss": None}
    data = {name: form.fields[name].initial or "" for name in form.names}
    command = form["command"].value()
    assert office.post(LINK, {**data, "command": command}).url == ADOPT
    linked = dict(SourceOrganization.objects.values_list("name", "body__key"))
    assert linked == {"Rat": "council", "Hauptausschuss": "main", "Umweltausschuss": None}
    told = Event.objects.get(action="link_bodies").data["links"]
    assert sorted(one[0] for one in told) == ["Hauptausschuss", "Rat"]
    again = {**data, "command": office.get(LINK).context["form"]["command"].value()}
    assert "Es wurde nichts geändert" in office.post(LINK, again).content.decode()
    office.force_login(town.person("youth-head"))
    assert [office.get(url).status_code for url in (LINK, ADOPT)] == [403, 403]


def test_sessions_to_come_are_taken_over_once_with_the_days_of_their_rules(
    office: Client, town: Town, system: CouncilSystem
) -> None:
    shows(system)
    link(town)
    shown = office.get(ADOPT)
    assert [len(one.bodies) for one in shown.context["offered"]] == [1, 2]
    keys = [one.key for one in shown.context["offered"]]
    command = shown.context["form"]["command"].value()
    for _ in range(2):
        office.post(ADOPT, {"sessions": keys, "command": command})
    place = "Rathaus, Saal 2"
    assert adopted() == [
        ("council", ahead(60), place), ("main", ahead(70), place), ("council", ahead(70), place)
    ]  # fmt: skip
    joint = Meeting.objects.get(source_key=keys[1], organization__key="council")
    assert joint.held_with == Meeting.objects.get(source_key=keys[1], organization__key="main")
    ruled = closing_day(working_calendar(), joint.organization, local_date(joint.starts_at))
    assert (joint.closes_on, joint.closes_by_hand) == (ruled, False)
    imported(system)
    assert offers(after=town.now) == []
    assert differences(after=town.now) == []
    with pytest.raises(GuardsUnmet) as refusal:
        keep(town, "adopt_sessions", sessions=keys[:1])
    assert [unmet.code for unmet in refusal.value.unmet] == ["unknown"]


def test_session_that_stands_here_already_becomes_the_counterpart(
    town: Town, system: CouncilSystem
) -> None:
    shows(system)
    link(town)
    keep(town, "plan_sessions", sessions=[
        {"body": Organization.objects.get(key="council").pk, "starts_at": one.isoformat()}
        for one in (ahead(60, 15), ahead(70))
    ])  # fmt: skip
    before = Meeting.objects.count()
    keep(town, "adopt_sessions", sessions=[one.key for one in offers(after=town.now)])
    assert Meeting.objects.count() == before + 1, "the main committee alone had none"
    assert Meeting.objects.get(organization__key="main", starts_at=ahead(70)).held_with
    (told,) = differences(after=town.now)
    assert (told.meeting.starts_at, told.change, told.starts_at) == (
        ahead(60, 15), Change.MOVED, ahead(60),
    )  # fmt: skip


def _with_a_paper(town: Town, system: CouncilSystem) -> tuple[Meeting, str]:
    """A session of the council that was taken over and has a paper; the title of its matter."""
    town.now = NOW
    measure = town.in_deliberation()
    town.now = timezone.now()
    shows(system)
    link(town)
    keep(town, "adopt_sessions", sessions=[one.key for one in offers(after=town.now)])
    taken = Meeting.objects.get(organization__key="council", starts_at=ahead(60))
    station = Consultation.objects.filter(case=measure.case_id).order_by("position").last()
    assert station is not None
    Consultation.objects.filter(pk=station.pk).update(
        meeting=taken, organization=taken.organization
    )
    return taken, measure.title


def test_what_was_moved_there_is_confirmed_here_with_its_difference(
    office: Client, town: Town, system: CouncilSystem
) -> None:
    taken, title = _with_a_paper(town, system)
    later = ahead(65, 17)
    shows(system, no1={"start": later.isoformat(), "end": ahead(65, 19).isoformat()})
    taken.refresh_from_db()
    assert taken.starts_at == ahead(60), "an import moves nothing"
    for url in ("/sitzungen/", f"/sitzungen/{taken.pk}/", ADOPT):
        assert "verlegt" in office.get(url).content.decode(), url
    url = f"/sitzungen/{taken.pk}/verlegen/"
    form = office.get(url).context["form"]
    assert (form["day"].value(), form["time"].value()) == (later.date(), later.time())
    data = {
        "day": f"{later:%d.%m.%Y}", "time": "17:00", "reason": "Vom Rat verlegt.",
        "seen": form["seen"].value(), "command": form["command"].value(),
    }  # fmt: skip
    check = office.post(url, {**data, "stage": "check"})
    assert title in check.content.decode()
    assert office.post(url, {**data, "stage": "send"}).status_code == 302
    taken.refresh_from_db()
    assert taken.starts_at == later
    assert differences(after=town.now) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"cancelled": True}, Change.CANCELLED),
        ({"deleted": True, "modified": "2026-11-30T10:00:00+01:00"}, Change.GONE),
    ],
    ids=["cancelled", "deleted"],
)
def test_what_was_cancelled_there_waits_to_be_cancelled_here(
    office: Client, town: Town, system: CouncilSystem, change: dict[str, Any], kind: Change
) -> None:
    taken, _title = _with_a_paper(town, system)
    shows(system, no1=change)
    assert [one.change for one in differences(after=town.now)] == [kind]
    assert f"/sitzungen/{taken.pk}/absagen/" in office.get(ADOPT).content.decode()
    keep(town, "cancel_session", session=taken.pk)
    assert differences(after=town.now) == []
    assert offers(after=town.now) == [], "what was cancelled here is not offered again"
