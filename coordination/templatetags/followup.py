"""Tags of the pages of the follow-up: `{% load followup %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.template import Context, Library
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.forms.fields import german_sum
from workflows.machine import flow_for
from workflows.models import Case, User

from ..followup.enums import FollowUpKind
from ..followup.enums import FollowUpState as S
from ..followup.models import FollowUp, FollowUpAnswer

register = Library()

_TONES = {
    S.OPEN: "neutral",
    S.IN_WORK: "info",
    S.DELAYED: "warning",
    S.CONTINUOUS: "info",
    S.DONE: "success",
    S.DROPPED: "neutral",
    S.CLOSED: "neutral",
}
Row = dict[str, object]


@register.simple_tag
def item_tag(item: FollowUp) -> str:
    """The state of an item as a small label."""
    return _tag(S(item.state))


@register.simple_tag
def answer_tag(answer: FollowUpAnswer) -> str:
    """The state that an answer says as a small label."""
    return _tag(S(answer.state))


def _tag(state: S) -> str:
    return _drawn(str(state.label), _TONES[state])


@cache
def _drawn(label: str, tone: str) -> str:
    """A list says the same few again and again."""
    return render_to_string("coordination/measures/_tag.html", {"label": label, "tone": tone})


@register.filter
def item_rows(item: FollowUp) -> list[Row]:
    """What was asked for, in words; what is empty is left out."""
    rows = [
        (_("What was asked for"), _text(item.asked)),
        (_("Moved by"), item.mover),
        (_("Paper number"), item.paper),
        (_("Number"), item.reference),
        (_("Responsible office"), str(item.office)),
        (_("Deadline set by the body"), _day(item.deadline_on)),
        (_("The body is reported to"), item.get_rhythm_display()),
        (_("Last answer"), _day(item.answered_on)),
        (_("Body took note on"), _day(item.noted_on)),
        (_("Money planned"), _sum(item.planned)),
        (_("Money spent"), _sum(item.spent)),
        (_("Public note"), _text(item.public_note)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


@register.filter
def answer_rows(answer: FollowUpAnswer, inside: bool) -> list[Row]:
    """What an answer says; the internal note only inside the administration."""
    rows = [
        (_("What was delivered"), _text(answer.provided)),
        (_("Reason"), _text(answer.reason)),
        (_("Done by (new date)"), _day(answer.new_date)),
        (_("Next report"), _day(answer.next_report_on)),
        (_("Money spent"), _sum(answer.spent)),
        (_("Public note"), _text(answer.public_note)),
        (_("Internal note"), _text(answer.internal_note) if inside else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


@register.simple_tag(takes_context=True)
def matter_link(context: Context, item: FollowUp, now: datetime) -> str:
    """The address of the matter that carries an item out; empty for whoever does not see it."""
    user, matter = context["request"].user, item.matter
    if matter is None or not isinstance(user, User):
        return ""
    if not Case.objects.visible_to(user, at=now).filter(pk=matter.pk).exists():
        return ""
    return reverse(flow_for(matter.kind).url_name, args=[matter.pk])


def _text(text: str) -> str:
    return linebreaksbr(text) if text else ""


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def _sum(value: Decimal | None) -> str:
    return "" if value is None else f"{german_sum(value)}\N{NO-BREAK SPACE}€"


@register.filter
def kind_word(kind: str) -> str:
    """What a body asked for, in a word."""
    return str(FollowUpKind(kind).label)


@register.simple_tag
def state_word_tag(state: str) -> str:
    """A state as a small label."""
    return _tag(S(state))
