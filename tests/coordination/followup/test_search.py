"""Items are found by words and numbers as if each were asked, and by their index where many are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from coordination.followup.models import FollowUp
from coordination.followup.queries.listing import Filter, find
from tests.coordination.followup.items import SECRETARY, item
from tests.town import Town
from workflows.models import din5007_key
from workflows.spelling import sought

pytestmark = pytest.mark.django_db

TITLES = (
    "Prüfauftrag Spielplätze", "Haushalt 2026: Öffnungszeiten", "Straßenbeleuchtung im Norden",
    "Bericht 26-0417 fortschreiben", "Ö", "Spiel & Sport",
)  # fmt: skip
PAPERS = ("DS 26-0012", "ds 26/417", "26-0417/2", "", "V-Ä-7", "DS26-00120")
TYPED = (
    "spielpl", "SPIEL", "spiel sport", "Strassen", "2026", "haushalt 26", "26-0417", "26\u20130417",
    "26-04", "DS 26-0012", "ds 26", "26/417", "B-20", "b-2026", "0012", "7", "ö", "V-Ä-7", "v-ä-7",
    "DS26", "nirgends", "26-9999", "%", "_6", "2026: Öff",
)  # fmt: skip


def populate(town: Town) -> list[FollowUp]:
    for title in TITLES:
        for paper in PAPERS:
            model = FollowUp.objects.first() or item(town)
            copied(model, title=title, paper=paper)
    return list(FollowUp.objects.all())


def copied(model: FollowUp, *, title: str, paper: str, number: int = 1) -> None:
    """Copies of an item with case and audience under other numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM workflows_case")
        (last,) = cursor.fetchone()
        asked = {"case": model.case_id, "item": model.pk, "last": last, "n": number,
                 "title": title, "key": din5007_key(title), "paper": paper}  # fmt: skip
        for statement in (_CASES, _AUDIENCE, _ITEMS):
            cursor.execute(statement, asked)


_CASES = """
INSERT INTO workflows_case SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', %(last)s + n))).* FROM workflows_case c, generate_series(1, %(n)s) n
 WHERE c.id = %(case)s
"""
_AUDIENCE = """
INSERT INTO workflows_caseaudience (case_id, desk_id, reason)
SELECT %(last)s + n, a.desk_id, a.reason FROM workflows_caseaudience a, generate_series(1, %(n)s) n
 WHERE a.case_id = %(case)s
"""
_OWN = [
    field.column
    for field in FollowUp._meta.concrete_fields
    if not field.generated and not field.primary_key
]
_ITEMS = f"""
INSERT INTO coordination_followup ({", ".join(_OWN)})
SELECT {", ".join(f"r.{column}" for column in _OWN)} FROM (
    SELECT (jsonb_populate_record(f, jsonb_build_object('case_id', %(last)s + n,
        'reference', 'B-2026-' || %(last)s + n, 'title', %(title)s::text,
        'title_key', %(key)s::text, 'consultation_id', null,
        'paper', replace(%(paper)s, '#', n::text)))).*
      FROM coordination_followup f, generate_series(1, %(n)s) n WHERE f.id = %(item)s) r
"""


def test_search_finds_what_asking_each_finds(town: Town) -> None:
    every, hits = populate(town), 0
    for typed in TYPED:
        text = sought(typed)
        listing = find(town.person(SECRETARY), Filter(text=text), at=town.now)
        expected = {one.pk for one in every if says(one, text.replace("\u2013", "-"))}
        assert set(listing.keys) == expected, typed
        hits += bool(expected)
    assert hits > 18


def says(one: FollowUp, typed: str) -> bool:
    parts = [key for key in map(din5007_key, typed.split()) if key]
    number = typed.upper()
    return bool(parts and all(part in one.title_key for part in parts)) or (
        any(letter.isdigit() for letter in typed)
        and (one.reference.startswith(number) or number in one.paper or typed in one.paper)
    )


def test_items_are_read_without_what_they_are_sought_by(town: Town) -> None:
    item(town)
    assert "grams" in FollowUp.objects.get().get_deferred_fields()


def test_one_of_many_is_found_by_the_index(town: Town) -> None:
    """A number is looked up: what is read does not grow with the number of items."""
    model = item(town)
    copied(model, title="Beleuchtung", paper="DS 26-#", number=3_000)
    copied(model, title="Ausnahmsweise", paper="")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE coordination_followup, workflows_case, workflows_caseaudience")
    number = FollowUp.objects.get(paper="DS 26-2777").reference
    for typed in ("26-2777", number, "Ausnahmsw"):
        assert_looked_up(town, typed)


def assert_looked_up(town: Town, typed: str) -> None:
    listing = find(town.person(SECRETARY), Filter(text=typed), at=town.now)
    question = listing.matching.order_by("next_report_on", "pk").values_list("pk")[:1001]
    (plan,) = json.loads(question.explain(format="json", analyze=True, buffers=True))
    nodes = list(below(plan["Plan"]))
    assert "coordination_followup_grams" in {node.get("Index Name") for node in nodes}
    assert len(listing.keys) == 1
    read = [node for node in nodes if node.get("Relation Name") == "coordination_followup"]
    assert sum(n["Actual Rows"] + n.get("Rows Removed by Filter", 0) for n in read) <= 20
    # How many pages the audience's rows lie on depends on what was vacuumed before.
    theirs = [node for node in nodes if node.get("Relation Name") == "workflows_caseaudience"]
    assert blocks(plan["Plan"]) - sum(map(blocks, theirs)) <= 100


def blocks(node: dict[str, Any]) -> int:
    return int(node["Shared Hit Blocks"] + node["Shared Read Blocks"])


def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from below(part)
