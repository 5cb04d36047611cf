"""What a case is about, as one person sees it: every page and every act of a case asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from ...calendars import local_date
from ...models import User
from ...refusals import Invisible
from ..compiled import CompiledFor

Row = TypeVar("Row", bound=Model)
Rows = Callable[[User, datetime], QuerySet[Row]]
"""All that a person sees on a day. It goes by the person's number and by the day alone."""

_NOON = time(12, tzinfo=UTC)
_NOBODY, _NOTHING, _NEVER = -1, -2, date(1900, 1, 1)


class SeenOne(Generic[Row]):
    """The one row of a case among all that a person sees; its query is put together once."""

    def __init__(self, rows: Rows[Row]) -> None:
        def asked(*, person: int, day: date, case: int) -> QuerySet[Row]:
            at = datetime.combine(day, _NOON)
            return rows(User(pk=person), at).filter(case=case)

        self._question = CompiledFor(asked, person=_NOBODY, day=_NEVER, case=_NOTHING)

    def of(self, viewer: User, case: int, *, at: datetime) -> Row:
        """The row of a case; raises Invisible (404) if this person does not see it."""
        found = self._question.first(person=viewer.pk, day=local_date(at), case=case)
        if found is None:
            raise Invisible
        return found
