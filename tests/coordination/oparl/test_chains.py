"""Imported chains replay as they happened; the real sample too, where it lies beside us."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command

from coordination.council.models import CouncilImport, SourceItem, SourcePaper
from coordination.council.oparl.chains import State, Station, chain_of, replay
from tests.coordination.oparl.conftest import imported
from tests.coordination.oparl.servers import CouncilSystem
from tests.coordination.portal.validator import folder

BEGIN = datetime(2016, 1, 11, 15, tzinfo=UTC)

# Typed from domain 2.4: role, whether it decides, result, where that leaves the paper.
WAYS = {
    "as real chains run": [
        ("preliminary", False, "referred", State.REFERRED),
        ("preliminary", False, "postponed", State.POSTPONED),
        ("preliminary", False, "postponed", State.POSTPONED),
        ("preliminary", False, "referred", State.REFERRED),
        ("preliminary", False, "", State.REFERRED),
        ("decision", True, "referred", State.REFERRED),
        ("decision", True, "accepted", State.DECIDED),
    ],
    "a recommendation against it ends nothing": [
        ("preliminary", False, "rejected", State.OPEN),
        ("decision", True, "amended", State.DECIDED),
    ],
    "a note afterwards undoes nothing": [
        ("decision", True, "rejected", State.REJECTED),
        ("information", False, "noted", State.REJECTED),
        ("hearing", False, "accepted", State.REJECTED),
    ],
    "decided again": [
        ("decision", True, "accepted", State.DECIDED),
        ("decision", True, "rejected", State.REJECTED),
    ],
    "not known": [
        ("decision", True, "unknown", State.OPEN),
        ("decision", True, "none", State.SETTLED),
    ],
    "taken off, then back": [
        ("decision", True, "dropped", State.POSTPONED),
        ("decision", True, "withdrawn", State.WITHDRAWN),
    ],
    "an inquiry": [("information", False, "noted", State.NOTED)],
    "a report to the deciding body": [("decision", True, "noted", State.NOTED)],
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_each_step_leaves_the_paper_where_the_domain_says(way) -> None:
    stations = [
        Station("Rat", BEGIN + timedelta(weeks=n), role, decides, result, "")
        for n, (role, decides, result, _state) in enumerate(way)
    ]
    steps = replay(reversed(stations))
    assert [step.state for step in steps] == [state for *_given, state in way]
    assert [step.station for step in steps] == stations


@pytest.mark.django_db
def test_a_chain_of_the_small_city_replays(
    system: CouncilSystem, django_assert_num_queries
) -> None:
    imported(system)
    paper = SourcePaper.objects.get(reference="16-0001")
    with django_assert_num_queries(3):
        steps = chain_of(paper)
    assert [(step.station.body, step.station.words, step.state) for step in steps] == [
        ("Rat", "verwiesen in Umweltausschuss", State.REFERRED),
        ("Umweltausschuss", "vertagt", State.POSTPONED),
        ("Umweltausschuss", "einstimmig zugestimmt", State.OPEN),
        ("Rat", "mehrheitlich beschlossen", State.DECIDED),
    ]


# Of the words of the sample: what a reader without our normaliser takes from the last of them.
_LAST_WORDS = (
    ("abgelehnt", State.REJECTED), ("vertagt", State.POSTPONED), ("verwiesen", State.REFERRED),
    ("beschlossen", State.DECIDED), ("zugestimmt", State.DECIDED), ("Kenntnisnahme", State.NOTED),
)  # fmt: skip


@pytest.mark.django_db
def test_the_real_chains_of_the_sample_replay_without_a_hand() -> None:
    place = folder()
    if place is None:
        pytest.skip("the real sample is not here (shared/data/oparl/karlsruhe_sample)")
    call_command("import_oparl", str(place / "karlsruhe_sample"))
    record = CouncilImport.objects.get()
    assert record.status == "done"
    assert {kind: counts["created"] for kind, counts in record.counts.items()} == {
        "Organization": 97, "Meeting": 19, "Paper": 401,
    }  # fmt: skip
    assert SourceItem.objects.count() == 569
    unknown = SourceItem.objects.filter(result="unknown").values_list("result_text", flat=True)
    # Whether a body agreed with the answer, or only heard it, is for the council office to say.
    assert set(unknown) <= {
        "gewählt", "teilweise zugestimmt", "mit Stellungnahme einverstanden", "einverstanden",
        "keine Mitteilungen",
    }  # fmt: skip
    ends: Counter[str] = Counter()
    for paper in SourcePaper.objects.prefetch_related("consultations"):
        steps = chain_of(paper)
        assert len(steps) == paper.consultations.count()
        said = [step for step in steps if step.station.words]
        times = [step.station.at for step in said]
        assert all(a <= b for a, b in pairwise(times) if a and b)
        for step in said:
            expected = next((s for word, s in _LAST_WORDS if word in step.station.words), None)
            if expected and step.station.decides and "geändert" not in step.station.words:
                assert step.state == expected, (paper.reference, step)
        ends[steps[-1].state if steps else ""] += 1
    assert ends[State.DECIDED] > 150
    assert ends[State.REJECTED] > 5
    call_command("import_oparl", str(place / "karlsruhe_sample"))
    again = CouncilImport.objects.first()
    assert sum(counts["unchanged"] for counts in again.counts.values()) == 517


@pytest.mark.django_db
def test_the_official_examples_are_read_in_spite_of_their_faults(tmp_path) -> None:
    place = folder()
    if place is None:
        pytest.skip("the official examples are not here (shared/data/oparl/examples)")
    call_command("import_oparl", str(place / "examples"))
    record = CouncilImport.objects.get()
    kinds = set(record.oddities.values_list("kind", flat=True))
    assert record.status == "done"
    assert {"no_order", "swapped"} <= kinds
    json.dumps(record.counts)
