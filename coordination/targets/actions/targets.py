"""Opening a target as a draft of its lead."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet, Unmet
from workflows.spelling import one_line
from workflows.untyped import Json

from ..flows.editing import apply_fields
from ..models import Target


def open_target(*, fields: Json, by: User, at: datetime, command: UUID | None = None) -> Outcome:
    """Open a target; a title and a lead are needed, all else may follow.

    `fields` are those of `queries.texts.target_text`. Raises GuardsUnmet (422) naming every field
    that does not fit, NotAllowed (403) for who may not.
    """
    title = one_line(str(fields.get("title") or ""))
    if not title:
        raise GuardsUnmet([Unmet("title_missing", _("The title is missing."), "title")])
    if not fields.get("lead"):
        text = _("Please choose the office that has the lead.")
        raise GuardsUnmet([Unmet("lead_missing", text, "lead")])

    def attach(case: Case, work: Work) -> Target:
        target = Target(case=case, reference=f"Z-{work.today:%Y}-{case.pk:04d}")
        apply_fields(target, fields, work=work)
        return target

    return open_case(
        kind="target", title=title[:300], by=by.pk, at=at, attach=attach, command=command,
        data=dict(fields),
    )  # fmt: skip
