"""Measures and what else is found over all: by numbers, stems, parts, offices; titles first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.measures.models import Measure
from tests.second_kind.models import Guideline
from tests.town import Town
from workflows.actions.acting.cases import open_case
from workflows.machine import registered_flows
from workflows.models import Case
from workflows.queries.finding.hits import CAP, Hits, Way, find
from workflows.queries.finding.rows import BEGIN, END, found_rows
from workflows.queries.finding.words import Question, question_of, taken_apart

pytestmark = pytest.mark.django_db

SEES = "youth-head"
KINDS = ("measure", "guideline", "followup", "order")


def asked(town: Town, text: str, desk: str = SEES) -> Question:
    return question_of(taken_apart(text), town.person(desk), at=town.now)


def hits(town: Town, text: str, desk: str = SEES) -> Hits:
    return find(asked(town, text, desk), KINDS)


def titles(town: Town, text: str, desk: str = SEES) -> list[str]:
    rows = found_rows(asked(town, text, desk), hits(town, text, desk).of(""))
    return [row.title.partition(" ")[2] for row in rows]


TITLES = {
    "Gesundheitslotsen im Stadtteil": "Wir beraten Familien.",
    "Häuser der Begegnung": "Es gibt Kurse.",
    "Übergang von der Schule in den Beruf": "Ein Netz von Lotsen entsteht.",
    "Straßenfest am Kita-Ausbau": "Begegnung im Freien.",
    "EU-Mittel für Sprachkurse": "Anträge.",
}


@pytest.fixture
def full(town: Town) -> Town:
    for title, facts in TITLES.items():
        town.propose(title=title, facts=facts, goal="Ziel.", proposal="Beschluss.")
    return town


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lotse", ["Gesundheitslotsen im Stadtteil", "Übergang von der Schule in den Beruf"]),
        ("Lotsen", ["Gesundheitslotsen im Stadtteil", "Übergang von der Schule in den Beruf"]),
        ("Haus", ["Häuser der Begegnung"]),
        ("häusern", ["Häuser der Begegnung"]),
        ("Kursen", ["EU-Mittel für Sprachkurse", "Häuser der Begegnung"]),
        ("Uebergang Beruf", ["Übergang von der Schule in den Beruf"]),
        ("ubergang beruf", ["Übergang von der Schule in den Beruf"]),
        ("BERUF übergang", ["Übergang von der Schule in den Beruf"]),
        ("strassenfest", ["Straßenfest am Kita-Ausbau"]),
        ("Kita Ausbau", ["Straßenfest am Kita-Ausbau"]),
        ("eu", ["EU-Mittel für Sprachkurse"]),
        ("Begegnung", ["Häuser der Begegnung", "Straßenfest am Kita-Ausbau"]),
        ("Begegnung -Kurse", ["Straßenfest am Kita-Ausbau"]),
        ('"Kita Ausbau"', ["Straßenfest am Kita-Ausbau"]),
        ('"Ausbau Kita"', []),
        ("Familien Stadtteil", ["Gesundheitslotsen im Stadtteil"]),
        ("Familien Beruf", []),
        ("Netz OR Antrag", ["EU-Mittel für Sprachkurse", "Übergang von der Schule in den Beruf"]),
        ("die Häuser", ["Häuser der Begegnung"]),
    ],
)
def test_words_find_titles_first_and_then_texts(full: Town, text: str, found: list[str]) -> None:
    assert titles(full, text) == found


def test_office_finds_what_it_leads_alone_and_beside_words(full: Town) -> None:
    short = full.unit("youth").short_name
    assert len(titles(full, short)) == len(TITLES)
    assert titles(full, f"{short} Kurse") == ["Häuser der Begegnung"]


def test_a_number_is_found_however_it_is_typed(full: Town) -> None:
    measure = Measure.objects.get(title="Häuser der Begegnung")
    year, count = measure.reference.split("-")[1:]
    for text in (measure.reference, measure.reference.lower(), f"M {year} {int(count)}",
                 f"{year}/{count}", f"M\u2013{year}\u2013{count}"):  # fmt: skip
        assert hits(full, text).hits[0].case == measure.case_id, text
        assert hits(full, text).hits[0].way == Way.NUMBER, text


def test_near_numbers_are_offered_where_nothing_has_it(full: Town) -> None:
    measure = Measure.objects.get(title="Häuser der Begegnung")
    wrong = measure.reference[:-1] + str((int(measure.reference[-1]) + 5) % 10)
    assert not Case.objects.filter(title__startswith=wrong).exists()
    found = hits(full, wrong)
    assert found.near
    assert measure.case_id in {hit.case for hit in found.hits}
    stranger = hits(full, wrong, "social-head")
    assert measure.case_id not in {hit.case for hit in stranger.hits}


def test_who_sees_nothing_finds_nothing(full: Town) -> None:
    for text in ("lotse", "Begegnung", full.unit("youth").short_name, "Kurse"):
        assert titles(full, text, "social-head") == []


def test_excerpt_marks_the_words(full: Town) -> None:
    question = asked(full, "Netze")
    (row,) = found_rows(question, find(question, KINDS).of(""))
    assert f"{BEGIN}Netz{END} von Lotsen" in row.excerpt
    assert row.office == full.unit("youth").short_name


def test_another_kind_is_found_with_both_apps_as_they_are(town: Town) -> None:
    def attach(case: Case, _work: Any) -> None:
        Guideline.objects.create(case=case, title="Leitbild", text="…", lead=town.unit("youth"))

    outcome = open_case(
        kind="guideline", title="Leitbild der Begegnung", by=None, at=town.now, attach=attach,
        command=uuid4(),
    )  # fmt: skip
    found = find(asked(town, "Leitbildern", "centre-head"), KINDS)
    assert [(hit.case, hit.kind) for hit in found.hits] == [(outcome.case, "guideline")]


def test_discarded_drafts_are_found_by_nobody(full: Town) -> None:
    measure = Measure.objects.get(title="Häuser der Begegnung")
    gone = {flow.kind: flow.gone for flow in registered_flows()}["measure"]
    Case.objects.filter(pk=measure.case_id).update(state=next(iter(gone)), version=99)
    assert titles(full, "Häuser") == []


def test_page_needs_few_statements(full: Town) -> None:
    browser = Client()
    browser.force_login(full.person(SEES))
    browser.get("/suche/?q=Begegnung")
    for text in ("Begegnung", "lotse", "M-2026-9999", "youth", "Unauffindbares", ""):
        with CaptureQueriesContext(connection) as told:
            assert browser.get("/suche/", {"q": text}).status_code == 200
        assert len(told) <= 15, text


def test_many_are_counted_up_to_the_cap_and_looked_up_by_indexes(full: Town) -> None:
    """What is read does not grow with the number of cases that are not meant."""
    model = Measure.objects.get(title="Häuser der Begegnung")
    copied(model, title="Beratung vor Ort", number=CAP + 20)
    copied(model, title="Ausnahmsweise Zaunkönigin", number=1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE coordination_measure, workflows_case, workflows_caseaudience")
    many = hits(full, "Beratungen")
    assert many.counts["measure"] == CAP + 1
    assert len(many.of("measure")) == CAP
    for text in ("Ausnahmsweisen Zaunkönig", model.reference, "Unauffindbares"):
        assert_looked_up(full, text)


def assert_looked_up(town: Town, text: str) -> None:
    asked_of = asked(town, text)
    with CaptureQueriesContext(connection) as told:
        find(asked_of, ["measure"])
    for statement in told.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement['sql']}")
            ((plan,),) = cursor.fetchone()
        for node in below(plan["Plan"]):
            if node.get("Relation Name") in ("workflows_case", "coordination_measure"):
                assert node["Node Type"] != "Seq Scan", (text, node)
                read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                assert read * node["Actual Loops"] <= 50, (text, node)


def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from below(part)


def copied(model: Measure, *, title: str, number: int) -> None:
    """Copies of a measure with case and audience under other numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM workflows_case")
        (last,) = cursor.fetchone()
        values = {
            "case": model.case_id, "measure": model.pk, "last": last, "n": number, "title": title,
        }  # fmt: skip
        for statement in (_CASES, _AUDIENCE, _MEASURES):
            cursor.execute(statement, values)


_CASES = """
INSERT INTO workflows_case SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', %(last)s + n, 'title', 'M-2026-' || %(last)s + n || ' ' || %(title)s::text))).*
  FROM workflows_case c, generate_series(1, %(n)s) n WHERE c.id = %(case)s
"""
_AUDIENCE = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT %(last)s + n, a.desk_id, a.reason FROM workflows_caseaudience a, generate_series(1, %(n)s) n
 WHERE a.case_id = %(case)s
"""
_OWN = [
    field.column
    for field in Measure._meta.concrete_fields
    if not field.generated and not field.primary_key
]
_MEASURES = f"""
INSERT INTO coordination_measure ({", ".join(_OWN)})
SELECT {", ".join(f"r.{column}" for column in _OWN)} FROM (
    SELECT (jsonb_populate_record(m, jsonb_build_object('case_id', %(last)s + n,
        'reference', 'M-2026-' || %(last)s + n, 'title', %(title)s::text))).*
      FROM coordination_measure m, generate_series(1, %(n)s) n WHERE m.id = %(measure)s) r
"""
