"""First the kind of matter, then its steps: those of all kinds are more than anybody reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ...machine import CaseFlow, registered_flows

Choices = Sequence[tuple[str, object]]


class Narrowed(Protocol):
    """A list that its address narrows to a kind of matter and to a step of it."""

    @property
    def kind(self) -> str: ...

    @property
    def step(self) -> str: ...

    def at(self, **changes: str) -> Self: ...


Place = TypeVar("Place", bound=Narrowed)


def sensible(place: Place) -> Place:
    """The place without a step that its kind of matter does not have, such as one of another kind
    that was chosen before.
    """
    if not place.step or any(_has(flow, place.step) for flow in _of(place.kind)):
        return place
    return place.at(step="")


def kinds() -> list[tuple[str, object]]:
    """The kinds of matter that are ever a task."""
    return [(flow.kind, flow.label) for flow in _of("")]


def offer_steps(form: forms.Form, place: Narrowed) -> None:
    """Let the form offer the steps of the chosen kind, else of the kinds that have the chosen step.

    Without either there is no field for them, but a word that there will be one; where all is of
    one kind, nothing is asked but the step.
    """
    flows = _of(place.kind)
    if len(_of("")) > 1 and not place.kind:
        flows = [flow for flow in flows if _has(flow, place.step)]
    steps = {step.key: step.title for flow in flows for step in flow.all_steps()}
    if steps:
        field = form.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *steps.items()]
    else:
        del form.fields["step"]
        form.fields["kind"].help_text = _("Then its steps can be chosen.")


def _of(kind: str) -> list[type[CaseFlow]]:
    """The flows of a kind, of all if none is named, that have a step at all."""
    return [
        flow for flow in registered_flows() if kind in ("", flow.kind) and any(flow.all_steps())
    ]


def _has(flow: type[CaseFlow], step: str) -> bool:
    return any(each.key == step for each in flow.all_steps())
