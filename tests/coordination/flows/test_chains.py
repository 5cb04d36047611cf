"""Chains of bodies: referred, put off again and again, advised, taken note of (domain 2.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.council.models import (
    Consultation,
    CouncilRule,
    CouncilSource,
    Meeting,
    Organization,
    SourceConsultation,
    SourceItem,
    SourceMeeting,
    SourceObject,
    SourceOrganization,
    SourcePaper,
)
from coordination.council.queries.said_elsewhere import imported_words
from coordination.measures.models import Measure
from tests.coordination.council.calendar import reschedule
from tests.town import Town
from workflows.calendars import local_date
from workflows.models import Event, Notification, Task
from workflows.refusals import GuardsUnmet

OFFICE = "council_office-council_secretary"
DEPUTIES = {"division_3-deputy_mayor", "division_3-integration_deputy"}

Shape = list[tuple[str, str, int, int, str]]


def stations(measure: Measure) -> list[Consultation]:
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "attempt")
    return list(rows.select_related("organization", "meeting"))


def shape(measure: Measure) -> Shape:
    """Body, role, position, attempt and result of each station."""
    return [
        (s.organization.key, s.role, s.position, s.attempt, s.result) for s in stations(measure)
    ]


def body(key: str) -> Organization:
    return Organization.objects.get(key=key)


def hold(town: Town, measure: Measure, result: str, **data: Any) -> Consultation:
    """The next session takes place and comes to this."""
    station = next(row for row in stations(measure) if not row.result)
    if station.meeting is None:
        # The council office plans a session for it, and later ones for the others.
        plan_sessions(town, measure)
        station.refresh_from_db()
    assert station.meeting is not None
    town.now = max(town.now, station.meeting.starts_at + timedelta(hours=2))
    town.do(measure, "record_result", OFFICE, result=result, **data)
    station.refresh_from_db()
    return station


def told(measure: Measure, template: str) -> set[str]:
    """Who is told so in the application, by their desks."""
    rows = Notification.objects.filter(case=measure.case_id, template=template, channel="in_app")
    return {row.recipient.email.partition("@")[0] for row in rows.select_related("recipient")}


def plan_sessions(town: Town, measure: Measure) -> None:
    """Whatever is open gets a session, one after the other."""
    chain, day = [], town.now
    for number, row in enumerate(row for row in stations(measure) if not row.result):
        day = town.now + timedelta(days=30 * (number + 1))
        session = Meeting.objects.create(
            organization=row.organization, starts_at=day, closes_on=day.date() - timedelta(days=9)
        )
        chain.append({"organization": row.organization_id, "role": row.role, "meeting": session.pk})
    town.do(measure, "plan_consultations", OFFICE, chain=chain)


def refusal(town: Town, measure: Measure, **data: Any) -> list[str]:
    station = next(row for row in stations(measure) if not row.result)
    assert station.meeting is not None
    town.now = max(town.now, station.meeting.starts_at + timedelta(hours=2))
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "record_result", OFFICE, **data)
    return [unmet.code for unmet in refused.value.unmet]


def test_a_real_chain_replays(town: Town) -> None:
    """Referred, postponed twice, referred, advised on without a vote, referred, adopted."""
    measure = town.in_deliberation()
    hold(town, measure, "accepted")
    # The council sends it to two committees and one comes back to it in between.
    hold(town, measure, "referred", target=body("social_committee").pk)
    hold(town, measure, "postponed")
    hold(town, measure, "postponed")
    hold(town, measure, "referred", target=body("main").pk)
    hold(town, measure, "none")
    hold(town, measure, "referred", target=body("youth_committee").pk)
    hold(town, measure, "accepted", result_text="mehrheitlich zugestimmt", yes=9, no=4)
    hold(town, measure, "accepted")
    hold(town, measure, "accepted", result_text="mehrheitlich beschlossen", yes=40, no=9)
    assert town.state(measure) == "resolved"
    first, *rest = shape(measure)
    assert first[1:] == ("preliminary", 1, 1, "accepted")
    assert rest == [
        ("council", "decision", 2, 1, "referred"),
        ("social_committee", "preliminary", 3, 1, "postponed"),
        ("social_committee", "preliminary", 3, 2, "postponed"),
        ("social_committee", "preliminary", 3, 3, "referred"),
        ("main", "preliminary", 4, 1, "none"),
        ("social_committee", "preliminary", 5, 4, "referred"),
        ("youth_committee", "preliminary", 6, 1, "accepted"),
        ("social_committee", "preliminary", 7, 5, "accepted"),
        ("council", "decision", 8, 2, "accepted"),
    ]
    starts = [s.meeting.starts_at for s in stations(measure) if s.meeting]
    assert len(starts) == 10
    assert starts == sorted(starts)


def test_referral_needs_another_body(town: Town) -> None:
    measure = town.in_deliberation()
    own = stations(measure)[0].organization_id
    assert refusal(town, measure, result="referred") == ["target_missing"]
    assert refusal(town, measure, result="referred", target="nonsense") == ["target_missing"]
    assert refusal(town, measure, result="referred", target=own) == ["target_same"]
    assert [row[4] for row in shape(measure)] == ["", ""]


def test_withdrawn_in_the_session_waits_for_mayor_or_office(town: Town) -> None:
    measure = town.in_deliberation()
    hold(town, measure, "withdrawn")
    assert [row[4] for row in shape(measure)] == ["withdrawn", "", ""]
    assert stations(measure)[1].meeting is None
    assert town.open_tasks(measure) == [("plan_consultations", OFFICE)]
    assert told(measure, "withdrawn_in_session") == {"mayor-mayor", "division_1-deputy_mayor"}
    town.do(measure, "withdraw", "mayor-mayor", text="Wir legen eine neue Fassung vor.")
    assert town.state(measure) == "withdrawn"


def test_third_postponement_asks_the_deputy_mayors(town: Town) -> None:
    measure = town.in_deliberation()
    for result in ("postponed", "dropped"):
        hold(town, measure, result)
        assert not Task.objects.filter(case=measure.case_id, step__key="often_postponed").exists()
    hold(town, measure, "postponed")
    asked = Task.objects.filter(case=measure.case_id, step__key="often_postponed", status="open")
    assert {task.desk.key for task in asked} <= DEPUTIES
    assert asked
    desk = asked[0].desk.key
    with pytest.raises(GuardsUnmet):
        town.do(measure, "answer_delay", desk, text="kurz")
    town.do(measure, "answer_delay", desk, text="Wir sprechen mit den Fraktionen.")
    assert not asked.all().exists()
    assert told(measure, "delay_answered") == {"youth-head", "youth-clerk"}


def test_advice_to_change_leaves_the_paper_and_is_shown_to_the_next(town: Town) -> None:
    measure = town.in_deliberation()
    assert refusal(town, measure, result="amended") == ["resolution_missing"]
    paper = stations(measure)[0].paper
    assert paper is not None
    hold(town, measure, "amended", resolution_text="Ziffer 2 soll entfallen.")
    assert (town.state(measure), stations(measure)[0].recommends_changes) == ("deliberation", True)
    before = paper.digest
    paper.refresh_from_db()
    assert paper.digest == before
    client = Client()
    client.force_login(town.person(OFFICE))
    task = Task.objects.get(case=measure.case_id, status="open", step__key="record_result")
    page = client.get(
        reverse("measure:record_result", args=[measure.case_id]), {"task": str(task.pk)}
    )
    assert "Ziffer 2 soll entfallen." in page.content.decode()
    case = client.get(reverse("coordination:measure", args=[measure.case_id])).content.decode()
    assert "Änderungsempfehlung:" in case


def test_bodies_take_note_after_the_decision(town: Town) -> None:
    measure = town.in_final_signature()
    first, decision = stations(measure)
    assert decision.meeting is not None
    later = decision.meeting.starts_at + timedelta(days=20)
    session = Meeting.objects.create(
        organization=body("social_committee"), starts_at=later,
        closes_on=later.date() - timedelta(days=9),
    )  # fmt: skip
    chain = [
        *({"organization": s.organization_id, "role": s.role, "meeting": s.meeting_id}
          for s in (first, decision)),
        {"organization": session.organization_id, "role": "information", "meeting": session.pk},
    ]  # fmt: skip
    town.do(measure, "plan_consultations", OFFICE, chain=chain)
    town.do(measure, "sign", "mayor-mayor")
    hold(town, measure, "accepted")
    hold(town, measure, "accepted")
    assert town.state(measure) == "resolved"
    assert ("record_result", OFFICE) in town.open_tasks(measure)
    hold(town, measure, "noted")
    assert town.state(measure) == "resolved"
    assert ("record_result", OFFICE) not in town.open_tasks(measure)
    event = Event.objects.filter(case=measure.case_id, action="record_result").latest("seq")
    assert (event.data["result"], event.target) == ("noted", "")


def test_council_office_is_asked_again_when_a_chain_no_longer_holds(town: Town) -> None:
    """M11: before the signature, whoever has planned it."""
    measure = town.in_final_signature()
    rows = [
        {"organization": s.organization_id, "role": s.role, "meeting": s.meeting_id}
        for s in stations(measure)
    ]
    asked = ("plan_consultations", OFFICE)
    assert asked not in town.open_tasks(measure)
    town.do(measure, "plan_consultations", "youth-head", chain=rows[1:])
    assert asked in town.open_tasks(measure)
    town.do(measure, "plan_consultations", "youth-head", chain=rows[1:])
    assert town.open_tasks(measure).count(asked) == 1
    town.do(measure, "plan_consultations", OFFICE, chain=rows)
    assert asked not in town.open_tasks(measure)
    # The calendar takes its last session away.
    later = Meeting.objects.filter(organization__key="council")
    later.exclude(pk=rows[-1]["meeting"]).update(is_cancelled=True)
    reschedule(town, "cancel_session", session=rows[-1]["meeting"])
    assert asked in town.open_tasks(measure)


def test_quorum_is_confirmed_in_a_second_step_of_the_form(town: Town) -> None:
    measure = town.in_deliberation()
    station = stations(measure)[0]
    Organization.objects.filter(pk=station.organization_id).update(member_count=27)
    assert station.meeting is not None
    town.now = station.meeting.starts_at + timedelta(hours=2)
    assert refusal(town, measure, result="accepted", present=13) == ["quorum_unconfirmed"]
    assert refusal(town, measure, result="accepted", lacks_quorum=True) == ["quorum_lacking"]
    hold(town, measure, "postponed", present=13, lacks_quorum=True)
    again = stations(measure)[1].meeting
    assert again is not None
    rule = CouncilRule.objects.filter(subject="second_convening")
    # A rule that has ended before that session says nothing of it.
    rule.update(valid_until=local_date(again.starts_at) - timedelta(days=1))
    town.now = again.starts_at + timedelta(hours=2)
    assert refusal(town, measure, result="accepted", present=3) == ["quorum_unconfirmed"]
    # Called together for the same matter again it decides whoever has come (§ 49 Abs. 2).
    rule.update(valid_until=None)
    hold(town, measure, "accepted", present=3, yes=3, no=0)
    assert [row[4] for row in shape(measure)] == ["postponed", "accepted", ""]


def test_bodies_do_only_what_they_may(town: Town) -> None:
    measure = town.in_deliberation()
    first, decision = stations(measure)
    rows = [
        {"organization": s.organization_id, "role": s.role, "meeting": s.meeting_id}
        for s in (first, decision)
    ]
    bodies = Organization.objects.filter(pk=first.organization_id)
    bodies.update(advises=False)
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "plan_consultations", OFFICE, chain=rows)
    assert [unmet.code for unmet in refused.value.unmet] == ["chain_no_right"]
    bodies.update(advises=True)
    Organization.objects.filter(key="youth_committee").update(advises=False)
    target = body("youth_committee").pk
    assert refusal(town, measure, result="referred", target=target) == ["target_unfit"]


def test_station_of_an_ended_matter_is_not_needed_any_more(town: Town) -> None:
    measure = town.in_deliberation()
    town.do(measure, "withdraw", "mayor-mayor", text="Wir ziehen die Vorlage zurück.")
    client = Client()
    client.force_login(town.person(OFFICE))
    page = client.get(reverse("coordination:measure", args=[measure.case_id])).content.decode()
    assert page.count("entfällt") == 2


def import_words(measure: Measure, words: str) -> None:
    """A council system knows the paper, and what became of it in the session of that day."""
    station = next(row for row in stations(measure) if not row.result)
    assert station.paper is not None
    assert station.meeting is not None
    source = CouncilSource.objects.create(address="https://rat.stadt.example/oparl")

    def known(kind: str) -> SourceObject:
        return SourceObject.objects.create(
            source=source, kind=kind, key=f"{source.address}/{kind}", digest=b"",
            changed_at=station.meeting.starts_at,
        )  # fmt: skip

    group = SourceOrganization.objects.create(
        of=known("Organization"), name="Integrationsrat", body=station.organization
    )
    meeting = SourceMeeting.objects.create(
        of=known("Meeting"), starts_at=station.meeting.starts_at,
        organization_keys=[group.of.key],
    )  # fmt: skip
    item = SourceItem.objects.create(key="item", meeting=meeting, position=1, result_text=words)
    paper = SourcePaper.objects.create(of=known("Paper"), reference=station.paper.reference)
    SourceConsultation.objects.create(
        key="consultation", paper=paper, position=1, item_key=item.key
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("einst. beschl.", "Aus dem Wortlaut gelesen: „angenommen“"),
        ("siehe Niederschrift", "Dieser Wortlaut nennt kein eindeutiges Ergebnis"),
    ],
)
def test_words_of_the_council_system_are_for_the_office_to_confirm(
    town: Town, words: str, says: str
) -> None:
    measure = town.in_deliberation()
    import_words(measure, words)
    station = stations(measure)[0]
    assert station.meeting is not None
    town.now = station.meeting.starts_at + timedelta(hours=2)
    assert imported_words(station) == words
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person(OFFICE))
        task = Task.objects.get(case=measure.case_id, status="open", step__key="record_result")
        page = reverse("measure:record_result", args=[measure.case_id])
        assert f'value="{words}"' in client.get(page, {"task": str(task.pk)}).content.decode()
        sent = {"task": str(task.pk), "result_text": words, "stage": "check"}
        assert says in client.post(page, sent).content.decode()
    # Nothing was guessed: a person has to say so first.
    assert shape(measure)[0][4] == ""
