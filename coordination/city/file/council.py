"""The part of a city file that holds the city's own rules for its council."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ..enums import OrganizationType
from . import schema
from .tables import Table


def read_council_rule(entry: Table) -> schema.CouncilRuleEntry:
    """A rule with exactly one value: `amount` and `unit`, `flag`, or `words`.

    Which subjects there are and what each may say, the council knows.
    """
    body_type = ""
    if entry.has("body_type"):
        body_type = entry.choice(
            "body_type", OrganizationType, instead=OrganizationType.COMMITTEE
        ).value
    amount = None
    if entry.has("amount"):
        amount = Decimal(entry.integer("amount", low=0, high=10**12 - 1))
    rule = schema.CouncilRuleEntry(
        subject=entry.key("subject"),
        body=entry.key("body", default=""),
        body_type=body_type,
        amount=amount,
        unit=entry.key("unit", default=""),
        flag=entry.yes("flag") if entry.has("flag") else None,
        words=entry.texts("words"),
        valid_from=entry.date("valid_from"),
        valid_until=entry.date("valid_until") if entry.has("valid_until") else None,
        norm=entry.text("norm"),
        source=entry.text("source", longest=300, default=""),
    )
    if rule.valid_until and rule.valid_until < rule.valid_from:
        entry.note(_("“valid_until” lies before “valid_from”."))
    if rule.body and rule.body_type:
        entry.note(_("Please name either “body” or “body_type”."))
    entry.finish()
    return rule
