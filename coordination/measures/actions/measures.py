"""Proposing measures and acting on them: every page, command and import comes through here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome, Request, act
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet, Unmet, WrongState
from workflows.spelling import one_line

from ...decisions.enums import MeasureState
from ..flows.editing import apply_fields
from ..models import Measure, TemplateUse, TemplateVersion
from ..queries.texts import measure_text

TAKEN_UP_FROM = frozenset({MeasureState.REJECTED, MeasureState.WITHDRAWN})


def propose(
    *,
    fields: Mapping[str, object],
    by: User,
    at: datetime,
    command: UUID | None = None,
    predecessor: Measure | None = None,
    supplements: Measure | None = None,
    source: str = "",
    source_number: str = "",
    source_digest: bytes | None = None,
    template: TemplateVersion | None = None,
) -> Measure:
    """M1: open a measure as a draft of its lead and return it.

    `fields` are the values of the act `edit` (see `queries.texts.measure_text`); a title and
    a lead are needed, all else may follow. Raises GuardsUnmet (422) naming every field that
    does not fit, NotAllowed (403) for who may not propose. The same command again returns
    the measure of the first time. What comes from an import (`source`) tells nobody: its
    drafts lie in the inbox. With `template` it remembers with which version of which it began.
    """
    outcome = open_draft(
        fields=fields, by=by, at=at, command=command, predecessor=predecessor,
        supplements=supplements, source=source, source_number=source_number,
        source_digest=source_digest, template=template,
    )  # fmt: skip
    return Measure.objects.select_related("case", "lead").get(case=outcome.case)


def _missing(title: str, lead: object) -> Iterator[Unmet]:
    if not title:
        yield Unmet("title_missing", _("The title is missing."), "title")
    if not lead:
        yield Unmet("lead_missing", _("Please choose the office that has the lead."), "lead")


def open_draft(
    *,
    fields: Mapping[str, object],
    by: User,
    at: datetime,
    command: UUID | None = None,
    predecessor: Measure | None = None,
    supplements: Measure | None = None,
    source: str = "",
    source_number: str = "",
    source_digest: bytes | None = None,
    template: TemplateVersion | None = None,
) -> Outcome:
    """The same as `propose`; returns the outcome of the act instead of the measure."""
    title = one_line(str(fields.get("title") or ""))
    unmet = [*_missing(title, fields.get("lead"))]
    if unmet:
        raise GuardsUnmet(unmet)

    def attach(case: Case, work: Work) -> Measure:
        if supplements is not None:
            hold_decided(supplements)
        measure = Measure(
            case=case,
            reference=f"M-{work.today:%Y}-{case.pk:04d}",
            predecessor=predecessor,
            supplements=supplements,
            source=source,
            source_number=source_number,
            source_digest=source_digest,
        )
        apply_fields(measure, fields, work=work, batch=work.batch)
        work.is_quiet = bool(source)
        _remember(template, measure, work)
        return measure

    return open_case(
        kind="measure", title=title[:300], by=by.pk, at=at, attach=attach, command=command,
        data=dict(fields),
    )  # fmt: skip


def _remember(template: TemplateVersion | None, measure: Measure, work: Work) -> None:
    """With which version of which template it began, if with one."""
    if template is not None:
        work.store(TemplateUse(case=work.case, measure=measure, version=template))
        work.note(template=template.template_id, template_version=template.number)


SUPPLEMENTED_IN = frozenset(
    {MeasureState.RESOLVED, MeasureState.IMPLEMENTATION, MeasureState.PAUSED}
)
"""Where a measure is decided and its plan is carried out: there a supplement may be opened."""


def hold_decided(measure: Measure) -> None:
    """Let a decided measure not end before this transaction; raises WrongState if it has."""
    case = Case.objects.select_for_update(no_key=True).get(pk=measure.case_id)
    if case.state not in SUPPLEMENTED_IN:
        raise WrongState(state=case.state, version=case.version)


DRAFTS_PER_HOUR = 10
"""Each draft tells the desks of its lead; whoever has more to propose takes a list."""


def refuse_a_flood(by: User, *, at: datetime) -> None:
    """Raise GuardsUnmet for who has begun enough drafts by hand within an hour; asked by pages."""
    since = at - timedelta(hours=1)
    begun = Case.objects.filter(kind="measure", opened_by=by, opened_at__gt=since)
    if begun.filter(measure__source="").count() < DRAFTS_PER_HOUR:
        return
    text = _(
        "You have begun %(count)s drafts within an hour. Please wait a little, or read in a list of"
        " measures."
    )
    raise GuardsUnmet([Unmet("too_many", text % {"count": DRAFTS_PER_HOUR})])


def perform(
    case: int,
    name: str,
    *,
    by: User,
    at: datetime,
    command: UUID | None = None,
    version: int | None = None,
    task: UUID | None = None,
    data: Mapping[str, object] | None = None,
    text: str = "",
) -> Outcome:
    """Do the act `name` of a measure's flow; raises a Refusal that says why not.

    The acts, who may do them and what they need are read in `flows.measure.MeasureFlow` from
    top to bottom; `text` is the reason or the free text, `data` JSON values by the act's names.
    """
    return act(
        Request(
            case=case,
            name=name,
            by=by.pk,
            at=at,
            command=command,
            version=version,
            task=task,
            data=dict(data or {}),
            text=text.strip(),
        )
    )


def take_up_again(
    measure: Measure, *, by: User, at: datetime, command: UUID | None = None
) -> Measure:
    """M31: a new draft with the text of a rejected or withdrawn measure, which stays as it is."""
    if measure.case.state not in TAKEN_UP_FROM:
        raise WrongState(state=measure.case.state, version=measure.case.version)
    fields = measure_text(measure)
    stones = fields["milestones"]
    assert isinstance(stones, list)
    fields["milestones"] = [{**stone, "id": None} for stone in stones]
    return propose(fields=fields, by=by, at=at, command=command, predecessor=measure)
