"""People of the city of the letter at their browsers, and the days between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import reverse

from coordination.city.models import FieldOfAction
from coordination.demands.actions.following import follow_measures
from coordination.demands.models import Demand
from coordination.group.actions.register import keep_group
from coordination.mandates.actions import ask_who_leads
from tests.journeys.driver import OK, Page, Person
from tests.journeys.passing import deliver, morning
from tests.town import Town
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.actions.time.ladder import climb
from workflows.calendars import end_of_day, local_date, opening
from workflows.forms.inbox.places import case_url
from workflows.models import Case, Deadline, Notice, Notification

BGI = "division_3-integration_deputy"
MAYOR = "mayor-mayor"
CENTRE, CLERK = "integration_centre-head", "integration_centre-clerk"
SECRETARY = "council_office-council_secretary"
BOARD = "executive_board_office-board_secretary"
REASON = "Das ist gut begründet."
FORBIDDEN, GONE, CONFLICT, UNMET = 403, 404, 409, 422


class Matter(Protocol):
    """Whatever is about a case."""

    case_id: int


@dataclass(frozen=True)
class Register:
    """What is about a case without a row of its own."""

    case_id: int


class Story:
    """The city, who acts in it, and the clock that runs between two acts."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._people: dict[str, Person] = {}
        self.demands: dict[str, Demand] = {}

    @property
    def today(self) -> date:
        """The day of the story."""
        return local_date(self.town.now)

    def person(self, desk: str) -> Person:
        """Somebody at a desk."""
        if desk not in self._people:
            self._people[desk] = Person(self.town, desk)
        return self._people[desk]

    def unit(self, key: str) -> int:
        """The key of a unit."""
        return self.town.units[key]

    # --- the clock --------------------------------------------------------------------------

    def on(self, year: int, month: int, day: int, hour: int = 9) -> None:
        """Let the days pass; whenever something is due there is a tick, and on the last day."""
        until = date(year, month, day)
        assert until >= self.today, "the story only goes on"
        while self.today < until:
            midnight = end_of_day(self.today)
            self.town.now = opening(local_date(midnight))
            if self.today == until or _is_due(self.town.now):
                take_effects(at=midnight)
                self._tick()
        self.town.now = max(self.town.now, morning(year, month, day).replace(hour=hour))

    def _tick(self) -> None:
        at = self.town.now
        return_left_work(at=at)
        climb(at=at)
        ask_who_leads(at=at)
        keep_group(at=at)
        follow_measures(at=at)
        deliver(self.town)

    def at(self, moment: datetime) -> None:
        """The day of a session, two hours after it has begun."""
        day = local_date(moment)
        self.on(day.year, day.month, day.day)
        self.town.now = max(self.town.now, moment + timedelta(hours=2))

    # --- what people do ---------------------------------------------------------------------

    def page(self, desk: str, matter: Matter) -> Page:
        """The page of a matter by its address, as from the mail about it."""
        page = self.person(desk).get(case_url(Case.objects.get(pk=matter.case_id)))
        is_elsewhere = page.status in (301, 302)
        return self.person(desk).get(page.response.url) if is_elsewhere else page

    def act(self, desk: str, matter: Matter, name: str, *, status: int = OK, **said: Any) -> Page:
        """Do an act that the matter's page offers, past its check page."""
        part = self._address(matter, name)
        page = self.page(desk, matter)
        page = page if page.has_form(part) else page.follow(part)
        return page.fill_in(part, status=status, **said)

    def tries(self, desk: str, matter: Matter, name: str, **said: Any) -> Page:
        """Send an act to its address though no page offers it."""
        version = Case.objects.values_list("version", flat=True).get(pk=matter.case_id)
        sent = {"command": str(uuid4()), "version": str(version), **said}
        return self.person(desk).post(self._address(matter, name), sent, follow=False)

    @staticmethod
    def _address(matter: Matter, name: str) -> str:
        kind = Case.objects.values_list("kind", flat=True).get(pk=matter.case_id)
        return reverse(f"{kind}:{name}", args=[matter.case_id])

    def state(self, matter: Matter) -> str:
        """Where the matter stands."""
        return Case.objects.values_list("state", flat=True).get(pk=matter.case_id)

    def was_told(self, desk: str, matter: Matter, template: str, **more: str) -> bool:
        """Whether somebody has got this message about the matter."""
        mine = Notice.objects.filter(recipient=self.town.person(desk), case=matter.case_id)
        return mine.filter(notification__template=template, **more).exists()


def _is_due(at: datetime) -> bool:
    """Whether a clock that ticks now has anything to do."""
    running = Deadline.objects.filter(status="running")
    effects = running.filter(due_at__lte=at).exclude(effect="")
    waiting = Notification.objects.filter(sent_at=None, dropped_at=None, send_at__lte=at)
    return any(rows.exists() for rows in (running.filter(next_rung_at__lte=at), effects, waiting))


def german(day: date) -> str:
    """A day as people type it."""
    return f"{day:%d.%m.%Y}"


def fields(*keys: str) -> list[int]:
    """Fields of action by their keys; all without."""
    rows = FieldOfAction.objects.filter(key__in=keys) if keys else FieldOfAction.objects.all()
    return list(rows.order_by("position").values_list("pk", flat=True))


def case_of(page: Page) -> int:
    """The case whose page was answered."""
    numbers = [part for part in urlsplit(page.url).path.split("/") if part.isdecimal()]
    assert numbers, page.url
    return int(numbers[0])
