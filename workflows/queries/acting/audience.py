"""Who sees a case, asked for many people at once in one statement."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from ...models import CaseAudience, Task
from ...models.presence import HOLDS


def beyond_tasks(case: int, *, keeping: Collection[str]) -> QuerySet[CaseAudience]:
    """Who sees a case without having, or having had, a task in it, but for these reasons."""
    had = Task.objects.filter(case=OuterRef("case")).filter(
        Q(desk=OuterRef("desk")) | Q(addressed_to=OuterRef("desk"))
    )
    seen = CaseAudience.objects.filter(case=case).exclude(reason__in=keeping)
    return seen.filter(~Exists(had))


def sees(*, person: str, case: str) -> str:
    """Whether a person is in the audience of a case, by a desk of theirs or of whom they represent.

    `person` and `case` are SQL; the statement begins with the tables of `PRESENCE`. Work that
    climbs from desks at which nobody is there is left out: it makes nobody hear of news.
    """
    return f"""EXISTS (
      SELECT FROM workflows_caseaudience a JOIN ({HOLDS}) h ON h.desk_id = a.desk_id
       WHERE a.case_id = {case}
         AND (h.person_id = {person} OR EXISTS (
               SELECT FROM stands_in s
                WHERE s.represented_id = h.person_id AND s.deputy_id = {person})))
    """  # noqa: S608 - names of ours
