"""Where the replay takes place: a simulated clock, people at their desks, acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from workflows.actions.acting.acts import Outcome
from workflows.calendars import BERLIN, WorkingCalendar, local_date
from workflows.enums import TaskStatus
from workflows.models import Case, DeskHolder, Substitution, Task, User
from workflows.queries.people.routes import working_calendar

from ..measures.actions import measures

_OPENS = time(8, 15)
_MINUTES = 460
"""People act between 8:15 and about 16:00."""


class Stage:
    """The simulated present. `now` only moves forward; it ends with the real one, `ends`."""

    def __init__(self, *, begins: datetime, ends: datetime, words: Mapping[str, str]) -> None:
        self.now = begins
        self.begins = begins
        self.ends = ends
        self.words = words
        self._count = 0

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The town's working days."""
        return working_calendar()

    @property
    def today(self) -> date:
        """The simulated day."""
        return local_date(self.now)

    def at(self, day: date) -> datetime:
        """A moment within the office hours of a day, a different one each time."""
        self._count += 1
        opens = datetime.combine(day, _OPENS, tzinfo=BERLIN)
        moment = opens + timedelta(minutes=self._count * 97 % _MINUTES)
        return max(moment, self.now + timedelta(minutes=4))

    def after(self, working_days: int) -> datetime:
        """A moment so many working days from now; 0 is a little later on the same day."""
        if working_days == 0:
            return self.now + timedelta(minutes=35)
        return self.at(self.calendar.add_working_days(self.today, working_days))

    # People

    @cached_property
    def _holders(self) -> dict[str, list[User]]:
        found: dict[str, list[User]] = {}
        for row in DeskHolder.objects.order_by("id").select_related("desk", "person"):
            found.setdefault(row.desk.key, []).append(row.person)
        return found

    def has(self, desk: str) -> bool:
        """Whether somebody holds the desk."""
        return desk in self._holders

    def person(self, desk: str) -> User:
        """Who acts at a desk today: its first holder, or the deputy of an absent one."""
        holder = self._holders[desk][0]
        absence = (
            Substitution.objects.in_force(on=self.today)
            .filter(represented=holder)
            .select_related("deputy")
            .first()
        )
        return absence.deputy if absence else holder

    # Acts

    def do(
        self,
        case: int,
        name: str,
        desk: str,
        *,
        text: str = "",
        task: UUID | None = None,
        **data: object,
    ) -> Outcome:
        """An act of the person at a desk on what they see now."""
        version = Case.objects.values_list("version", flat=True).get(pk=case)
        return measures.perform(
            case,
            name,
            by=self.person(desk),
            at=self.now,
            version=version,
            task=task,
            data=data,
            text=text,
        )

    def state(self, case: int) -> str:
        """The present state of a case."""
        return Case.objects.values_list("state", flat=True).get(pk=case)

    def tasks(self, case: int, step: str) -> list[Task]:
        """The open tasks of a step, oldest first."""
        return list(
            Task.objects.filter(case=case, status=TaskStatus.OPEN, step__key=step)
            .select_related("desk__unit", "step")
            .order_by("opened_at", "id")
        )
