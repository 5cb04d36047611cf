"""The share of what was decided that was announced 28 days before, and the lists behind it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordination.coming.queries.figures import Quarter, decided_between, periods, quarter_of
from coordination.council.models import Consultation, Meeting, Organization
from coordination.decisions.models import TextVersion
from coordination.measures.models import Measure
from coordination.publishing.models import PublicEntry
from tests.coordination.publishing.entries import do, matter, released
from tests.journeys.driver import Person
from tests.town import Town
from workflows.calendars import local_date

pytestmark = pytest.mark.django_db


def decided(town: Town, *, announced: int | None, submitted: int, **fields: object) -> Measure:
    """A matter that the council decided yesterday, announced and submitted so many days before."""
    measure = matter(town, **fields)
    council = Organization.objects.get(key="council")
    session, _new = Meeting.objects.get_or_create(
        organization=council, starts_at=town.now - timedelta(days=1),
        defaults={"closes_on": local_date(town.now)},
    )  # fmt: skip
    Consultation.objects.create(
        case=measure.case, position=1, organization=council, meeting=session, role="decision",
        result="accepted", recorded_at=town.now,
    )  # fmt: skip
    if announced is not None:
        entry = released(town, measure)
        moment = session.starts_at - timedelta(days=announced)
        PublicEntry.objects.filter(pk=entry.pk).update(published_at=moment)
    moment = session.starts_at - timedelta(days=submitted)
    TextVersion.objects.filter(case=measure.case).update(made_at=moment)
    return measure


def test_the_figure_counts_whole_days_and_what_was_withdrawn_is_not_announced(town: Town) -> None:
    decided(town, announced=28, submitted=28)
    decided(town, announced=27, submitted=27)
    decided(town, announced=None, submitted=40)
    withdrawn = decided(town, announced=60, submitted=60)
    entry = PublicEntry.objects.get(matter=withdrawn.case)
    do(town, entry, "end_entry", publication="gone")
    PublicEntry.objects.filter(pk=entry.pk).update(ended_at=town.now - timedelta(days=9))
    decided(town, announced=None, submitted=50, council_public=False)
    found = periods(Measure.objects.all(), today=local_date(town.now))[0]
    assert (found.in_public.part, found.in_public.whole, found.in_public.percent) == (1, 4, 25)
    assert (found.inside.part, found.inside.whole, found.inside.percent) == (4, 5, 80)


def test_a_withdrawal_after_the_session_takes_nothing_back(town: Town) -> None:
    measure = decided(town, announced=30, submitted=30)
    do(town, PublicEntry.objects.get(matter=measure.case), "end_entry", publication="archive")
    assert periods(Measure.objects.all(), today=local_date(town.now))[0].in_public.part == 1


def test_each_number_leads_to_exactly_its_list(town: Town) -> None:
    decided(town, announced=28, submitted=10, title="Früh angekündigt")
    decided(town, announced=None, submitted=40, title="Früh eingereicht")
    secret = "Nicht öffentlich"
    decided(town, announced=None, submitted=40, title=secret, council_public=False)
    person = Person(town, "centre-clerk")
    page = person.get("/vorhaben/rechtzeitig/")
    assert page.shows("50 %", "67 %")
    quarter = quarter_of(local_date(town.now) - timedelta(days=1)).key
    titles = ("Früh angekündigt", "Früh eingereicht", secret)

    def behind(name: str) -> list[str]:
        assert f"quartal={quarter}&amp;liste={name}#" in page.html
        found = person.get("/vorhaben/rechtzeitig/", {"quartal": quarter, "liste": name})
        return [title for title in titles if found.shows(title)]

    assert behind("oeffentlich-rechtzeitig") == [titles[0]]
    assert behind("oeffentlich") == [*titles[:2]]
    assert behind("intern-rechtzeitig") == [*titles[1:]]
    assert behind("alle") == [*titles]
    nothing = Person(town, "social-clerk").get("/vorhaben/rechtzeitig/")
    assert not any(nothing.shows(title) for title in titles)


def test_quarters_follow_each_other() -> None:
    days = (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31))
    keys = [quarter_of(day).key for day in days]
    assert keys == ["2026-1", "2026-1", "2026-2", "2026-4"]
    last = Quarter(2026, 4)
    assert (last.first, last.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (last.following, Quarter(2027, 1).before) == (Quarter(2027, 1), last)


def test_only_the_days_asked_for_count(town: Town) -> None:
    decided(town, announced=None, submitted=40)
    session = local_date(town.now) - timedelta(days=1)
    assert len(decided_between(Measure.objects.all(), session, session)) == 1
    before = session - timedelta(days=1)
    assert decided_between(Measure.objects.all(), before, before) == []
