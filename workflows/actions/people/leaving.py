"""Somebody leaves the city: everything that hangs on them goes on, in one checked act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ...calendars import local_date
from ...models import BulkRun, KeptForm, SavedView, User, ViewUse, Watch
from ...models.presence import PRESENCE
from ...queries.acting.audience import sees
from ...queries.people.leaving import hanging_on
from ...queries.people.work import left_work
from ..acting.acts import Outcome
from ..inbox.bulk import stop
from ..inbox.resubmissions import LONGEST_NOTE
from ..inbox.saved import LONGEST_NAME
from ..wire.retry import retried
from .foundation import change
from .work import move, tell_of_vacancy


@retried
def let_leave(
    *,
    person: int,
    successors: Mapping[int, int | None],
    heir: int | None,
    by: int | None,
    at: datetime,
    seen: str = "",
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Let a person leave the city: all of it or nothing. By the organisation office, for others.

    Their appointments end with yesterday; `successors` (a person by desk) hold the desks from
    today on, else the work stays with whoever holds the desk too, or goes up. `heir` keeps what
    was theirs alone: shared views, resubmissions, watched matters, texts that were not sent, and
    stands in where they did. Then the account is closed. Nobody takes over by their own act (403).

    422 where a desk would be left with nobody above it, shared views would belong to nobody, or
    nobody would keep the organisation; 409 if they were given a desk or a deputy since `seen`.
    """
    today = local_date(at)
    with transaction.atomic():
        hanging = hanging_on(person, on=today)
        outcome = change(
            "let_leave", by=by, at=at, command=command, text=text, person=person, heir=heir,
            seen=seen, successors=[
                {"desk": desk, "person": named} for desk, named in sorted(successors.items())
            ],
        )  # fmt: skip
        if outcome.replayed:
            return outcome
        _pass_on_what_was_theirs(person, heir, at=at)
        desks: list[int] = outcome.facts["left"]
        for desk in desks:
            tell_of_vacancy(desk, at=at)
        represented = {row.represented_id for row in hanging.for_others}
        move(left_work(on=today, desks=[*desks, *_desks_of(represented)]), at=at)
    return outcome


def _desks_of(people: set[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT desk_id FROM workflows_deskholder WHERE person_id = ANY(%s)",
            [sorted(people)],
        )
        return [desk for (desk,) in cursor.fetchall()]


def _pass_on_what_was_theirs(person: int, heir: int | None, *, at: datetime) -> None:
    leaver = User.objects.get(pk=person)
    _views(leaver, heir)
    values = {
        "person": person, "heir": heir, "at": at, "today": local_date(at), "note": "",
    }  # fmt: skip
    if heir is not None:
        with translation.override(User.objects.get(pk=heir).language):
            note = _("Taken over from %(name)s") % {"name": leaver}
        values["note"] = note[:LONGEST_NOTE]
        with connection.cursor() as cursor:
            for statement in (_RESUBMISSIONS, _WATCHES, _DRAFTS):
                cursor.execute(statement, values)
    with connection.cursor() as cursor:
        for statement in _ENDS:
            cursor.execute(statement, values)
    Watch.objects.filter(person=leaver).delete()
    for run in BulkRun.objects.filter(person=leaver):
        stop(run, at=at)
    if heir is not None:
        KeptForm.objects.filter(person=leaver).delete()


def _views(leaver: User, heir: int | None) -> None:
    """Shared views belong to the heir, with the subscription to them; private ones are deleted."""
    owned = SavedView.objects.filter(owner=leaver)
    owned.filter(desk=None).delete()
    shared = list(owned.order_by("pk")) if heir is not None else []
    taken = {
        (view.listing, view.name) for view in SavedView.objects.filter(owner=heir)
    } if shared else set()  # fmt: skip
    for view in shared:
        view.owner_id, view.name = int(heir or 0), _free_name(view, taken)
        taken.add((view.listing, view.name))
        view.save(update_fields=["owner", "name"])
    uses = ViewUse.objects.filter(person=leaver)
    theirs = ViewUse.objects.filter(person=heir).values("view")
    follows = uses.filter(view__in=shared, subscribed_at__isnull=False).exclude(view__in=theirs)
    follows.update(person=heir, is_default=False)
    uses.delete()


def _free_name(view: SavedView, taken: set[tuple[str, str]]) -> str:
    name, number = view.name, 2
    while (view.listing, name) in taken:
        end = f" ({number})"
        name, number = view.name[: LONGEST_NAME - len(end)] + end, number + 1
    return name


# The note was for the writer alone, so the heir gets the day and learns from whom.
_RESUBMISSIONS = f"""
WITH {PRESENCE}
UPDATE workflows_resubmission r SET person_id = %(heir)s, note = %(note)s, told_at = NULL
 WHERE r.person_id = %(person)s AND r.done_at IS NULL
   AND NOT EXISTS (SELECT FROM workflows_resubmission o
                    WHERE o.person_id = %(heir)s AND o.case_id = r.case_id AND o.done_at IS NULL)
   AND {sees(person="%(heir)s", case="r.case_id")}
"""  # noqa: S608 - put together from constants

_WATCHES = f"""
WITH {PRESENCE}
INSERT INTO workflows_watch (person_id, case_id, since, told_seq)
SELECT %(heir)s, w.case_id, %(at)s, w.told_seq FROM workflows_watch w
 WHERE w.person_id = %(person)s AND {sees(person="%(heir)s", case="w.case_id")}
ON CONFLICT (person_id, case_id) DO NOTHING
"""  # noqa: S608 - put together from constants

# Of a matter only to whom sees it; what is about none is opened by its page alone.
_DRAFTS = f"""
WITH {PRESENCE}
UPDATE workflows_keptform k SET person_id = %(heir)s
 WHERE k.person_id = %(person)s
   AND NOT EXISTS (SELECT FROM workflows_keptform o WHERE o.person_id = %(heir)s
                    AND o.form = k.form AND o.subject = k.subject)
   AND (k.subject !~ '^case:[0-9]+$'
        OR {sees(person="%(heir)s", case="substring(k.subject FROM '^case:([0-9]+)$')::bigint")})
"""  # noqa: S608 - put together from constants

_ENDS = (
    """
    UPDATE workflows_resubmission SET done_at = %(at)s
     WHERE person_id = %(person)s AND done_at IS NULL
    """,
    """
    UPDATE workflows_feedtoken SET revoked_at = %(at)s
     WHERE person_id = %(person)s AND revoked_at IS NULL
    """,
)
