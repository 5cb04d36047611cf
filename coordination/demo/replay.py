"""The play itself: all stories side by side, in the order of their moments, and the clock."""

from __future__ import annotations

import heapq
from calendar import FRIDAY
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count

from workflows.actions import people as organisation
from workflows.actions.proof.sealing import seal_daily
from workflows.actions.telling.delivery import deliver_notices, drop_mails
from workflows.actions.telling.notices import read_notices
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.calendars import end_of_day, local_date, opening
from workflows.models import Notice

from ..city.enums import OrganizationType
from ..council.models import Meeting
from ..decisions.actions.exchanging import ask_for_excerpts
from ..decisions.enums import MeasureState as S
from ..followup.actions.resolutions import record_resolutions
from ..implementing.actions import prepare_notes
from . import (
    announcing,
    concept,
    cosignature,
    council,
    demands,
    execution,
    followup,
    goals,
    group,
    offices,
    reading,
    stock,
)
from .calendar import near_session
from .catalogue import Catalogue
from .journey import Phase, Steps, travel
from .plot import back
from .stage import Stage
from .stories import Absence, Script, Story

PHASES: dict[str, Phase] = {
    S.DRAFT: offices.draft,
    S.CHECK: offices.check,
    S.COSIGNING: cosignature.cosigning,
    S.RELEASE: offices.release,
    S.EXECUTIVE_BOARD: offices.executive_board,
    S.FINAL_SIGNATURE: offices.final_signature,
    S.DELIBERATION: council.deliberation,
    S.VETO_PERIOD: council.veto_period,
    S.RESOLVED: execution.resolved,
    S.IMPLEMENTATION: execution.implementation,
}
ENDINGS: dict[str, Phase] = {
    S.DRAFT: offices.ask_agreement,
    S.COSIGNING: cosignature.cosigning,
    S.RELEASE: offices.end_in_release,
    S.DELIBERATION: council.deliberation,
    S.RESOLVED: execution.end_in_resolved,
    S.IMPLEMENTATION: execution.implementation,
}

_MINUTE = timedelta(minutes=1)
_PATIENCE = 60.0
"""Seconds that a job may take for one day of the play."""
_UNREAD_FOR = timedelta(days=3)

_BEFORE_SIGNING = 36
"""Working days that the administration needs before the editorial deadline of the first station."""


class Replay:
    """Plays a script up to the end of its stage."""

    def __init__(self, stage: Stage, script: Script) -> None:
        self.stage = stage
        self._queue: list[tuple[datetime, int, Steps]] = []
        self._order = count()
        catalogue = Catalogue(on=local_date(stage.begins))
        for story in script.stories:
            steps = travel(stage, story, catalogue, phases=PHASES, endings=ENDINGS)
            self._add(self._begin(story), steps)
        for absence in script.absences:
            self._add(self._leave(absence), self._substitute(absence))
        first = stage.calendar.add_working_days(local_date(stage.ends), -followup.FIRST - 1)
        self._add(self._moment(first), followup.mandates(stage))
        first = stage.calendar.add_working_days(local_date(stage.ends), -announcing.FIRST - 1)
        self._add(self._moment(first), announcing.announcements(stage))
        self._coordinate()

    def _coordinate(self) -> None:
        """The target comes first: the measures that are proposed after it serve it."""
        stage = self.stage
        for number, steps in (
            (goals.FIRST, goals.target(stage)),
            (concept.BEGUN, concept.concept(stage)),
            (group.FOUNDED, group.coordination(stage)),
            (demands.FIRST, demands.demands(stage)),
            (reading.LOOKED, reading.look_around(stage)),
            (stock.TAKEN, stock.stock(stage)),
        ):
            self._add(self._moment(back(stage, number)), steps)
        for moment, steps in group.orders(stage):
            self._add(moment, steps)

    def run(self, *, tell: Callable[[datetime], None] = lambda _moment: None) -> None:
        """Do everything that happens before the stage ends; `tell` hears of each new day."""
        while self._queue:
            moment, _number, steps = heapq.heappop(self._queue)
            if moment > self.stage.ends:
                continue
            self._pass_time(moment, tell)
            following = next(steps, None)
            if following is not None:
                self._add(following, steps)
        self._pass_time(self.stage.ends, tell)
        self._end_day(self.stage.ends)

    def _add(self, moment: datetime, steps: Steps) -> None:
        heapq.heappush(self._queue, (moment, next(self._order), steps))

    # When a story begins

    def _begin(self, story: Story) -> datetime:
        stage = self.stage
        if story.coming and (soon := near_session(at=stage.ends)):
            return self._moment(stage.calendar.add_working_days(soon.closes_on, -_BEFORE_SIGNING))
        if not story.session:
            day = stage.calendar.add_working_days(local_date(stage.ends), -story.begins)
            return self._moment(day)
        decides = self._last_session(key=story.session, before=stage.ends - timedelta(days=3))
        heard = self._last_session(
            type=OrganizationType.INTEGRATION_COUNCIL, before=decides.starts_at
        )
        return self._moment(stage.calendar.add_working_days(heard.closes_on, -_BEFORE_SIGNING))

    def _moment(self, day: date) -> datetime:
        return max(self.stage.at(day), self.stage.begins)

    def _last_session(self, *, before: datetime, **body: str) -> Meeting:
        wanted = {f"organization__{name}": value for name, value in body.items()}
        return Meeting.objects.filter(starts_at__lt=before, **wanted).latest("starts_at")

    # Absences

    def _leave(self, absence: Absence) -> datetime:
        first = local_date(self.stage.ends + timedelta(days=absence.first))
        return self._moment(self.stage.calendar.add_working_days(first, -1))

    def _substitute(self, absence: Absence) -> Steps:
        stage = self.stage
        absent, deputy = stage.person(absence.absent), stage.person(absence.deputy)
        organisation.add_substitution(
            represented=absent.pk,
            deputy=deputy.pk,
            starts_on=local_date(stage.ends + timedelta(days=absence.first)),
            ends_on=local_date(stage.ends + timedelta(days=absence.last)),
            by=absent.pk,
            at=stage.now,
        )
        yield from ()

    # The clock

    def _pass_time(self, moment: datetime, tell: Callable[[datetime], None]) -> None:
        """Days end and deadlines take effect, each in its moment; then it is `moment`."""
        while local_date(self.stage.now) < local_date(moment):
            midnight = end_of_day(local_date(self.stage.now))
            self._end_day(midnight - _MINUTE)
            take_effects(at=midnight)
            self.stage.now = midnight
            tell(midnight)
            # The offices open before anybody acts; today perhaps they have not opened yet.
            opens = min(opening(local_date(midnight)), self.stage.ends)
            climb(at=opens)
            # What was resolved goes on the list of the council, what is completed lies ready.
            record_resolutions(at=opens)
            prepare_notes(at=opens)
            ask_for_excerpts(at=opens, seconds=_PATIENCE)
        self.stage.now = moment

    def _end_day(self, now: datetime) -> None:
        """Notices reach their people, mails of the past stay unsent, the trail is sealed."""
        told = min(self.stage.now + _MINUTE, now)
        organisation.return_left_work(at=told)
        while deliver_notices(at=told).total:
            pass
        drop_mails(at=told)
        if now.weekday() == FRIDAY:
            _read_notices(at=now)
        seal_daily(at=now)


def _read_notices(*, at: datetime) -> None:
    """Before the weekend everybody has read what is older than a few days."""
    old = Notice.objects.filter(read_at=None, created_at__lt=at - _UNREAD_FOR)
    newest = old.order_by("recipient", "-created_at", "-pk").distinct("recipient")
    for person, notice in newest.values_list("recipient", "pk"):
        read_notices(by=person, at=at, up_to=notice)
