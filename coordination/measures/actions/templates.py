"""The register of templates and the one way to change it; measures that begin with one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.lasting import LastingCase
from workflows.calendars import local_date
from workflows.enums import Access
from workflows.machine.values import key
from workflows.models import Event, User
from workflows.refusals import GuardsUnmet, Unmet

from ...decisions.rules.people import PROPOSING
from ..models import Measure, TemplateVersion
from ..queries.template_texts import fields_of, needs_begin, still_there
from ..queries.templates import KIND, reach_of
from .measures import propose

_REGISTER = LastingCase(KIND, gettext_lazy("Templates for measures"))

keep_templates = _REGISTER.keep
change_templates = _REGISTER.change


def create_template(
    *,
    unit: int,
    name: str,
    about: str,
    content: Mapping[str, object],
    by: int,
    at: datetime,
    command: UUID | None = None,
) -> int:
    """A template of an office, its first version with this content; returns its key.

    Raises NotAllowed (403) for who keeps none of that office, GuardsUnmet for values that no
    measure could take. The same command again returns the key of the first time.
    """
    outcome = change_templates(
        "add_template", by=by, at=at, command=command, unit=unit, name=name, about=about,
        content=content,
    )  # fmt: skip
    event = Event.objects.get(case=outcome.case, seq=outcome.seq)
    return int(event.data["template"])


def refuse_secrets(measure: Measure) -> None:
    """Raise GuardsUnmet for a measure whose text is not for everybody who reads its office's
    templates: it is restricted, or kept from the public of the council.
    """
    if measure.case.access == Access.NORMAL and measure.council_public:
        return
    text = _(
        "The text of this measure is confidential: it is restricted or not public. No template is"
        " made of it. Please begin with an empty template."
    )
    raise GuardsUnmet([Unmet("confidential", text)])


def begin_with(
    version: TemplateVersion,
    *,
    fields: Mapping[str, object],
    begins_on: date | None,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Measure:
    """M1: open a draft with what a template holds; `fields` has its title and its lead.

    What has ended meanwhile is left out, milestones count from `begins_on`. Raises GuardsUnmet
    where the template has ended or is none of this person's, where the day is missing on which
    its days count or where a title or a lead does not fit; NotAllowed for who may not propose.
    """
    reach, template = reach_of(by, proposing=PROPOSING, at=at), version.template
    unmet = []
    if template.ended_at is not None or not reach.may_use(template):
        text = _("This template is offered no more. Please choose another one, or begin without.")
        unmet.append(Unmet("template_ended", text))
    if begins_on is None and needs_begin(version.content):
        text = _("Please enter the day from which the milestones of the template count.")
        unmet.append(Unmet("begin_missing", text, "begins_on"))
    if begins_on is not None and begins_on < local_date(at):
        text = _("This day is over. Please choose a later one.")
        unmet.append(Unmet("past", text, "begins_on"))
    if unmet:
        raise GuardsUnmet(unmet)
    content, _gone = still_there(version.content, on=local_date(at))
    held = fields_of(content, lead=key(fields.get("lead")), begins_on=begins_on)
    return propose(fields={**held, **fields}, by=by, at=at, command=command, template=version)
