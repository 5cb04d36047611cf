"""Tags of the pages of measures: `{% load measures %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.template import Context, Library
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workflows.enums import ConditionStatus, ItemStatus
from workflows.forms.inbox.places import place_in, with_place
from workflows.machine import flow_for
from workflows.models import Case, Condition
from workflows.queries.acting.offers import Situation
from workflows.queries.acting.waiting import Waiting

from ..council.enums import ConsultationResult
from ..council.models import Consultation, Paper
from ..decisions.enums import MeasureState
from ..decisions.forms.wording import WordingForm
from ..decisions.models import UrgencyEnd, UrgencyRequest
from ..decisions.queries.accepted import Accepted, accepted_in
from ..decisions.queries.cosignatures import Round, Signature
from ..decisions.queries.reservations import Reservation, in_text
from ..decisions.rules.asking import because
from ..decisions.rules.looks import decision_of
from ..drafting.queries import contributions
from ..drafting.queries.drafts import Matter
from ..implementing.enums import TrafficLight
from ..measures.models import Measure
from .measure_rows import document_rows

register = Library()
register.filter("document_rows", document_rows)

_STATE_TONES: Mapping[str, str] = {
    MeasureState.REVISION: "warning",
    MeasureState.CLARIFICATION: "warning",
    MeasureState.PAUSED: "warning",
    MeasureState.EXECUTION_BARRED: "danger",
    MeasureState.REVOKED: "danger",
    MeasureState.RESOLVED: "success",
    MeasureState.IMPLEMENTATION: "success",
    MeasureState.COMPLETED: "success",
    MeasureState.EVALUATED: "success",
    MeasureState.DISCONTINUED: "danger",
    MeasureState.REJECTED: "danger",
    MeasureState.WITHDRAWN: "neutral",
    MeasureState.DRAFT: "neutral",
}
_CONDITION_TONES = {
    ConditionStatus.OPEN: "warning",
    ConditionStatus.ACCEPTED: "success",
    ConditionStatus.REFUSED: "danger",
}
_URGENCY_TONES = {UrgencyEnd.ACCEPTED: "success", UrgencyEnd.REFUSED: "danger"}
_RESULT_TONES = {
    ConsultationResult.ACCEPTED: "success",
    ConsultationResult.AMENDED: "success",
    ConsultationResult.REJECTED: "danger",
    ConsultationResult.POSTPONED: "warning",
    ConsultationResult.REFERRED: "warning",
    ConsultationResult.WITHDRAWN: "neutral",
}


@register.inclusion_tag("coordination/measures/_tag.html")
def state_tag(case: Case) -> dict[str, str]:
    """The state of a case as a small label."""
    label = str(dict(flow_for(case.kind).states.choices).get(case.state, case.state))
    return {"label": label, "tone": _STATE_TONES.get(case.state, "info")}


@register.filter
def light_word(light: str) -> str:
    """The traffic light in words."""
    return str(TrafficLight(light).label)


@register.filter
def asked_because(reason: str) -> str:
    """Why an office is asked, in words."""
    return because(reason)


@register.filter
def condition_tone(condition: Condition) -> str:
    """The colour of what became of a condition."""
    return _CONDITION_TONES.get(ConditionStatus(condition.status), "neutral")


@register.filter
def urgency_tone(asked: UrgencyRequest) -> str:
    """The colour of what became of a request for urgency."""
    return _URGENCY_TONES.get(UrgencyEnd(asked.end), "neutral")


@register.filter
def taken_over(rounds: Sequence[Round]) -> list[Accepted]:
    """The conditions that the lead has accepted, in all rounds."""
    return accepted_in(rounds)


@register.filter
def result_tone(station: Consultation) -> str:
    """The colour of a result."""
    return _RESULT_TONES.get(ConsultationResult(station.result), "info")


@register.filter
def due_of(part: Signature, waiting: Sequence[Waiting]) -> datetime | None:
    """Until when the office that has not answered should."""
    tasks = (task for work in waiting for task in work.tasks)
    return next((task.due_at for task in tasks if task.step_id == part.item.step_id), None)


@register.simple_tag(takes_context=True)
def asks_until(context: Context, part: Signature) -> date | None:
    """Until when an office waits for a contribution of another; what it asks is its own matter."""
    return contributions.asks_until(_matter_of(context), part.item.pk)


@register.simple_tag(takes_context=True)
def signed_over(context: Context, part: Signature) -> str:
    """Why an office has answered before a contribution was there."""
    return contributions.signed_over(_matter_of(context), part.item.pk)


def _matter_of(context: Context) -> Matter:
    """What the page is about: a measure with what was read for it, or another matter."""
    found: Matter = context.get("measure") or context["situation"].look.subject
    return found


@register.filter
def reservations(paper: Paper) -> list[Reservation]:
    """What offices refused or did not say, as it stands in the paper."""
    return in_text(paper.text)


@register.filter
def occasion_word(occasion: str) -> str:
    """Why a version was kept, in words."""
    words = {
        "submitted": _("Submitted"),
        "round": _("Sent to the offices"),
        "condition": _("Changed because of a condition"),
        "paper": _("Signed"),
        "adapted": _("Adapted to the resolution"),
        "started": _("Dates set anew at the start"),
        "changed": _("Changed within the limits"),
        "supplemented": _("Changed by a supplement"),
        "supplement_undone": _("Supplement given up"),
    }
    return words.get(occasion, occasion)


@register.filter
def has_new_wording(form: WordingForm) -> bool:
    """Whether somebody has begun to change the text in this form."""
    return bool(form.is_bound and any(name in form.changed_data for name in form.wording))


@register.simple_tag(takes_context=True)
def task_link(context: Context, act: str, kind: str, key: object) -> str:
    """A list entry that leads to the act on the task about this thing, if it is offered."""
    seen: Situation = context["situation"]
    measure: Measure = context["measure"]
    for offer in seen.offers:
        task = offer.task
        if offer.name == act and task and task.subject == f"{kind}:{key}" and not offer.objection:
            url = reverse(f"measure:{act}", args=[measure.case_id])
            url = with_place(url, place_in(context["request"]), task.id)
            return format_html('<li><a href="{}">{}</a></li>', url, _capital(str(offer.label)))
    return ""


@register.simple_tag(takes_context=True)
def own_vote_links(context: Context, part: Signature, round_: Round) -> SafeString:
    """What the viewer's own office may do about its answer in the present round."""
    case: Case = context["case"]
    offered: set[str] = context["offered"]
    is_own = part.item.unit_id in context["own_units"]
    if context.get("prints") or not is_own or round_.number != case.round:
        return SafeString("")
    acts = []
    if part.is_missing:
        acts = [
            ("ask_question", _("Ask a question")),
            ("request_documents", _("Ask for missing documents")),
        ]
        if _may_ask_for_time(context["situation"], part):
            acts.append(("ask_for_time", _("Ask for more time")))
    elif part.item.status == ItemStatus.ANSWERED:
        acts = [("change_vote", _("Change the answer"))]
        if any(c.material is False for p in round_.signatures for c in p.conditions):
            acts.append(("object_to_change", _("Object to a change")))
    links = [
        (f"{reverse(f'{case.kind}:{act}', args=[case.pk])}?about={part.item.pk}", label)
        for act, label in acts
        if act in offered
    ]
    rows = format_html_join("", '<li><a href="{}">{}</a></li>', links)
    return (
        format_html('<ul class="ff-plain ff-no-print">{}</ul>', rows) if links else SafeString("")
    )


@register.simple_tag(takes_context=True)
def spare_link(context: Context, part: Signature, round_: Round) -> SafeString:
    """The secretariat may spare an office that has still to answer and that no rule names."""
    case: Case = context["case"]
    is_here = round_.number == case.round and part.is_missing and not context.get("prints")
    if not is_here or "spare_office" not in context["offered"]:
        return SafeString("")
    if part.item.unit_id in decision_of(context["situation"].look).obligatory:
        return SafeString("")
    address = case.kind + ":spare_office"
    url = f"{reverse(address, args=[case.pk])}?about={part.item.pk}"
    return format_html('<p class="ff-no-print"><a href="{}">{}</a></p>', url, _("Spare an office"))


def _may_ask_for_time(seen: Situation, part: Signature) -> bool:
    """Whether the route, the day and the earlier answers leave the office this way."""
    offer = seen.offer("ask_for_time")
    return offer is not None and not offer.unmet_about(data={"item": str(part.item.pk)})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
