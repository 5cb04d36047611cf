"""The council office links bodies with those of a council system and takes its sessions over."""

from __future__ import annotations

from typing import ClassVar

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from workflows.actions.acting.acts import Outcome
from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm

from ..forms.imports import AdoptForm, LinkForm
from ..models import Organization
from ..queries.adopting import differences, offers
from ..queries.linking import candidates, organizations_there
from .pages import CalendarPage

_PER_PAGE = 25
_MOST = 100


class _SourcePage(CalendarPage):
    """An act on what was imported."""

    def back(self) -> tuple[str, str]:
        return gettext("Imported"), reverse("coordination:council_imports")


class LinkBodies(_SourcePage):
    """Says which of our bodies the organisations of a council system are."""

    act_name = "link_bodies"
    template_name = "coordination/council/link_bodies.html"
    form_class: ClassVar[type[ActForm]] = LinkForm
    title = gettext_lazy("Link bodies with the council system")
    lead = gettext_lazy(
        "A name that fits is only a suggestion. Sessions are offered of bodies that you link here."
    )
    submit_label = gettext_lazy("Record these links")
    done_message = gettext_lazy("The links are recorded.")

    def find(self) -> None:
        found = Paginator(organizations_there(), _PER_PAGE)
        self.page = found.get_page(self.request.GET.get("page"))

    def get_form_kwargs(self) -> dict[str, object]:
        on = local_date(self.at)
        bodies = list(Organization.objects.in_force(on=on).order_by("name"))
        return {"candidates": candidates(list(self.page)), "bodies": bodies}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "page": self.page}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - always the next step
        return reverse("coordination:adopt_sessions")


class AdoptSessions(_SourcePage):
    """Takes sessions over, and shows what was moved or cancelled there."""

    act_name = "adopt_sessions"
    template_name = "coordination/council/adopt_sessions.html"
    form_class: ClassVar[type[ActForm]] = AdoptForm
    title = gettext_lazy("Sessions of the council system")
    lead = gettext_lazy("Editorial deadline and dispatch follow from the rules of each day.")
    submit_label = gettext_lazy("Take these sessions over")

    def find(self) -> None:
        self.offered = offers(after=self.at)

    def get_form_kwargs(self) -> dict[str, object]:
        return {"offered": self.offered[:_MOST]}

    def get_context(self) -> dict[str, object]:
        return {
            **super().get_context(),
            "offered": self.offered,
            "rest": max(len(self.offered) - _MOST, 0),
            "differences": differences(after=self.at),
        }

    def message(self, form: ActForm, outcome: Outcome) -> str:  # noqa: ARG002 - of the base
        number = len(outcome.facts.get("sessions", ()))
        words = ngettext("%(n)s session was taken over.", "%(n)s sessions were taken over.", number)
        return words % {"n": number}

    def success_url(self, outcome: Outcome) -> str:  # noqa: ARG002 - what is left stands there
        return reverse("coordination:adopt_sessions")
