"""The chain that the engine writes is the chain that a verifier computes from the stored rows."""

import hashlib
import json
from datetime import UTC
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kinds import AT, answered, make_office, opened
from workflows.actions.acting.acts import Request, act
from workflows.machine.stored_text import tidied_values
from workflows.models import Case, Event
from workflows.queries.proof.digests import digest_of

pytestmark = pytest.mark.django_db

_TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=20)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def office():
    return make_office()


def test_digest_is_the_documented_form_of_the_row_and_its_predecessor(office):
    case = answered(office, text="Einverstanden.").case
    events = list(Event.objects.filter(case=case).order_by("seq"))
    previous = bytes(32)
    for event in events:
        form = json.dumps(
            {
                "action": event.action,
                "actor": event.actor_id,
                "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "case": case,
                "caused_by": event.caused_by,
                "data": event.data,
                "desk": event.desk_id,
                "form": 2,
                "legal_basis": event.legal_basis,
                "on_behalf_of": None,
                "rows": event.rows,
                "seq": event.seq,
                "source": event.source,
                "target": event.target,
                "text": event.text_digest and bytes(event.text_digest).hex(),
                "version": event.version,
            },
            separators=(",", ":"),
            ensure_ascii=False,
        )
        assert bytes(event.previous) == previous
        previous = hashlib.sha256(previous + form.encode()).digest()
        assert bytes(event.digest) == previous
    row = Case.objects.get(pk=case)
    assert (row.seq, bytes(row.head)) == (len(events), previous)


@given(facts=st.dictionaries(st.sampled_from(["a", "ü", "10", "9"]), _VALUES, max_size=4))
@settings(max_examples=60, suppress_health_check=[
    *settings().suppress_health_check, HealthCheck.function_scoped_fixture,
])  # fmt: skip
def test_digest_fits_whatever_facts_an_act_notes(office, facts):
    case = opened(office).case
    act(Request(case, "jot", office.clerk.pk, AT, command=uuid4(), data=facts))
    event = Event.objects.get(case=case, seq=2)
    assert event.data == tidied_values(facts)
    assert digest_of(event) == bytes(event.digest)


def test_fractions_are_refused_before_they_are_written(office):
    case = opened(office).case
    with pytest.raises(TypeError, match=r"no 1\.5"):
        act(Request(case, "jot", office.clerk.pk, AT, command=uuid4(), data={"share": 1.5}))
    assert Event.objects.filter(case=case).count() == 1
