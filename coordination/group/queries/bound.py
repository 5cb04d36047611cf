"""Which rows of orders and of the load events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import (
    GroupDecision,
    GroupMember,
    GroupSession,
    MinutesObjection,
    OfficeCapacity,
    Order,
    OrderReport,
    OrderTemplate,
    SessionItem,
    StatutoryWork,
)

TABLES: Sequence[Bound] = (
    Bound(
        Order,
        "case_id",
        {
            "": (
                "case_id", "reference", "title", "words", "unit_id", "due_on", "fields_of_action",
                "drafted_desk_id", "template_id", "decision_id", "state", "kind", "right",
                "given_by_id", "given_desk_id",
                "given_on", "mandate_id", "is_delegated", "extensions", "is_over_load",
            ),
        },
    ),
    Bound(
        OrderReport, "order__case_id", {"": ("order_id", "number", "text", "by_id", "at")}
    ),
    Bound(
        OfficeCapacity, "case_id", {"": ("case_id", "unit_id", "items", "valid_from", "note")}
    ),
    Bound(
        StatutoryWork,
        "case_id",
        {
            "": ("case_id", "unit_id", "title", "norm", "items", "valid_from"),
            "end": ("valid_until",),
        },
    ),
    Bound(
        GroupMember,
        "case_id",
        {
            "": ("case_id", "unit_id", "fields_of_action", "valid_from"),
            "end": ("valid_until",),
        },
    ),
    Bound(
        OrderTemplate,
        "case_id",
        {
            "": ("case_id", "title", "words", "unit_id", "rhythm", "days", "valid_from"),
            "next": ("next_on",),
            "end": ("valid_until",),
        },
    ),
    Bound(
        GroupSession,
        "case_id",
        {
            "": ("case_id", "held_on", "place", "state"),
            "held": ("present", "orders"),
            "minutes": ("minutes", "sent_on", "objections_until"),
        },
    ),
    Bound(SessionItem, "session__case_id", {"": ("session_id", "title", "note")}),
    Bound(GroupDecision, "session__case_id", {"": ("session_id", "number", "title", "words")}),
    Bound(
        MinutesObjection,
        "session__case_id",
        {"": ("session_id", "unit_id", "by_id", "at", "text"), "answer": ("is_accepted", "answer")},
    ),
)  # fmt: skip
