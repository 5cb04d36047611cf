"""Which rows of demands events bind."""

from collections.abc import Sequence

from workflows.queries.proof.bound import Bound

from ..models import Demand, DemandAnswer, DemandMeasure, DemandNotice, SenderWord

TABLES: Sequence[Bound] = (
    Bound(
        Demand,
        "case_id",
        {
            "": (
                "case_id", "reference", "kind", "title", "title_key", "words", "sender_id",
                "dated_on", "received_on", "way", "evidence", "is_from_sender", "fields_of_action",
                "repeats_id", "open_since", "office_id", "state", "counted_from", "answer_due_on",
                "receipt_confirmed_on", "receipt_way", "interim_on", "meets_at", "meets_where",
                "result", "closed_on", "source", "source_number",
            ),
        },
    ),
    Bound(
        DemandAnswer,
        "demand__case_id",
        {
            "": (
                "demand_id", "number", "outcome", "words", "promised_on", "drafted_by_id",
                "drafted_for_id", "drafted_at",
            ),
            "returned": ("is_returned",),
            "signature": ("signed_by_id", "signed_desk_id", "signed_at"),
        },
    ),
    Bound(
        DemandNotice, "demand__case_id", {"": ("demand_id", "sent_on", "way", "words", "by_id")}
    ),
    Bound(
        SenderWord,
        "demand__case_id",
        {
            "": (
                "demand_id", "word", "said_on", "way", "evidence", "text", "is_recorded", "by_id",
            )
        },
    ),
    Bound(
        DemandMeasure,
        "demand__case_id",
        {
            "": ("demand_id", "measure_id", "linked_on", "linked_by_id"),
            "end": ("ended_on", "end"),
        },
    ),
)  # fmt: skip
