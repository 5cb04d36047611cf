"""How an act is offered and asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .base import MeasureActForm

Text = Any


@dataclass(frozen=True, slots=True)
class ActPanel:
    """How an act is offered and asked for.

    `address` ends the address of its page, `asks` is h1 and link, `does` the words on the button,
    `lead` what follows from it, `done` the status line afterwards. `checks`: the answers are shown
    once more before they are sent. `beside`: the form is short enough to stand beside the document
    on the case page.
    """

    form: type[MeasureActForm]
    address: str
    asks: Text
    does: Text
    done: Text
    lead: Text = ""
    variant: str = "primary"
    checks: bool = False
    beside: bool = False
    goes_on: bool = True
    # Templates: what stands above the form, and the form's fields.
    intro: str = ""
    fields: str = "coordination/acts/_fields.html"
    # What the act is about, where it is about one of several things: the kind of its id.
    about: str = ""

    @property
    def name(self) -> str:
        """The name of the act."""
        return self.form.act_name

    @property
    def own_fields(self) -> frozenset[str]:
        """Fields that the form brings: a guard about one of them is no obstacle yet."""
        form = self.form
        names = {*form.base_fields, *form.guard_fields, "text" if form.text_field else ""}
        return frozenset(names - {""}) | {"conditions", "chain", "item", self.about}
