"""A text is erased for good, by few, with a reason, and the trail stands."""

import pytest

from tests.kinds import AT, answered, make_office, opened
from workflows.actions.proof.erasure import erase_text
from workflows.models import Case, Event, EventText
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, Invisible, NotAllowed

pytestmark = pytest.mark.django_db

REASON = "Erased on request (Art. 17 GDPR)"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def case(office):
    return answered(office, text="The name of a person.").case


@pytest.mark.parametrize("by_the_system", [True, False])
def test_text_is_gone_and_an_event_says_so(office, case, by_the_system):
    by = None if by_the_system else office.organiser.pk
    seq = erase_text(case=case, seq=3, reason=REASON, by=by, at=AT)
    text = EventText.objects.get(event__case=case, event__seq=3)
    assert (text.text, text.erased_at) == ("", AT)
    event = Event.objects.get(case=case, seq=seq)
    assert (event.seq, event.action, event.actor_id, event.data) == (
        5,
        "erase_text",
        by,
        {"seq": 3},
    )
    assert event.text.text == REASON
    assert Case.objects.get(pk=case).seq == 5
    assert list(verify()) == []


def test_only_the_organisation_office_may(office, case):
    with pytest.raises(NotAllowed):
        erase_text(case=case, seq=3, reason=REASON, by=office.head.pk, at=AT)
    assert EventText.objects.get(event__case=case, event__seq=3).text == "The name of a person."


def test_reason_is_needed_and_a_text_is_erased_once(office, case):
    with pytest.raises(GuardsUnmet) as refusal:
        erase_text(case=case, seq=3, reason=" short ", by=None, at=AT)
    assert [unmet.code for unmet in refusal.value.unmet] == ["reason"]
    erase_text(case=case, seq=3, reason=REASON, by=None, at=AT)
    with pytest.raises(GuardsUnmet) as refusal:
        erase_text(case=case, seq=3, reason="", by=None, at=AT)
    assert [unmet.code for unmet in refusal.value.unmet] == ["reason", "erased"]
    assert Event.objects.filter(case=case).count() == 5


def test_event_without_text_and_unknown_case_are_invisible(office, case):
    other = opened(office).case
    for target, seq in ((other, 1), (case, 99), (10**9, 1)):
        with pytest.raises(Invisible):
            erase_text(case=target, seq=seq, reason=REASON, by=None, at=AT)
