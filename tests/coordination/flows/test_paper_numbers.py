"""Whose number a paper has, and that none is ever used again (domain 1.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordination.council.enums import Edition
from coordination.council.models import CouncilRule, Paper, PaperNumber
from coordination.council.vocabulary import Numbers
from coordination.decisions.actions.papers import file_papers, pdf_of
from coordination.decisions.flows.issuing import next_reference
from coordination.measures.models import Measure
from tests.coordination.flows.test_paper_on_paper import words_of
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from tests.town import Town
from tests.trails import assert_trails_hold
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

OWN, ELSEWHERE = Numbers.OWN, Numbers.COUNCIL_SYSTEM


def signed(town: Town, title: str = "Sache", numbering: str = OWN) -> tuple[Measure, Paper]:
    stage = Stage(town, fields={"title": title})
    measure = stage.final_signature()
    stage.do(measure, "sign", "mayor-mayor")
    Paper.objects.filter(case=measure.case_id).update(numbering=numbering)
    return measure, Paper.objects.get(case=measure.case_id)


def test_withdrawn_paper_keeps_its_number(town: Town) -> None:
    measure, paper = signed(town, "Erste")
    town.do(measure, "withdraw", "mayor-mayor", text=REASON)
    _second, other = signed(town, "Zweite")
    assert (paper.reference, other.reference) == ("26-0001", "26-0002")


def test_supplements_are_counted_by_the_paper_at_the_beginning(town: Town) -> None:
    _measure, paper = signed(town)
    assert next_reference(2027, supplements=paper) == "26-0001/1"
    first = Paper.objects.create(
        case=paper.case, type="supplement", reference="26-0001/1", name="Ergänzung",
        lead=paper.lead, text={}, digest=bytes(32), signed_by=paper.signed_by,
        signature_mark="none", dated=paper.dated, supplements=paper,
    )  # fmt: skip
    assert next_reference(2027, supplements=first) == "26-0001/2"
    for number in range(2, 11):
        Paper.objects.filter(pk=first.pk).update(reference=f"26-0001/{number}")
    assert next_reference(2026, supplements=paper) == "26-0001/11"
    assert PaperNumber.objects.get(year=2026).last == 1


def test_own_counter_passes_over_what_the_council_system_has_given(town: Town) -> None:
    _measure, paper = signed(town, numbering=ELSEWHERE)
    Paper.objects.filter(pk=paper.pk).update(council_reference="26-0002")
    _other, second = signed(town, "Zweite")
    assert second.reference == "26-0003"


def test_rule_in_force_on_the_day_of_the_signature_says_whose_number_counts(town: Town) -> None:
    begins = town.now.date() + timedelta(days=1)
    CouncilRule.objects.create(
        subject="paper_number", words=["council_system"], valid_from=begins,
        norm="Dienstanweisung", origin="local",
    )  # fmt: skip
    found = []
    for title in ("Heute", "Morgen"):
        stage = Stage(town, fields={"title": title})
        measure = stage.final_signature()
        stage.do(measure, "sign", "mayor-mayor")
        paper = Paper.objects.get(case=measure.case_id)
        found.append((paper.reference, paper.number, paper.text["printed"]["number"]))
        town.now += timedelta(days=1)
    assert found == [("26-0001", "26-0001", "26-0001"), ("26-0002", "", "")]


def test_number_of_the_council_system_is_entered_and_both_are_kept(town: Town) -> None:
    measure, paper = signed(town, numbering=ELSEWHERE)
    digest = bytes(paper.digest)
    assert (str(paper), paper.number) == ("Vorlage 26-0001", "")
    before = words_of(pdf_of(paper, Edition.HOUSE).content)
    assert "vergibt das Ratsinformationssystem bei der Übergabe eigenes Zeichen: 26-0001" in before
    file_papers(at=town.now, seconds=9)
    town.do(measure, "enter_reference", COUNCIL_OFFICE, reference=" FB 56/0176/WP17 ")
    paper = Paper.objects.get(pk=paper.pk)
    assert (str(paper), paper.reference) == ("DS FB 56/0176/WP17", "26-0001")
    assert bytes(paper.digest) == digest
    assert file_papers(at=town.now, seconds=9) == 1
    after = words_of(pdf_of(paper, Edition.HOUSE).content)
    assert "Drucksachen-Nr. FB 56/0176/WP17 eigenes Zeichen: 26-0001" in after
    assert_trails_hold(measure.case_id)


USED = {
    "": "reference_missing", "x" * 41: "reference_missing", "26-0001": "reference_taken",
    "16-0815": "reference_taken", "ab 1": "reference_taken",
}  # fmt: skip
"""Numbers as they are entered: none, too long, ours, the council system's in other letters."""


def test_422_number_that_was_used_before(town: Town) -> None:
    withdrawn, own = signed(town, "Erste")
    town.do(withdrawn, "withdraw", "mayor-mayor", text=REASON)
    assert own.reference == "26-0001"
    for title, taken in (("Zweite", "16-0815"), ("Dritte", "AB 1")):
        gone, paper = signed(town, title, ELSEWHERE)
        Paper.objects.filter(pk=paper.pk).update(council_reference=taken)
        town.do(gone, "withdraw", "mayor-mayor", text=REASON)
    measure, _paper = signed(town, "Vierte", ELSEWHERE)
    found = {}
    for number in USED:
        with pytest.raises(GuardsUnmet) as refusal:
            town.do(measure, "enter_reference", COUNCIL_OFFICE, reference=number)
        found[number] = ",".join(unmet.code for unmet in refusal.value.unmet)
    assert found == USED


def test_403_where_our_own_numbers_count(town: Town) -> None:
    measure, _paper = signed(town)
    with pytest.raises(NotAllowed):
        town.do(measure, "enter_reference", COUNCIL_OFFICE, reference="16-0815")
