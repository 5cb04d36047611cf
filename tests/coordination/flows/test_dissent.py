"""A deputy mayor puts a differing opinion to the main committee (GO NRW § 70 Abs. 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.council.enums import Edition
from coordination.council.models import Consultation, Membership, Organization, Paper
from coordination.decisions.actions.papers import file_papers, pdf_of
from coordination.measures.models import Measure
from tests.coordination.flows.objecting import session
from tests.coordination.flows.test_paper_on_paper import words_of
from tests.journeys.driver import Person
from tests.rows import remembered
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import found
from tests.trails import assert_trails_hold
from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.models import Case, Task
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

DEPUTIES = ("division_4-deputy_mayor", "division_3-deputy_mayor")


@remembered
def in_deliberation() -> tuple[Stage, Measure]:
    """A measure about which the board was divided, with its paper before the bodies."""
    stage = Stage(found())
    measure = stage.executive_board_dissent()
    stage.do(measure, "mayor_decides", "mayor-mayor", outcome="final_signature", text=REASON)
    stage.do(measure, "sign", "mayor-mayor")
    return stage, measure


def put(stage: Stage, measure: Measure, by: str = DEPUTIES[0]) -> None:
    informed = local_date(stage.town.now).isoformat()
    stage.do(measure, "put_dissent", by, informed_on=informed, text=REASON)


def hear(stage: Stage, measure: Measure, *, days: int) -> None:
    """The main committee has heard it, so many days after the session of the next station."""
    station = stations(measure)[0]
    held = session("main", local_date(station.meeting.starts_at) + timedelta(days=days))
    stage.town.now = held.starts_at + timedelta(hours=1)
    stage.do(measure, "hear_dissent", COUNCIL_OFFICE, meeting=held.pk)


def stations(measure: Measure) -> list[Consultation]:
    rows = Consultation.objects.filter(case=measure.case_id, result="")
    return list(rows.select_related("meeting", "organization").order_by("position"))


def chain(measure: Measure) -> list[tuple[int, str, str]]:
    rows = Consultation.objects.filter(case=measure.case_id).order_by("position", "attempt")
    return [(row.position, row.organization.key, row.result) for row in rows]


def test_each_puts_one_opinion_until_it_was_heard() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    with pytest.raises(GuardsUnmet) as refused:
        put(stage, measure)
    assert [unmet.code for unmet in refused.value.unmet] == ["dissent_put"]
    put(stage, measure, DEPUTIES[1])
    assert Task.objects.filter(step__key="hear_dissent", closed_at=None).count() == 2


def test_hearing_after_the_session_of_a_station_holds_its_result_up_in_nothing() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=2)
    station = stations(measure)[0]
    stage.do(measure, "record_result", COUNCIL_OFFICE, result="accepted")
    station.refresh_from_db()
    assert station.result == "accepted"


def test_referral_finds_room_beside_what_was_noted() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=1)
    other = Consultation.objects.filter(organization__key="main").values_list("organization")[0][0]
    stage.do(measure, "record_result", COUNCIL_OFFICE, result="referred", target=other)
    assert [(body, result) for _place, body, result in chain(measure)] == [
        ("integration", "referred"), ("main", ""), ("integration", ""), ("council", ""),
        ("main", "noted"),
    ]  # fmt: skip


def test_longer_plan_finds_room_beside_what_was_noted() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=0)
    first, last = stations(measure)
    between = session("social_committee", local_date(last.meeting.starts_at) - timedelta(days=1))
    wanted = [
        (first.organization_id, first.role, first.meeting_id),
        (between.organization_id, "preliminary", between.pk),
        (last.organization_id, last.role, last.meeting_id),
    ]
    rows = [{"organization": o, "role": r, "meeting": m} for o, r, m in wanted]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=rows, text=REASON)
    assert chain(measure) == [
        (1, "integration", ""), (2, "social_committee", ""), (3, "council", ""),
        (4, "main", "noted"),
    ]  # fmt: skip


def test_hearing_takes_the_place_of_no_body_that_has_to_be_heard() -> None:
    stage, measure = in_deliberation()
    put(stage, measure)
    hear(stage, measure, days=0)
    *_first, last = stations(measure)
    alone = [{"organization": last.organization_id, "role": last.role, "meeting": last.meeting_id}]
    with pytest.raises(GuardsUnmet) as refused:
        stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=alone)
    assert "integration" in str([unmet.code for unmet in refused.value.unmet])


def test_the_council_office_reads_whose_opinion_it_takes_to_the_committee() -> None:
    stage, measure = in_deliberation()
    for desk in DEPUTIES:
        put(stage, measure, desk)
    office = Person(stage.town, COUNCIL_OFFICE)
    for desk in DEPUTIES:
        person = stage.town.person(desk)
        task = Task.objects.get(step__key="hear_dissent", step__subject=f"dissent:{person.pk}")
        page = office.get(
            f"/massnahmen/{measure.case_id}/abweichende-meinung-gehoert/?task={task.pk}"
        )
        assert page.shows("Wessen Meinung", str(person), REASON)
        others = {str(stage.town.person(one)) for one in DEPUTIES} - {str(person)}
        assert not any(page.shows(name) for name in others)


def test_where_the_board_agreed_nobody_is_offered_a_differing_opinion() -> None:
    stage, measure = in_deliberation()
    agreed = stage.town.in_deliberation()
    deputy = Person(stage.town, DEPUTIES[0])
    assert deputy.get(f"/massnahmen/{measure.case_id}/").shows("eine abweichende Meinung vorlegen")
    assert not deputy.get(f"/massnahmen/{agreed.case_id}/").shows("abweichende Meinung vorlegen")


WORDS = "Die Kosten stehen außer Verhältnis zum Nutzen."


def put_in(stage: Stage, measure: Measure, by: str = DEPUTIES[0], text: str = WORDS) -> None:
    informed = local_date(stage.town.now).isoformat()
    stage.do(measure, "put_dissent", by, informed_on=informed, text=text)


def sent(stage: Stage, measure: Measure) -> None:
    day = local_date(stage.town.now).isoformat()
    stage.do(measure, "record_dispatch", COUNCIL_OFFICE, sent_on=day)


READERS = (COUNCIL_OFFICE, "mayor-mayor", DEPUTIES[0], "council-observer")


def test_the_opinion_stands_at_the_chain_of_all_who_deal_with_the_matter() -> None:
    stage, measure = in_deliberation()
    sent(stage, measure)
    put_in(stage, measure)
    author, address = str(stage.town.person(DEPUTIES[0])), f"/massnahmen/{measure.case_id}/"
    for reader in READERS:
        page = Person(stage.town, reader).get(address)
        assert page.shows("Abweichende Meinungen", author, WORDS, "hat sie noch nicht gehört")
    hear(stage, measure, days=2)
    day = Consultation.objects.get(case=measure.case_id, organization__key="main").meeting.starts_at
    for reader in READERS:
        page = Person(stage.town, reader).get(address)
        assert page.shows(WORDS, f"hat sie am {local_date(day):%d.%m.%Y} gehört")


def test_the_session_of_the_main_committee_names_what_it_hears() -> None:
    stage, measure = in_deliberation()
    sent(stage, measure)
    put_in(stage, measure)
    day = local_date(stage.town.now) + timedelta(days=30)
    nearest, later = session("main", day), session("main", day + timedelta(days=30))
    other = session("social_committee", day)
    for reader in READERS:
        person = Person(stage.town, reader)
        page = person.get(f"/sitzungen/{nearest.pk}/")
        assert page.shows("Abweichende Meinungen", WORDS, "hört sie in dieser Sitzung")
        for elsewhere in (later, other):
            assert not person.get(f"/sitzungen/{elsewhere.pk}/").shows(WORDS)
    # Nobody reads there what they do not see.
    restricted = Person(stage.town, "youth-clerk")
    assert not restricted.get(f"/sitzungen/{nearest.pk}/").shows(WORDS)


def test_the_opinion_is_a_part_of_its_own_of_the_paper_but_for_the_public() -> None:
    stage, measure = in_deliberation()
    paper = Paper.objects.get(case=measure.case_id)
    file_papers(at=stage.town.now, seconds=60)
    frozen, public = bytes(paper.digest), paper.files.get(edition=Edition.PUBLIC)
    put_in(stage, measure)
    assert list(paper.files.all()) == [public], "what everybody reads stays as it is"
    assert file_papers(at=stage.town.now, seconds=60) == 1
    assert file_papers(at=stage.town.now, seconds=60) == 0
    paper.refresh_from_db()
    assert bytes(paper.digest) == frozen
    author = str(stage.town.person(DEPUTIES[0]))
    for edition in (Edition.HOUSE, Edition.COUNCIL):
        pdf = pdf_of(paper, edition)
        words = words_of(pdf.content)
        assert pdf.is_filed
        assert "Abweichende Meinung (GO NRW § 70 Abs. 4)" in words
        assert words.index("Schlusszeichnung") < words.index(author, words.index(WORDS) - 300)
        assert "gehört nicht zum gezeichneten Text" in words
    assert WORDS not in words_of(pdf_of(paper, Edition.PUBLIC).content)
    assert_trails_hold(measure.case_id)


def test_a_pdf_that_was_set_before_an_opinion_came_is_not_filed() -> None:
    stage, measure = in_deliberation()
    paper = Paper.objects.get(case=measure.case_id)
    put_in(stage, measure)
    data = {
        "paper": paper.pk, "opinions": 0,
        "files": {"house": {"sha256": "0" * 64, "size": 1}},
    }  # fmt: skip
    request = Request(measure.case_id, "file_paper", None, stage.town.now, data=data)
    with pytest.raises(GuardsUnmet) as refused:
        act(request, system=True)
    assert [unmet.code for unmet in refused.value.unmet] == ["paper_older"]


def test_members_read_the_dissent_of_the_board_as_it_stands_in_the_paper() -> None:
    stage, measure = in_deliberation()
    sent(stage, measure)
    page = Person(stage.town, "council-observer").get(f"/massnahmen/{measure.case_id}/")
    assert page.shows("Dissens im Verwaltungsvorstand", "Entscheidung der Oberbürgermeisterin")


def test_of_a_restricted_matter_the_main_committee_learns_by_the_opinion() -> None:
    stage, measure = in_deliberation()
    Case.objects.filter(pk=measure.case_id).update(access="restricted")
    sent(stage, measure)
    address = f"/massnahmen/{measure.case_id}/"
    Membership.objects.create(
        organization=Organization.objects.get(key="main"), role="Mitglied",
        person=stage.town.person("council-observer"),
        start_date=local_date(stage.town.now) - timedelta(days=9),
    )  # fmt: skip
    observer = Person(stage.town, "council-observer")
    assert observer.get(address).status == 404
    put_in(stage, measure)
    assert observer.get(address).shows(WORDS)
