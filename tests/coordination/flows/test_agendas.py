"""A paper that was handed over is seen on the agenda of its session (OParl)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coordination.council.exchange.folder import FolderWay
from coordination.council.exchange.mail import MailWay
from coordination.council.exchange.published import PublishedWay
from coordination.council.models import (
    Consultation,
    CouncilSource,
    HandOver,
    SourceConsultation,
    SourceItem,
    SourceMeeting,
    SourceObject,
    SourceOrganization,
    SourcePaper,
)
from coordination.decisions.actions.exchanging import hand_papers_over, note_agendas, take_excerpts
from coordination.measures.models import Measure
from tests.coordination.flows.exchanged import after, signed, stations
from tests.situations import COUNCIL_OFFICE, Stage
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Request, act
from workflows.models import Event
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(settings: Any) -> PublishedWay:
    settings.COUNCIL_SYSTEM = "oparl"
    return PublishedWay()


def on_agenda(
    station: Consultation, *, days: int = 0, is_cancelled: bool = False, names: str = "body"
) -> SourceItem:
    """What was read of a council system: the station stands on the agenda of its session.

    So many days after ours; where it names no body only the session says whose it is.
    """
    assert station.meeting
    assert station.paper
    source = CouncilSource.objects.create(address="https://rat.stadt.example/oparl")

    def known(kind: str) -> SourceObject:
        return SourceObject.objects.create(
            source=source, kind=kind, key=f"{source.address}/{kind}", digest=b"",
            changed_at=station.meeting.starts_at,
        )  # fmt: skip

    group = SourceOrganization.objects.create(
        of=known("Organization"), name="Gremium", body=station.organization
    )
    meeting = SourceMeeting.objects.create(
        of=known("Meeting"), starts_at=station.meeting.starts_at + timedelta(days=days),
        organization_keys=[group.of.key], is_cancelled=is_cancelled,
    )  # fmt: skip
    item = SourceItem.objects.create(key="item", meeting=meeting, position=1)
    paper = SourcePaper.objects.create(of=known("Paper"), reference=station.paper.number)
    SourceConsultation.objects.create(
        key="consultation", paper=paper, position=1, item_key=item.key,
        organization_key=group.of.key if names == "body" else "",
    )  # fmt: skip
    return item


def states(measure: Measure) -> list[str]:
    rows = HandOver.objects.filter(consultation__case=measure.case_id)
    return [row.state.value for row in rows.order_by("consultation__position")]


@pytest.mark.parametrize("names", ["body", "session"])
def test_paper_on_an_agenda_counts_as_scheduled_once_and_then_as_returned(
    stage: Stage, published: PublishedWay, names: str
) -> None:
    measure = signed(stage)
    now = stage.town.now
    assert hand_papers_over(published, at=now, seconds=60) == 1
    first, *_rest = stations(measure)
    assert note_agendas(published, at=now, seconds=60) == 0
    item = on_agenda(first, names=names)
    assert take_excerpts(published, at=now, seconds=60) == 0
    assert [note_agendas(published, at=now, seconds=60) for _ in range(2)] == [1, 0]
    assert states(measure) == ["scheduled", "handed_over"]
    out = HandOver.objects.get(consultation=first)
    assert out.scheduled_at == now
    assert Event.objects.filter(case=measure.case_id, action="note_scheduled").count() == 1
    assert stage.town.state(measure) == "deliberation"
    again = Request(measure.case_id, "note_scheduled", None, now, data={"consultation": first.pk})
    with pytest.raises(GuardsUnmet) as refused:
        act(again, system=True)
    assert {item.code for item in refused.value.unmet} == {"agenda_unexpected"}
    assert_trails_hold(measure.case_id)
    SourceItem.objects.filter(pk=item.pk).update(result_text="einstimmig beschlossen")
    later = after(stage, first)
    assert note_agendas(published, at=later, seconds=60) == 0
    assert take_excerpts(published, at=later, seconds=60) == 1
    assert states(measure) == ["returned", "handed_over"]
    out.refresh_from_db()
    assert out.scheduled_at == now


@pytest.mark.parametrize(
    "change", [{"days": 1}, {"is_cancelled": True}, {"result": "vertagt"}], ids=str
)
def test_what_is_no_agenda_of_the_planned_session_is_not_noted(
    stage: Stage, published: PublishedWay, change: dict[str, Any]
) -> None:
    measure = signed(stage)
    hand_papers_over(published, at=stage.town.now, seconds=60)
    words = change.get("result", "")
    placed = {key: value for key, value in change.items() if key != "result"}
    item = on_agenda(stations(measure)[0], **placed)
    SourceItem.objects.filter(pk=item.pk).update(result_text=words)
    assert note_agendas(published, at=stage.town.now, seconds=60) == 0
    assert states(measure) == ["handed_over", "handed_over"]


def test_station_that_was_not_handed_over_is_on_no_agenda(
    stage: Stage, published: PublishedWay
) -> None:
    measure = signed(stage)
    on_agenda(stations(measure)[0])
    assert note_agendas(published, at=stage.town.now, seconds=60) == 0
    for station in stations(measure):
        with pytest.raises(NotAllowed):
            stage.do(measure, "note_scheduled", COUNCIL_OFFICE, consultation=station.pk)


def test_other_ways_tell_of_no_agenda(tmp_path: Path) -> None:
    way = FolderWay.of(str(tmp_path))
    assert [*way.scheduled(), *MailWay("ratsinfo@stadt.example").scheduled()] == []
