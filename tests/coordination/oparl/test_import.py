"""An import keeps what a council system shows, once, and goes on where it broke off."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.council.models import (
    CouncilConflict,
    CouncilImport,
    CouncilSource,
    SourceConsultation,
    SourceItem,
    SourceMeeting,
    SourceObject,
    SourcePaper,
)
from coordination.council.oparl import running
from coordination.council.oparl.servers import SourceError
from tests.coordination.oparl.conftest import AT, imported, odd, site
from tests.coordination.oparl.servers import City, CouncilSystem, page
from tests.town import found

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that was kept, with the system's own address left out."""
    kept = {
        "objects": SourceObject.objects.order_by("key").values_list("kind", "key", "raw"),
        "meetings": SourceMeeting.objects.order_by("of__key").values_list(
            "name", "starts_at", "ends_at", "is_cancelled"
        ),
        "items": SourceItem.objects.order_by("key").values_list(
            "position", "number", "name", "is_public", "secrecy_reason", "result_text"
        ),
        "papers": SourcePaper.objects.order_by("of__key").values_list("reference", "name", "dated"),
        "stations": SourceConsultation.objects.order_by("key").values_list("role", "is_decision"),
    }
    return {name: list(values) for name, values in kept.items()}


def test_a_city_is_kept_with_all_that_is_used_of_it(system: CouncilSystem) -> None:
    record = imported(system)
    assert (record.status, odd(record)) == ("done", set())
    assert {kind: counts["created"] for kind, counts in record.counts.items()} == {
        "Body": 1, "Organization": 3, "Person": 1, "Meeting": 4, "Paper": 3,
    }  # fmt: skip
    meeting = SourceMeeting.objects.get(name="Sitzung 2")
    assert meeting.starts_at == datetime(2016, 5, 10, 14, 0, tzinfo=UTC)
    assert [
        (
            item.position,
            item.name,
            item.is_public,
            item.secrecy_reason,
            item.result_text,
            item.result,
        )
        for item in meeting.items.all()
    ] == [
        (0, "Punkt 20", True, "", "vertagt", "postponed"),
        (1, "Punkt 21", False, "Personalangelegenheit", "", ""),
    ]
    paper = SourcePaper.objects.get(reference="16-0001")
    assert (paper.name, paper.type, paper.dated) == (
        "Vorlage 1", "Beschlussvorlage", date(2016, 3, 1),
    )  # fmt: skip
    assert [(one.role, one.is_decision) for one in paper.consultations.all()] == [
        ("decision", True), ("preliminary", False), ("preliminary", False), ("decision", True),
    ]  # fmt: skip


def test_a_result_that_nobody_knows_is_unknown_and_named(system: CouncilSystem) -> None:
    meetings = City(system.url).meetings()
    meetings[0]["agendaItem"][0]["result"] = "Der Hund bellt."
    system.pages["/meetings"] = page(meetings)
    record = imported(system)
    assert odd(record) == {"unknown_result"}
    assert SourceItem.objects.get(number="0").result == "unknown"


def test_what_vendors_add_survives_and_what_is_private_does_not(system: CouncilSystem) -> None:
    imported(system)
    paper = SourceObject.objects.get(key__endswith="/paper/1")
    assert paper.raw["Hersteller:farbe"] == "blau"
    person = SourceObject.objects.get(kind="Person")
    assert set(person.raw) == {"id", "type", "name", "created", "modified"}


def test_the_same_again_writes_nothing(
    system: CouncilSystem, django_assert_max_num_queries
) -> None:
    imported(system)
    before = rows()
    stamps = set(SourceObject.objects.values_list("changed_at", flat=True))
    CouncilSource.objects.update(read_until=None)
    with django_assert_max_num_queries(60):
        again = imported(system)
    assert {kind: counts["unchanged"] for kind, counts in again.counts.items()} == {
        "Body": 1, "Organization": 3, "Person": 1, "Meeting": 4, "Paper": 3,
    }  # fmt: skip
    assert sum(counts["changed"] + counts["created"] for counts in again.counts.values()) == 0
    assert (rows(), set(SourceObject.objects.values_list("changed_at", flat=True))) == (
        before, stamps,
    )  # fmt: skip


def test_http_and_https_are_the_same_object(system: CouncilSystem) -> None:
    imported(system)
    kept = SourceObject.objects.count()
    secure = json.dumps(City(system.url.replace("http://", "https://")).papers())
    system.pages["/papers"] = page(json.loads(secure))
    again = imported(system)
    assert again.counts["Paper"]["unchanged"] == 3
    assert SourceObject.objects.count() == kept


def test_the_next_import_asks_for_what_has_changed(system: CouncilSystem) -> None:
    imported(system)
    system.asked.clear()
    imported(system)
    since = f"{AT - running.OVERLAP:%Y-%m-%dT%H:%M:%SZ}"
    assert f"/papers?modified_since={since}" in system.asked
    system.asked.clear()
    running.run(site(system), clock=lambda: AT, tell=lambda *_: None, anew=True)
    assert "/papers" in system.asked


def test_who_cannot_say_what_has_changed_is_read_as_a_whole(system: CouncilSystem) -> None:
    imported(system)
    whole = system.pages["/papers"]
    system.pages["/papers"] = lambda query: (400, {}, b"") if query else whole
    again = imported(system)
    assert (again.status, odd(again)) == ("done", {"no_filter"})
    assert again.counts["Paper"]["unchanged"] == 3


def test_a_tombstone_takes_the_content_away(system: CouncilSystem) -> None:
    imported(system)
    gone = City(system.url).thing("Paper", 1, deleted=True)
    meeting = City(system.url).thing("Meeting", 2, deleted=True)
    system.pages["/papers"] = page([gone])
    system.pages["/meetings"] = page([meeting])
    again = imported(system)
    assert (again.counts["Paper"]["deleted"], again.counts["Meeting"]["deleted"]) == (1, 1)
    kept = SourceObject.objects.get(key__endswith="/paper/1")
    assert (kept.raw, kept.deleted_at) == (None, datetime(2016, 3, 1, 9, 0, tzinfo=UTC))
    assert not SourcePaper.objects.filter(reference="16-0001").exists()
    assert SourceConsultation.objects.count() == 1
    assert not SourceMeeting.objects.filter(name="Sitzung 2").exists()


def test_stations_and_items_that_are_gone_go(system: CouncilSystem) -> None:
    imported(system)
    city = City(system.url)
    papers, meetings = city.papers(), city.meetings()
    del papers[0]["consultation"][1:]
    del meetings[3]["agendaItem"][1]
    system.pages |= {"/papers": page(papers), "/meetings": page(meetings)}
    imported(system)
    assert SourcePaper.objects.get(reference="16-0001").consultations.count() == 1
    assert SourceMeeting.objects.get(name="Sitzung 4").items.count() == 1


def _three_pages(system: CouncilSystem) -> list[dict[str, Any]]:
    papers = City(system.url).papers()
    system.pages |= {
        "/papers": page(papers[:1], f"{system.url}/papers2"),
        "/papers2": page(papers[1:2], "/papers3"),
        "/papers3": page(papers[2:]),
    }
    for path in ("/papers", "/papers2", "/papers3"):
        del system.pages[path]["pagination"]
    return papers


def test_an_import_that_broke_off_goes_on_there(system: CouncilSystem) -> None:
    _three_pages(system)
    third = system.pages.pop("/papers3")
    system.pages["/papers3"] = (503, {}, b"")
    broken = imported(system)
    assert (broken.status, odd(broken)) == ("partly", {"fault", "failed"})
    assert SourcePaper.objects.count() == 2
    assert broken.source.read_until is None
    system.pages["/papers3"] = third
    system.asked.clear()
    whole = imported(system)
    assert (whole.pk, whole.status, SourcePaper.objects.count()) == (broken.pk, "done", 3)
    assert [path for path in system.asked if "papers" in path] == ["/papers3"]
    assert not [path for path in system.asked if "meetings" in path]
    whole.source.refresh_from_db()
    assert whole.source.read_until == AT - running.OVERLAP


def test_who_is_interrupted_leaves_whole_pages_and_goes_on(
    system: CouncilSystem, monkeypatch
) -> None:
    _three_pages(system)
    real, done = running.store, []

    def interrupted(found, **told):
        if found and found[0].kind == "Paper":
            done.append(1)
            if len(done) == 2:
                real(found, **told)  # written, and yet never committed
                raise KeyboardInterrupt
        return real(found, **told)

    monkeypatch.setattr(running, "store", interrupted)
    with pytest.raises(KeyboardInterrupt):
        imported(system)
    assert SourcePaper.objects.count() == 1
    record = CouncilImport.objects.get()
    assert (record.status, record.counts["Paper"]["created"]) == ("running", 1)
    monkeypatch.setattr(running, "store", real)
    assert (imported(system).pk, SourcePaper.objects.count()) == (record.pk, 3)


def test_a_page_that_no_longer_lives_means_the_whole_list(system: CouncilSystem) -> None:
    _three_pages(system)
    system.pages["/papers3"] = (503, {}, b"")
    imported(system)
    del system.pages["/papers3"]
    system.pages["/papers"] = page(City(system.url).papers())
    again = imported(system)
    assert (again.status, "restarted" in odd(again), SourcePaper.objects.count()) == (
        "done", True, 3,
    )  # fmt: skip


def test_an_old_interruption_is_not_gone_on_with(system: CouncilSystem) -> None:
    system.pages["/papers"] = (503, {}, b"")
    first = imported(system)
    CouncilImport.objects.update(begun_at=AT - running.RESUMED - timedelta(minutes=1))
    assert imported(system).pk != first.pk


def _confirmed(system: CouncilSystem) -> SourceItem:
    imported(system)
    town = found()
    item = SourceItem.objects.get(name="Punkt 40")
    item.result, item.confirmed_at = "accepted", AT
    item.confirmed_by = town.person("council_office-council_secretary")
    item.save()
    return item


def test_a_confirmed_result_is_never_overwritten(system: CouncilSystem) -> None:
    item = _confirmed(system)
    meetings = City(system.url).meetings()
    meetings[3]["agendaItem"][0] |= {"result": "abgelehnt", "name": "Neuer Name"}
    system.pages["/meetings"] = page(meetings)
    record = imported(system)
    item.refresh_from_db()
    assert (item.result_text, item.result) == ("mehrheitlich beschlossen", "accepted")
    assert item.name == "Neuer Name"
    (conflict,) = CouncilConflict.objects.all()
    assert (conflict.kind, conflict.ours, conflict.theirs, conflict.council_import_id) == (
        "confirmed", "mehrheitlich beschlossen", "abgelehnt", record.pk,
    )  # fmt: skip
    meetings[3]["agendaItem"][0]["name"] = "Noch ein Name"
    system.pages["/meetings"] = page(meetings)
    imported(system)
    assert CouncilConflict.objects.count() == 1, "the same is asked once"


def test_a_confirmed_result_outlives_its_session(system: CouncilSystem) -> None:
    item = _confirmed(system)
    system.pages["/meetings"] = page([City(system.url).thing("Meeting", 4, deleted=True)])
    imported(system)
    (conflict,) = CouncilConflict.objects.all()
    assert (conflict.kind, conflict.item_key) == ("gone", item.key)
    assert SourceItem.objects.filter(meeting__name="Sitzung 4").count() == 1


def test_a_folder_is_read_like_a_server(system: CouncilSystem, tmp_path) -> None:
    imported(system)
    served = rows()
    SourceObject.objects.all().delete()
    city = City(system.url)
    for paper in city.papers():
        (tmp_path / f"{paper['reference']}.json").write_text(json.dumps(paper))
    (tmp_path / "meetings.json").write_text(json.dumps({"data": city.meetings()}))
    (tmp_path / "rest.json").write_text(
        json.dumps([city.body(), *city.organizations(), *city.persons()])
    )
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "readme.txt").write_text("no JSON")
    call_command("import_oparl", str(tmp_path))
    assert rows() == served
    record = CouncilImport.objects.latest("pk")
    assert odd(record) == {"unreadable"}


def test_the_command_says_what_became_of_it(system: CouncilSystem, capsys) -> None:
    meetings = City(system.url).meetings()
    meetings[0]["end"] = "2016-04-12T00:00:00+02:00"
    system.pages["/meetings"] = page(meetings)
    call_command("import_oparl", f"{system.url}/system", "--inside")
    told = capsys.readouterr().out
    assert "Paper: 3 " in told
    assert "1 × Eine Sitzung endet, bevor sie beginnt" in " ".join(told.split())
    assert "/meeting/1" in told


def test_the_command_ends_with_3_where_something_broke_off(system: CouncilSystem, capsys) -> None:
    system.pages["/papers"] = (400, {}, b"")
    with pytest.raises(SystemExit) as ended:
        call_command("import_oparl", f"{system.url}/system", "--inside")
    assert ended.value.code == 3
    assert "Nicht alles wurde gelesen" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["nowhere", "ftp://ris.example.org/system"])
def test_what_is_no_source_is_no_source(named: str) -> None:
    with pytest.raises(CommandError):
        call_command("import_oparl", named)


def test_nothing_is_written_where_nothing_can_be_read(system: CouncilSystem) -> None:
    for path in ("/nowhere", "/papers2"):
        with pytest.raises(CommandError, match="Es wurde nichts gelesen"):
            call_command("import_oparl", f"{system.url}{path}", "--inside")
    with pytest.raises(SourceError):
        imported(system, "/organizations")
    assert (CouncilSource.objects.count(), SourceObject.objects.count()) == (0, 0)
