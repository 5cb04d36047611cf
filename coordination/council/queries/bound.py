"""Which rows of the council the events of its calendar bind."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import CouncilRule, Membership, OrganizationSize
from .calendar import KIND

TABLES: Sequence[Bound] = (
    Bound(
        CouncilRule,
        "",
        {
            "": (
                "subject", "body_type", "organization_id", "amount", "unit", "flag", "words",
                "valid_from", "norm", "source", "origin",
            ),
            "end": ("valid_until",),
        },
        kind=KIND,
    ),
    Bound(
        Membership,
        "",
        {
            "": (
                "organization_id", "person_id", "role", "voting_right", "on_behalf_of",
                "start_date",
            ),
            "end": ("end_date",),
        },
        kind=KIND,
    ),
    Bound(
        OrganizationSize,
        "",
        {"": ("organization_id", "members", "start_date", "basis")},
        kind=KIND,
    ),
)  # fmt: skip
"""Not bound: the bodies and their sessions, whose changes are events with their words."""
