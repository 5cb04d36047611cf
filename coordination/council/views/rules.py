"""The dated rules of the council, and what the council office does about the city's own."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from workflows.calendars import local_date
from workflows.forms.acting.acts import ActForm
from workflows.queries.people.seen import fingerprint

from ..forms.base import ConfirmForm
from ..forms.rules import EndRuleForm, RuleForm, SubjectForm
from ..models import CouncilRule
from ..queries.rulebook import by_subject
from ..queries.shipped import offered
from ..queries.trail import told, trail
from ..vocabulary import RuleOrigin, RuleSubject
from .pages import CalendarPage, adoption_url, reader, section

_PER_PAGE = 50


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rules under what they are about: those of today, `?all=1` earlier and later ones too."""
    _person, at, keeps = reader(request)
    today, shows_all = local_date(at), request.GET.get("all") == "1"
    rows = CouncilRule.objects.select_related("organization")
    shown = [row for row in rows if shows_all or _holds(row, today)]
    context: dict[str, object] = {
        "groups": list(by_subject(shown)),
        "keeps": keeps,
        "all": shows_all,
        "today": today,
        "local": RuleOrigin.LOCAL,
        "form": SubjectForm(),
        "new": offered(settings.LAND, today=today) if keeps else [],
        "adoption_url": adoption_url(),
    }
    return section(request, "rules", context, current="council_rules")


def _holds(row: CouncilRule, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


@require_safe
def calendar_trail(request: HttpRequest) -> HttpResponse:
    """Who changed what and when, the latest first."""
    reader(request)
    page = Paginator(trail(), _PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, object] = {"page": page, "entries": told(page)}
    return section(request, "trail", context, current="council_trail")


class _RulePage(CalendarPage):
    def back(self) -> tuple[str, str]:
        return str(_("Rules")), reverse("coordination:council_rules")


class AddRule(_RulePage):
    """Adds a rule of the city on the subject that the address names."""

    act_name = "add_rule"
    form_class: ClassVar[type[ActForm]] = RuleForm
    title = _("Add a rule")
    lead = _(
        "Sessions from that day on are judged by it; earlier ones keep the rule that held then."
    )
    submit_label = _("Add the rule")
    done_message = _("The rule was added.")
    checks = True

    def find(self) -> None:
        try:
            self.subject = RuleSubject(self.request.GET.get("subject", ""))
        except ValueError:
            raise Http404 from None

    def get_form_kwargs(self) -> dict[str, object]:
        return {"subject": self.subject}


class _OneRule(_RulePage):
    row: CouncilRule

    def find(self) -> None:
        local = CouncilRule.objects.filter(origin=RuleOrigin.LOCAL)
        self.row = get_object_or_404(local, pk=self.kwargs["rule"])

    def fixed(self) -> dict[str, object]:
        return {"rule": self.row.pk}

    def get_context(self) -> dict[str, object]:
        return {**super().get_context(), "about": [str(self.row), self.row.norm]}


class EndRule(_OneRule):
    """Sets the last day of a rule."""

    act_name = "end_rule"
    form_class: ClassVar[type[ActForm]] = EndRuleForm
    title = _("End the rule")
    submit_label = _("End the rule")
    done_message = _("The rule ends on this day.")

    def get_initial(self) -> dict[str, object]:
        return {"seen": fingerprint(self.row)}


class RemoveRule(_OneRule):
    """Takes back a rule by which nothing is judged."""

    act_name = "remove_rule"
    form_class: ClassVar[type[ActForm]] = ConfirmForm
    title = _("Remove the rule")
    submit_label = _("Remove the rule")
    variant = "danger"
    done_message = _("The rule was removed.")
