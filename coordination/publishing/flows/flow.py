"""How an entry reaches everybody: prepared → public → ended.

The lead office or the integration centre writes, the council office releases. What is written anew
is not public before it is released again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, CaseFlow, Stage

from ..enums import EntryState as S
from ..models import PublicEntry
from .look import EntryLook, council_office, preparer, writer
from .releasing import decline_entry, end_entry, release_entry, revise_entry
from .work import RELEASE, EntryWork, ask_for_release

PREPARING = Stage(
    {
        S.PREPARED: At(
            enters=(ask_for_release,),
            acts=(
                revise_entry.by(writer),
                release_entry.by(council_office, to=S.PUBLIC),
                decline_entry.by(council_office, to=S.ENDED),
            ),
        ),
    },
    steps=(RELEASE,),
)
"""It waits for the council office."""

READ = Stage(
    {
        S.PUBLIC: At(
            acts=(
                revise_entry.by(writer),
                release_entry.by(council_office),
                end_entry.by(council_office, to=S.ENDED),
            ),
        ),
        S.ENDED: At(
            acts=(revise_entry.by(writer, to=S.PREPARED), end_entry.by(council_office)),
        ),
    }
)
"""Everybody reads it, or what its address says instead."""


class EntryFlow(CaseFlow):
    """An entry for the public about one matter."""

    kind = "entry"
    label = _("entry for the public")
    states = S
    initial = S.PREPARED
    final = frozenset({S.ENDED})
    opener = preparer
    look = EntryLook
    work = EntryWork
    url_name = "coordination:entry"
    route_of = "measure"
    stages = (PREPARING, READ)

    @classmethod
    def references(cls, cases: Sequence[int]) -> Mapping[int, str]:
        """The numbers of the entries."""
        rows = PublicEntry.objects.filter(case__in=cases)
        return dict(rows.values_list("case_id", "reference"))
