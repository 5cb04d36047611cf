"""Imported, exported and imported again, the objects are the same; and so are our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from coordination.council.models import SourceMeeting, SourceObject, SourcePaper
from coordination.council.oparl.addresses import key_of
from coordination.council.oparl.chains import chain_of
from coordination.portal.models import PublicObject
from coordination.portal.views import answers
from coordination.portal.views.answers import Gate
from coordination.portal.vocabulary import LISTS
from tests.coordination.oparl.conftest import imported
from tests.coordination.oparl.servers import City, CouncilSystem, page, serving
from tests.coordination.portal.conftest import ROOT, Publicity
from tests.coordination.portal.validator import by_schema, by_text, folder

OURS = key_of(f"{settings.BASE_URL}{ROOT}/")
"""How the ids of our own endpoint begin."""


@pytest.fixture(autouse=True)
def _open_gate(monkeypatch) -> None:
    monkeypatch.setattr(answers, "_GATE", Gate())


def exported() -> list[dict[str, Any]]:
    """Everything that the endpoint shows."""
    things: list[dict[str, Any]] = []
    for name in LISTS:
        url = f"{ROOT}/{name}"
        while url:
            found = Client().get(url).json()
            things += found["data"]
            url = found["links"].get("next", "")
    return things


def kept(*, of: str) -> dict[str, list[Any]]:
    """What was imported under such ids, without the ids themselves."""
    meetings = SourceMeeting.objects.filter(of__key__startswith=of).exclude(name__startswith="Body")
    papers = SourcePaper.objects.filter(of__key__startswith=of, reference__startswith="16-000")
    return {
        "meetings": sorted(
            (m.name, m.starts_at, m.ends_at, m.is_cancelled, len(m.organization_keys),
             [(i.position, i.number, i.is_public, i.secrecy_reason, i.result_text, i.result,
               i.name if i.is_public else "") for i in m.items.all()])
            for m in meetings
        ),
        "papers": sorted(
            (p.reference, p.name, p.type, p.dated,
             [(s.role, s.is_decision) for s in p.consultations.all()],
             [(s.station.body, s.station.words, s.state.value) for s in chain_of(p)])
            for p in papers
        ),
    }  # fmt: skip


def into(place: Path, things: list[dict[str, Any]]) -> None:
    (place / "all.json").write_text(json.dumps(things))


def test_history_goes_out_and_in_again_unchanged(publicity: Publicity, tmp_path: Path) -> None:
    with serving(CouncilSystem()) as system:
        city = City(system.url)
        meetings = city.meetings()
        meetings[0]["agendaItem"][0]["federfuehrung:votes"] = {"yes": 40, "no": 3}
        meetings[0]["location"] = city.thing("Location", 1, description="Rathaus")
        system.pages.update(city.pages() | {"/meetings": page(meetings)})
        imported(system)
        publicity.decide(shows_history=True)
        first = kept(of=system.url.replace("http:", "https:"))
    assert (len(first["meetings"]), len(first["papers"])) == (4, 3)
    things = exported()
    assert [problem for thing in things for problem in by_text(thing)] == []
    into(tmp_path, things)
    call_command("import_oparl", str(tmp_path))
    again = kept(of=OURS)
    assert again == first
    (item,) = [one for one in things if "federfuehrung:votes" in one and one["name"] == "Punkt 0"]
    assert item["federfuehrung:originalId"].endswith("/agendaitem/0")
    # Out once more, from what came in: the same things to say, each under the id of its id.
    SourceObject.objects.filter(key__startswith=system.url.replace("http:", "https:")).delete()
    publicity.refresh(everything=True)
    assert kept(of=OURS) == again
    once_more = [one for one in exported() if "federfuehrung:originalId" in one]
    said = [one for one in things if "federfuehrung:originalId" in one]
    assert {words(one) for one in once_more} >= {words(one) for one in said}
    assert publicity.refresh(everything=True) == 0


def words(thing: dict[str, Any]) -> str:
    """What an object says besides ids and times."""
    names = (
        "name", "reference", "date", "start", "end", "order", "number", "public", "result", "role",
        "authoritative", "paperType", "federfuehrung:votes", "description",
    )  # fmt: skip
    return json.dumps([thing["type"], *(thing.get(name) for name in names)])


def test_exported_history_holds_to_the_official_schemas(publicity: Publicity) -> None:
    if folder() is None:
        pytest.skip("the official OParl schemas are not here (shared/data/oparl)")
    with serving(CouncilSystem()) as system:
        system.pages.update(City(system.url).pages())
        imported(system)
    publicity.decide(shows_history=True)
    history = [one for one in exported() if "federfuehrung:originalId" in one]
    assert len(history) > 20
    assert [problem for thing in history for problem in by_schema(thing)] == []


def test_our_own_papers_come_in_as_they_went_out(publicity: Publicity, tmp_path: Path) -> None:
    publicity.decide()
    publicity.town.decide(publicity.open, yes=40, no=3)
    publicity.refresh()
    into(tmp_path, exported())
    call_command("import_oparl", str(tmp_path))
    own, paper = publicity.paper, SourcePaper.objects.get()
    assert (paper.reference, paper.name, paper.dated, paper.type) == (
        own.reference, own.name, own.dated, "Beschlussvorlage",
    )  # fmt: skip
    *_before, last = chain_of(paper)
    assert (last.station.body, last.state.value) == ("Body council", "decided")


def test_history_leaves_when_the_city_no_longer_shows_it(publicity: Publicity) -> None:
    with serving(CouncilSystem()) as system:
        system.pages.update(City(system.url).pages())
        imported(system)
        publicity.decide(shows_history=True)
        assert any(one.get("reference") == "16-0001" for one in exported())
        gone = City(system.url).thing("Paper", 1, deleted=True)
        system.pages["/papers"] = page([gone])
        imported(system)
    publicity.refresh(everything=True)
    assert not any(one.get("reference") == "16-0001" for one in exported())
    assert any(one.get("reference") == "16-0002" for one in exported())
    publicity.decide()
    assert not any("federfuehrung:originalId" in one for one in exported())
    assert PublicObject.objects.filter(owner__startswith="h", deleted_at=None).count() == 0
