"""The public list of coming matters: released words, public sessions, nothing else in any byte."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.council.models import Consultation, Meeting, Organization
from coordination.measures.models import Measure
from coordination.portal.queries.allowed import PUBLIC_FIELDS
from coordination.portal.queries.plans import PublicPlan
from coordination.publishing.models import PublicEntry
from tests.coordination.publishing.entries import WORDS, do, entry, in_state, matter, released
from tests.statements import statements
from tests.town import Town
from workflows.models import Case

pytestmark = pytest.mark.django_db

CANARY = "KANARIENVOGEL"
MOST = 15


def get(town: Town, name: str, *args: object) -> object:
    """A page as somebody without an account gets it."""
    with time_machine.travel(town.now, tick=False):
        return Client().get(reverse(f"portal:{name}", args=args))


def station(measure: Measure, key: str, *, position: int = 1, **more: object) -> Consultation:
    body = Organization.objects.get(key=key)
    meeting = Meeting.objects.filter(organization=body).order_by("starts_at")[1]
    role = "decision" if key == "council" else "preliminary"
    return Consultation.objects.create(
        case=measure.case, position=position, organization=body, meeting=meeting, role=role, **more
    )


def pages(town: Town, *references: str) -> dict[str, str]:
    found = {name: get(town, name) for name in ("start", "plans", "plan_feed", "followups")}
    found |= {reference: get(town, "plan", reference) for reference in references}
    return {name: response.content.decode() for name, response in found.items()}


def test_nothing_but_released_words_and_public_sessions_is_in_any_public_byte(town: Town) -> None:
    """Words that were never released, the matter's own text, what is secret or became so."""
    own = {name: f"{CANARY} {name}" for name in ("goal", "facts", "proposal", "public_summary")}
    open_ = matter(town, title=f"{CANARY} Titel", **own)
    shown = released(town, open_)
    station(open_, "integration")
    station(open_, "main", position=2, is_public=False, secrecy_reason=CANARY)
    Organization.objects.filter(key="main").update(name=CANARY)
    do(town, shown, "revise_entry", "centre-clerk", **{**WORDS, "summary": CANARY})
    waiting = entry(town, matter(town), title=CANARY, summary=CANARY)
    secret = released(town, matter(town), title=CANARY)
    Measure.objects.filter(case=secret.matter).update(council_public=False)
    restricted = released(town, matter(town), title=CANARY)
    Case.objects.filter(pk=restricted.matter_id).update(access="restricted")
    names = [one.reference for one in (shown, waiting, secret, restricted)]
    found = pages(town, *names)
    assert [name for name, content in found.items() if CANARY in content] == []
    holds = [name for name, content in found.items() if WORDS["summary"] in content]
    assert holds == ["plans", "plan_feed", shown.reference]
    statuses = [get(town, "plan", name).status_code for name in names]
    assert statuses == [200, 404, 404, 404]


def test_an_entry_says_what_comes_before_which_body(town: Town) -> None:
    measure = matter(town, cost="5000", cover="Etat")
    shown = released(town, measure)
    expected = get(town, "plan", shown.reference).content.decode()
    assert "voraussichtlich" in expected
    first = station(measure, "integration", result="accepted", recorded_at=town.now)
    last = station(measure, "council", position=2)
    said = get(town, "plan", shown.reference).content.decode()
    assert "voraussichtlich" not in said
    for words in (
        "Body integration", "Body council", f"{last.meeting.starts_at:%d.%m.%Y}",
        f"{first.meeting.starts_at:%d.%m.%Y}", "5.000,00", "Eine Bürgerversammlung im April.",
        "ganze Stadt", "Unit youth", "in Vorbereitung",
    ):  # fmt: skip
        assert words in said
    in_state(measure, "implementation")
    assert "beschlossen" in get(town, "plan", shown.reference).content.decode()


def test_the_allow_list_is_what_a_plan_is_made_of() -> None:
    """Typed once more: a field that joins is a decision."""
    assert set(PUBLIC_FIELDS["plan"]) == {
        "reference", "publication", "published_at", "renewed_at", "matter__state",
        *(f"released__{name}" for name in ("title", "summary", "participation",
          "participation_words", "cost", "office", "fields", "districts")),
    }  # fmt: skip
    names = [name.rpartition("__")[2] for name in PUBLIC_FIELDS["plan"]]
    assert [*names, "stops"] == list(PublicPlan.__dataclass_fields__)


@pytest.mark.parametrize(
    ("ending", "status"), [("archive", 200), ("gone", 410), ("unavailable", 503)]
)
def test_a_plan_ends_by_choice_and_can_come_again(town: Town, ending: str, status: int) -> None:
    shown = released(town, matter(town))
    first = shown.published_at
    do(town, shown, "end_entry", publication=ending)
    response = get(town, "plan", shown.reference)
    assert response.status_code == status
    assert ("Retry-After" in response.headers) is (ending == "unavailable")
    is_listed = WORDS["title"] in get(town, "plans").content.decode()
    assert is_listed is (ending == "archive")
    town.now += timedelta(days=1)
    do(town, shown, "revise_entry", "centre-clerk", **WORDS)
    assert get(town, "plan", shown.reference).status_code == status
    do(town, shown, "release_entry")
    assert get(town, "plan", shown.reference).status_code == 200
    # Whoever could not read it for a while has not been told since the first day.
    assert shown.published_at == (first if ending == "archive" else town.now)


def test_public_pages_of_plans_set_no_cookie_and_ask_little(town: Town) -> None:
    for number in range(3):
        measure = matter(town)
        released(town, measure)
        if number:
            station(measure, "council")
    reference = PublicEntry.objects.latest("pk").reference
    for name, args in (("plans", ()), ("plan", (reference,)), ("plan_feed", ())):
        with statements() as count:
            response = get(town, name, *args)
        assert response.status_code == 200
        assert not response.cookies
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert count.sent <= MOST


def test_the_next_session_comes_first_and_words_and_body_narrow(town: Town) -> None:
    later, sooner = matter(town), matter(town)
    released(town, later, title="Später im Rat")
    released(town, sooner, title="Bald im Integrationsrat")
    station(later, "council")
    station(sooner, "integration")
    listed = get(town, "plans").content.decode()
    assert listed.index("Bald im Integrationsrat") < listed.index("Später im Rat")
    council = Organization.objects.get(key="council").pk
    for query, shown in ((f"gremium={council}", "Später im Rat"), ("q=bald", "Bald im")):
        with time_machine.travel(town.now, tick=False):
            page = Client().get(f"{reverse('portal:plans')}?{query}").content.decode()
        both = [title for title in ("Später im Rat", "Bald im") if title in page]
        assert both == [shown]
