"""The council office sees what was imported and decides what the machine cannot."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coordination.council.models import (
    Consultation,
    CouncilConflict,
    CouncilImport,
    Organization,
    SourceItem,
    SourceObject,
    SourceOrganization,
    SourcePaper,
)
from coordination.council.oparl.settling import settle
from tests.coordination.oparl.conftest import AT, imported
from tests.coordination.oparl.servers import City, CouncilSystem, page
from tests.town import Town, found
from tests.turns import elsewhere
from workflows.calendars import local_date
from workflows.refusals import TaskClosed

pytestmark = pytest.mark.django_db
PAGE = "/sitzungen/einfuhr/"
OFFICE = "council_office-council_secretary"


def browser(town: Town, desk: str = OFFICE) -> Client:
    client = Client()
    client.force_login(town.person(desk))
    return client


@pytest.fixture
def town(system: CouncilSystem) -> Town:
    """A town whose council office reads a council system with odd words in it."""
    town = found()
    meetings = City(system.url).meetings()
    meetings[2]["agendaItem"][0]["result"] = meetings[3]["agendaItem"][0]["result"] = "gewählt"
    meetings[0]["end"] = "2016-04-12T00:00:00+02:00"
    system.pages["/meetings"] = page(meetings)
    imported(system)
    return town


def test_everybody_finds_imported_papers_and_only_the_office_its_tasks(town: Town) -> None:
    office, clerk = browser(town), browser(town, "youth-clerk")
    for client, sees in ((office, True), (clerk, False)):
        shown = client.get(PAGE).content.decode()
        assert "16-0001" in shown
        assert ("gewählt" in shown) == sees
    assert "16-0002" not in office.get(PAGE, {"q": "16-0001"}).content.decode()
    assert "Vorlage 2" in office.get(PAGE, {"q": "lage 2"}).content.decode()
    record = CouncilImport.objects.get()
    told = office.get(f"{PAGE}{record.pk}/").content.decode()
    assert "Eine Sitzung endet, bevor sie beginnt" in told
    assert clerk.get(f"{PAGE}{record.pk}/").status_code == 403


def test_the_way_of_an_imported_paper_is_shown(town: Town) -> None:
    paper = SourcePaper.objects.get(reference="16-0001")
    shown = browser(town, "youth-clerk").get(f"{PAGE}vorlage/{paper.pk}/").content.decode()
    places = [shown.index(words) for words in ("verwiesen in Umweltausschuss", "vertagt")]
    assert places == sorted(places)
    assert browser(town).get(f"{PAGE}vorlage/999999/").status_code == 404


def test_words_that_nobody_knew_are_explained_once_for_all(town: Town, system) -> None:
    office = browser(town)
    said = {"words": "gewählt", "kind": "accepted"}
    assert browser(town, "youth-clerk").post(f"{PAGE}ergebnis/", said).status_code == 403
    assert "2 Punkte" in office.post(f"{PAGE}ergebnis/", said, follow=True).content.decode()
    items = SourceItem.objects.filter(result_text="gewählt")
    assert set(items.values_list("result", "confirmed_by")) == {
        ("accepted", town.person(OFFICE).pk)
    }
    wrong = office.post(f"{PAGE}ergebnis/", {"words": "x", "kind": "perhaps"}, follow=True)
    assert "Bitte wählen Sie" in wrong.content.decode()


def _contradicted(town: Town, system: CouncilSystem) -> CouncilConflict:
    SourceItem.objects.filter(number="40").update(
        result="accepted", confirmed_by=town.person(OFFICE), confirmed_at=AT
    )
    meetings = City(system.url).meetings()
    meetings[3]["agendaItem"][0]["result"] = "mehrheitlich abgelehnt"
    system.pages["/meetings"] = page(meetings)
    imported(system)
    return CouncilConflict.objects.get()


def test_the_office_decides_a_contradiction(town: Town, system: CouncilSystem) -> None:
    conflict = _contradicted(town, system)
    office, url = browser(town), f"{PAGE}widerspruch/{conflict.pk}/"
    assert "mehrheitlich abgelehnt" in office.get(PAGE).content.decode()
    tabs = office.get("/gremien/").context["section_tabs"]
    assert [tab["count"] for tab in tabs if "count" in tab] == [1], "wherever the office looks"
    assert browser(town, "youth-clerk").get(url).status_code == 403
    assert office.post(url, {"decision": ""}).status_code == 422
    assert office.post(url, {"decision": "taken", "note": "Niederschrift"}).status_code == 302
    item = SourceItem.objects.get(key=conflict.item_key)
    assert (item.result_text, item.result, item.confirmed_at) == (
        "mehrheitlich abgelehnt", "rejected", None,
    )  # fmt: skip
    assert office.post(url, {"decision": "kept"}).status_code == 409
    conflict.refresh_from_db()
    assert (conflict.decision, conflict.note, conflict.decided_by) == (
        "taken", "Niederschrift", town.person(OFFICE),
    )  # fmt: skip


def test_what_is_kept_is_not_asked_again(town: Town, system: CouncilSystem) -> None:
    conflict = _contradicted(town, system)
    settle(conflict.pk, "kept", note="", by=town.person(OFFICE), at=AT)
    SourceObject.objects.filter(kind="Meeting").update(digest=b"")
    imported(system)
    assert CouncilConflict.objects.filter(decision="").count() == 0
    assert SourceItem.objects.get(number="40").result == "accepted"
    with pytest.raises(TaskClosed):
        settle(conflict.pk, "taken", note="", by=town.person(OFFICE), at=AT)


def test_a_source_that_contradicts_our_own_station_is_asked_about(system: CouncilSystem) -> None:
    town = found()
    Organization.objects.filter(key="council").update(name="Rat")
    measure = town.in_deliberation()
    town.decide(measure)
    own = Consultation.objects.get(case=measure.case_id, organization__key="council")
    assert own.meeting is not None
    assert own.paper is not None
    city = City(system.url)
    meetings, papers = city.meetings(), city.papers()
    day = local_date(own.meeting.starts_at)
    meetings[3] |= {"start": f"{day}T09:00:00+00:00", "end": f"{day}T10:00:00+00:00"}
    papers[0]["reference"] = own.paper.reference
    system.pages |= {"/meetings": page(meetings), "/papers": page(papers)}
    imported(system)
    SourceOrganization.objects.filter(name="Rat").update(body=own.organization)
    imported(system)
    assert CouncilConflict.objects.count() == 0, "both say that it was accepted"
    meetings[3]["agendaItem"][0]["result"] = "abgelehnt"
    system.pages["/meetings"] = page(meetings)
    imported(system)
    (conflict,) = CouncilConflict.objects.all()
    assert (conflict.kind, conflict.consultation, conflict.theirs) == ("recorded", own, "abgelehnt")
    settle(conflict.pk, "taken", note="", by=town.person(OFFICE), at=AT)
    own.refresh_from_db()
    assert own.result == "accepted", "a station of ours is corrected by its own act alone"


def test_nobody_imports_twice_at_once(system: CouncilSystem) -> None:
    with elsewhere("council import"), pytest.raises(CommandError, match="läuft gerade"):
        call_command("import_oparl", f"{system.url}/system", "--inside")
    assert system.asked == []
