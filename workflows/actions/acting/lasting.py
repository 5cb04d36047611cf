"""What cases have in common that never end: one of its kind, and an act for each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ...machine import At, CaseFlow, Look, Stage, act, system
from ...machine.entry import Entry
from ...models import Event
from ...queries.lasting import only_case
from ...queries.people.seen import fingerprint
from ...queries.proof.bound import STOCK
from ...refusals import Stale
from .acts import Outcome, Request
from .acts import act as perform
from .cases import open_case
from .work import Work


class LastingState(TextChoices):
    """It is in force; there is nothing else to be."""

    IN_FORCE = "in_force", _("in force")


class LastingLook(Look):
    """The case as a call meets it: nothing but the data of the call tells what is to be done."""

    @cached_property
    def entry(self) -> Entry:
        """The data of the call, read once by its guard and used by its effect."""
        return Entry(self.call.data)

    def check_seen(self, row: Model) -> None:
        """Raise Stale if the form was filled in over another state of the row."""
        seen = self.call.data.get("seen")
        if seen and seen != fingerprint(row):
            raise Stale(state=self.case.state, version=self.case.version)


class LastingWork(Work):
    """Writes what the case keeps, and its trail."""

    look: LastingLook


UPGRADE = "bind_upgrade"
"""The act that binds the rows which a release itself has written."""


@act(_("bind what an upgrade has written"))
def bind_upgrade(work: LastingWork) -> None:
    """The rows that migrations have added are known to this event; it names no others."""
    named = work.call.data.get("rows")
    assert isinstance(named, list), "the upgrade says which rows it has written"
    work.keep_stock(work.case.kind, names=named)
    work.note(rows=len(named))


UPGRADED = Stage({LastingState.IN_FORCE: At(acts=(bind_upgrade.by(system),))})
"""The stage of every process whose tables a release may fill."""


class LastingFlow(CaseFlow):
    """One state for ever, open to all: the rules of each act decide who may."""

    states = LastingState
    initial = LastingState.IN_FORCE
    open_to_all = True
    look = LastingLook
    work = LastingWork


@dataclass(frozen=True, slots=True)
class LastingCase:
    """The one case of its kind, and the one way to act on it."""

    kind: str
    title: StrOrPromise

    def keep(self, *, at: datetime) -> int:
        """Open the case if there is none yet; returns its id. By the system."""
        found = only_case(self.kind)
        if found is not None:
            return found
        try:
            return open_case(kind=self.kind, title=str(self.title), by=None, at=at).case
        except IntegrityError:
            # Somebody else was quicker; the database allows one.
            found = only_case(self.kind)
            if found is None:
                raise
            return found

    def take_stock(self, *, at: datetime, anew: bool = False) -> None:
        """Bind the rows that came without an act to the trail as they stand: once, or `anew`.

        They are from before there was such a proof, or were read from a file.
        """
        case = self.keep(at=at)
        if anew or not Event.objects.filter(case=case, action=STOCK).exists():
            perform(Request(case, STOCK, None, at), system=True)

    def change(
        self,
        name: str,
        /,
        *,
        by: int | None,
        at: datetime,
        command: UUID | None = None,
        text: str = "",
        **data: object,
    ) -> Outcome:
        """One act, its data as JSON values; by the system where `by` is None."""
        request = Request(
            case=self.keep(at=at), name=name, by=by, at=at, command=command,
            data={key: _plain(value) for key, value in data.items()}, text=text,
        )  # fmt: skip
        return perform(request, system=by is None)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return value
