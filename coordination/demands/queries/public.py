"""What an answered demand gives to everybody: its association as an organisation, no person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.calendars import local_date
from workflows.enums import Access, UnitKind
from workflows.models import User
from workflows.refusals import Unmet

from ...city.models import FieldOfAction
from ...publishing.models import ANSWER_LENGTH, SUMMARY_LENGTH
from ...publishing.queries.sources import Draft, Places
from ..models import Demand, DemandAnswer
from .demands import demand_seen_by


class Demands:
    """The demands that the city has answered (`publishing.queries.sources.Source`)."""

    places = Places(matter="coordination:demand", public="portal:demand")

    def draft(self, viewer: User, matter: int, *, at: datetime) -> Draft:
        """Their words and the signed answer, to be put into words for everybody."""
        demand = demand_seen_by(viewer, matter, at=at)
        answer = signed_answer(demand.pk)
        return Draft(
            demand.reference, demand.title[:200], demand.office_id or 0,
            demand.words[:SUMMARY_LENGTH], answer=answer.words[:ANSWER_LENGTH] if answer else "",
        )  # fmt: skip

    def facts(self, matter: int) -> Mapping[str, object]:
        """Who asked since when, what was promised; how it stands comes from the demand itself."""
        demand = Demand.objects.select_related("sender", "office").get(case=matter)
        answer = signed_answer(demand.pk)
        fields = FieldOfAction.objects.filter(pk__in=demand.fields_of_action)
        return {
            "office": demand.office.name if demand.office else "",
            "kind": demand.kind,
            "sender": demand.sender.name,
            "fields": [field.name for field in fields],
            "outcome": answer.outcome if answer else "",
            "answered_on": f"{local_date(answer.signed_at)}"
            if answer and answer.signed_at
            else None,
            "promised_on": f"{answer.promised_on}" if answer and answer.promised_on else None,
        }

    def problems(self, matter: int) -> Iterator[Unmet]:
        """What is restricted; what was never answered; a sender who is no organisation outside."""
        demand = Demand.objects.select_related("case", "sender").get(case=matter)
        if demand.case.access != Access.NORMAL or demand.sender.kind != UnitKind.PARTNER:
            yield Unmet("not_public", _("This demand is not for everybody."))
        elif signed_answer(demand.pk) is None:
            text = _("The city has not answered this demand yet. It can be announced after that.")
            yield Unmet("not_answered", text)


def signed_answer(demand: int) -> DemandAnswer | None:
    """The last answer that was signed; no draft counts."""
    rows = DemandAnswer.objects.filter(demand=demand, signed_at__isnull=False)
    return rows.order_by("-number").first()
