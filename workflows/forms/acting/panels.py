"""How the acts of each kind of case are offered and asked for, keyed by kind and act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol

from django.urls import URLPattern
from django_stubs_ext import StrOrPromise

from ...models import Case, User
from ...refusals import Unmet
from .context import CaseForm

Text = StrOrPromise


@dataclass(frozen=True, slots=True)
class ActPanel:
    """How an act is offered and asked for.

    `address` ends the address of its page, `asks` is h1 and link, `does` the words on the button,
    `lead` what follows from it, `done` the status line afterwards. `checks`: the answers are shown
    once more before they are sent. `beside`: the form is short enough to stand beside the document
    on the case page.
    """

    form: type[CaseForm]
    address: str
    asks: Text
    does: Text
    done: Text
    lead: Text = ""
    variant: str = "primary"
    checks: bool = False
    beside: bool = False
    goes_on: bool = True
    # Templates: what stands above the form and below it, and the form's fields.
    intro: str = ""
    after: str = ""
    fields: str = "workflows/acts/_fields.html"
    # Whether the text of the matter stands beside the form.
    shows_text: bool = True
    # Other acts that this form does too, by what is chosen in it; they are not offered beside it.
    also: tuple[str, ...] = ()
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
        # A complaint without a field is about none of them: it is an obstacle.
        return frozenset({*names, "conditions", "chain", "item", self.about}) - {""}


class Matter(Protocol):
    """The domain object of a case."""

    case: Case


@dataclass(frozen=True)
class CasePages:
    """The pages of a kind of case; `register_pages` makes the engine serve them.

    They lie under `<address>/<id of the case>/` and are named `<kind>:<act>`, so two kinds may
    have acts of the same name.
    """

    kind: str
    # The first word of the addresses.
    address: str
    panels: Sequence[ActPanel]
    # The matter of a case as this person sees it; raises Invisible (404) if they do not.
    find: Callable[[User, int, datetime], Matter]
    # The name of the URL of the list of this kind, and what people call it; "" if there is none.
    list_url: str = ""
    list_label: Text = ""
    # The name of the URL where the text is changed, if it can be.
    edit_url: str = ""
    # What the matter is called in templates, and the template of its text beside a form.
    name: str = "matter"
    aside: str = ""
    # Where what an act still misses can be mended, by case and complaint; "" if nowhere.
    mends: Callable[[int, Unmet], str] = lambda _case, _unmet: ""
    # The same in few words for the page of the case, where the page of the act names each.
    brief: Callable[[Sequence[Unmet]], Sequence[Unmet]] = lambda unmet: unmet
    # Whether the search over all finds its cases: not those that only keep a register.
    is_found: bool = True
    # Pages beside those of acts: the case page and what else the kind has.
    more: Sequence[URLPattern] = field(default=())

    @cached_property
    def by_act(self) -> Mapping[str, ActPanel]:
        """The panels by the names of their acts."""
        return {panel.name: panel for panel in self.panels}


_pages: dict[str, CasePages] = {}


def register_pages(pages: CasePages) -> None:
    """Make the pages of a kind known; raises ValueError if others claim it."""
    if _pages.setdefault(pages.kind, pages) is not pages:
        message = f"two sets of pages claim the kind {pages.kind!r}"
        raise ValueError(message)


def pages_of(kind: str) -> CasePages:
    """The pages of a kind; raises KeyError if it has none."""
    return _pages[kind]


def panel_of(kind: str, act: str) -> ActPanel | None:
    """How an act of a kind is asked for; None if it has no page."""
    pages = _pages.get(kind)
    return pages.by_act.get(act) if pages else None


def registered_pages() -> Sequence[CasePages]:
    """The pages of all kinds, in the order of registration."""
    return tuple(_pages.values())
