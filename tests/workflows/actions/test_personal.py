"""Resubmissions come back on their morning, watchers hear of what moves: each once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from coordination.council.models import Consultation
from tests.concurrency.threads import at_once
from tests.town import Town, found
from workflows import jobs
from workflows.actions.inbox.resubmissions import finish, resubmit, tell_due
from workflows.actions.inbox.watches import stop_watching, tell_watchers, watch
from workflows.calendars import BERLIN, local_date, opening
from workflows.enums import Channel
from workflows.models import (
    CaseAudience,
    DeskHolder,
    Notification,
    Resubmission,
    Substitution,
    Task,
    Watch,
)
from workflows.queries.inbox import Place, counts, task_page
from workflows.queries.inbox.personal import kept_of, resubmissions, watched_cases
from workflows.queries.people.desks import held_by
from workflows.refusals import GuardsUnmet, Invisible

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 3, 6)


@pytest.fixture
def town() -> Town:
    return found()


def told(template: str) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(template=template)
    return sorted(rows.values_list("recipient__email", "channel"))


def both(person: object) -> list[tuple[str, str]]:
    return [(person.email, Channel.IN_APP), (person.email, Channel.MAIL)]


def listed(town: Town, desk: str, view: str, at: datetime) -> list[str]:
    user = town.person(desk)
    desks = held_by(user.pk, on=local_date(at))
    page = task_page(Place.of({"view": view}), person=user.pk, desks=desks, at=at)
    return [row.title.partition(" ")[2] for row in page.rows]


# --- resubmission -------------------------------------------------------------------------------


def test_task_is_put_off_until_its_morning_for_this_person_only(town: Town) -> None:
    measure = town.in_cosigning(title="Später", impact_school=True)
    task = Task.objects.get(case=measure.case_id, desk__key="school-head")
    due_at, head = task.due_at, town.person("school-head")
    DeskHolder.objects.create(
        desk=task.desk, person=town.person("social-clerk"), valid_from=local_date(town.now)
    )
    resubmit(measure.case_id, by=head, at=town.now, due_on=FRIDAY, task=task.pk)
    assert listed(town, "school-head", "desk", town.now) == []
    assert listed(town, "social-clerk", "desk", town.now) == ["Später"]
    morning = datetime(2026, 3, 6, 7, tzinfo=BERLIN)
    assert listed(town, "school-head", "desk", morning) == ["Später"]
    task.refresh_from_db()
    assert task.due_at == due_at


def test_view_counts_and_lists_it_with_its_note(town: Town) -> None:
    measure = town.propose(title="Später")
    clerk = town.person("youth-clerk")
    resubmit(measure.case_id, by=clerk, at=town.now, due_on=FRIDAY, note="  Frau\nfragen ")
    desks = held_by(clerk.pk, on=local_date(town.now))
    assert counts(person=clerk.pk, desks=desks, at=town.now).views["resubmission"] == 1
    (row,) = resubmissions(clerk.pk, desks=desks)
    assert (row.title, row.due_on, row.note) == (measure.case.title, FRIDAY, "Frau fragen")
    head = town.person("youth-head")
    assert counts(person=head.pk, desks=desks, at=town.now).views["resubmission"] == 0


def test_new_day_replaces_the_one_before(town: Town) -> None:
    measure, clerk = town.propose(), town.person("youth-clerk")
    resubmit(measure.case_id, by=clerk, at=town.now, due_on=FRIDAY, note="eins")
    later = FRIDAY + timedelta(days=3)
    resubmit(measure.case_id, by=clerk, at=town.now, due_on=later, note="zwei")
    row = Resubmission.objects.get()
    assert (row.due_on, row.note, row.done_at) == (later, "zwei", None)
    assert kept_of(measure.case_id, person=clerk.pk, at=town.now).due_on == later


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 2), "heute oder vorbei"),
        (date(2020, 1, 1), "heute oder vorbei"),
        (date(2026, 3, 7), "ein Samstag"),
        (date(2026, 3, 8), "ein Sonntag"),
        (date(2026, 4, 3), "Karfreitag"),
        (date(2090, 1, 3), "fünf Jahre"),
        (date(9999, 12, 31), "fünf Jahre"),
    ],
)
def test_day_that_does_not_do_is_refused_in_german(town: Town, day: date, words: str) -> None:
    measure = town.propose()
    with pytest.raises(GuardsUnmet) as refusal:
        resubmit(measure.case_id, by=town.person("youth-clerk"), at=town.now, due_on=day)
    (problem,) = refusal.value.unmet
    assert problem.field == "due_on"
    assert words in str(problem.text)
    assert Resubmission.objects.count() == 0


def test_only_who_sees_the_case_can_put_it_off_and_only_the_owner_ends_it(town: Town) -> None:
    measure = town.propose()
    with pytest.raises(Invisible):
        resubmit(measure.case_id, by=town.person("social-head"), at=town.now, due_on=FRIDAY)
    row = resubmit(measure.case_id, by=town.person("youth-clerk"), at=town.now, due_on=FRIDAY)
    with pytest.raises(Invisible):
        finish(row.pk, by=town.person("youth-head"), at=town.now)
    finish(row.pk, by=town.person("youth-clerk"), at=town.now)
    with pytest.raises(Invisible):
        finish(row.pk, by=town.person("youth-clerk"), at=town.now)
    clerk = town.person("youth-clerk")
    assert kept_of(measure.case_id, person=clerk.pk, at=town.now).due_on is None


def test_person_is_told_on_the_morning_and_once(town: Town) -> None:
    measure, clerk = town.propose(), town.person("youth-clerk")
    resubmit(measure.case_id, by=clerk, at=town.now, due_on=FRIDAY, note="Frau fragen")
    assert tell_due(at=opening(FRIDAY) - timedelta(minutes=1)) == 0
    assert tell_due(at=opening(FRIDAY)) == 2
    assert tell_due(at=opening(FRIDAY)) == 0
    assert tell_due(at=opening(FRIDAY) - timedelta(hours=1)) == 0
    assert told("resubmission_due") == both(clerk)
    data = Notification.objects.filter(template="resubmission_due").values_list("data", flat=True)
    assert set(map(str, data)) == {str({"day": "2026-03-06", "note": "Frau fragen"})}


def test_what_an_outage_left_over_is_told_at_once(town: Town) -> None:
    measure = town.propose()
    resubmit(measure.case_id, by=town.person("youth-clerk"), at=town.now, due_on=FRIDAY)
    assert tell_due(at=datetime(2026, 3, 9, 3, tzinfo=BERLIN)) == 2


def test_put_off_again_is_told_again(town: Town) -> None:
    measure, clerk = town.propose(), town.person("youth-clerk")
    resubmit(measure.case_id, by=clerk, at=town.now, due_on=FRIDAY)
    tell_due(at=opening(FRIDAY))
    later = FRIDAY + timedelta(days=3)
    resubmit(measure.case_id, by=clerk, at=opening(FRIDAY), due_on=later)
    assert tell_due(at=opening(FRIDAY)) == 0
    assert tell_due(at=opening(later)) == 2


def test_nobody_is_told_of_what_is_done_or_no_longer_seen(town: Town) -> None:
    clerk = town.person("youth-clerk")
    done, hidden = town.propose(title="Eins"), town.propose(title="Zwei")
    row = resubmit(done.case_id, by=clerk, at=town.now, due_on=FRIDAY)
    finish(row.pk, by=clerk, at=town.now)
    resubmit(hidden.case_id, by=clerk, at=town.now, due_on=FRIDAY)
    CaseAudience.objects.filter(case=hidden.case_id).delete()
    assert tell_due(at=opening(FRIDAY)) == 0
    assert told("resubmission_due") == []


# --- watching -----------------------------------------------------------------------------------


def test_watcher_hears_of_each_move_once(town: Town) -> None:
    measure, clerk = town.propose(), town.person("youth-clerk")
    watch(measure.case_id, by=clerk, at=town.now)
    watch(measure.case_id, by=clerk, at=town.now)
    assert Watch.objects.count() == 1
    assert tell_watchers(at=town.now) == 0
    town.do(measure, "submit", "youth-head")
    assert tell_watchers(at=town.now) == 2
    assert tell_watchers(at=town.now) == 0
    assert told("watched_news") == both(clerk)
    row = Notification.objects.filter(template="watched_news").first()
    assert row is not None
    assert row.data == {"moved": True, "state": "check"}


def test_watcher_hears_nothing_of_talk_and_of_own_acts(town: Town) -> None:
    measure, head = town.propose(), town.person("youth-head")
    watch(measure.case_id, by=head, at=town.now)
    town.do(measure, "ask_agreement", "youth-clerk")
    town.do(measure, "submit", "youth-head")
    assert tell_watchers(at=town.now) == 0
    assert Watch.objects.get().told_seq == type(measure.case).objects.get(pk=measure.case_id).seq


def test_decision_is_news_even_where_the_state_stays(town: Town) -> None:
    measure = town.in_deliberation()
    clerk = town.person("youth-clerk")
    watch(measure.case_id, by=clerk, at=town.now)
    before = type(measure.case).objects.get(pk=measure.case_id).state
    station = Consultation.objects.filter(case=measure.case_id).order_by("position")[0]
    assert station.meeting is not None
    town.now = station.meeting.starts_at + timedelta(hours=2)
    town.do(measure, "record_result", "council_office-council_secretary", result="accepted")
    assert type(measure.case).objects.get(pk=measure.case_id).state == before
    assert tell_watchers(at=town.now) == 2
    row = Notification.objects.filter(template="watched_news").first()
    assert row is not None
    assert row.data == {"moved": False, "state": before}


def test_watcher_who_no_longer_sees_the_case_is_passed_over_for_good(town: Town) -> None:
    measure, clerk = town.propose(), town.person("youth-clerk")
    watch(measure.case_id, by=clerk, at=town.now)
    rows = list(CaseAudience.objects.filter(case=measure.case_id, desk__key="youth-clerk"))
    town.do(measure, "submit", "youth-head")
    CaseAudience.objects.filter(case=measure.case_id, desk__key="youth-clerk").delete()
    assert tell_watchers(at=town.now) == 0
    assert watched_cases(clerk, at=town.now) == []
    CaseAudience.objects.bulk_create(
        CaseAudience(case_id=row.case_id, desk_id=row.desk_id, reason=row.reason) for row in rows
    )
    assert tell_watchers(at=town.now) == 0


def test_deputy_watches_for_as_long_as_they_stand_in(town: Town) -> None:
    measure, deputy = town.propose(), town.person("social-head")
    today = local_date(town.now)
    Substitution.objects.create(
        represented=town.person("youth-clerk"), deputy=deputy, starts_on=today, ends_on=today,
        entered_at=town.now,
    )  # fmt: skip
    watch(measure.case_id, by=deputy, at=town.now)
    town.do(measure, "submit", "youth-head")
    assert tell_watchers(at=town.now) == 2
    town.do(measure, "send_back", "centre-clerk", text="Bitte die Kosten genauer nennen.")
    assert tell_watchers(at=town.now + timedelta(days=1)) == 0


def test_who_stops_watching_hears_nothing(town: Town) -> None:
    measure, clerk = town.propose(), town.person("youth-clerk")
    watch(measure.case_id, by=clerk, at=town.now)
    assert stop_watching(measure.case_id, by=clerk)
    assert not stop_watching(measure.case_id, by=clerk)
    town.do(measure, "submit", "youth-head")
    assert tell_watchers(at=town.now) == 0


def test_only_who_sees_a_case_can_watch_it(town: Town) -> None:
    with pytest.raises(Invisible):
        watch(town.propose().case_id, by=town.person("social-head"), at=town.now)


@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_tell_everybody_once() -> None:
    town = found()
    cases = [town.propose(title=f"Maßnahme {number}").case_id for number in range(4)]
    people = [town.person("youth-clerk"), town.person("youth-head")]
    for case in cases:
        for person in people:
            resubmit(case, by=person, at=town.now, due_on=FRIDAY)
            watch(case, by=person, at=town.now)
    Watch.objects.update(told_seq=0)

    def tick() -> int:
        return tell_due(at=opening(FRIDAY)) + tell_watchers(at=opening(FRIDAY))

    done = at_once([tick] * 8, threads=4)
    assert Notification.objects.filter(template="resubmission_due").count() == 16
    # The opening of a case is the clerk's own act.
    assert Notification.objects.filter(template="watched_news").count() == 8
    assert sum(done) == 24


def test_tick_tells_both(town: Town, settings, tmp_path, monkeypatch) -> None:
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"
    # The database travels with us.
    monkeypatch.setattr(jobs, "database_clock", timezone.now)
    measure, clerk = town.propose(), town.person("youth-clerk")
    watch(measure.case_id, by=clerk, at=town.now)
    resubmit(measure.case_id, by=clerk, at=town.now, due_on=FRIDAY)
    town.do(measure, "submit", "youth-head")
    with time_machine.travel(opening(FRIDAY), tick=False):
        said = jobs.tick()
    assert "2 messages of resubmissions; 2 messages to watchers" in said
    texts = list(clerk.notices.order_by("pk").values_list("text", flat=True))
    number = measure.case.title.partition(" ")[0]
    assert [text for text in texts if "wieder sehen" in text] == [
        f"{number} „{measure.title}“: Sie wollten dies am 06.03.2026 wieder sehen."
    ]
    assert [text for text in texts if "beobachten" in text] == [
        (
            f"{number} „{measure.title}“: Der Stand ist jetzt „Vorprüfung“. "
            "Sie beobachten diesen Vorgang."
        )
    ]
