"""What a council system says of our own stations."""

from __future__ import annotations

from django.db.models import Q

from workflows.calendars import local_date

from ..models import Consultation, SourceConsultation, SourceItem, SourceOrganization

LONGEST = 200


def imported_words(station: Consultation) -> str:
    """The result of a station in the words of a council system; empty if none says one.

    The item is that of a paper with our number, in a session of the same day, of a body that is
    linked with ours. Several that say different things say nothing.
    """
    if station.paper is None or station.meeting is None:
        return ""
    told = SourceConsultation.objects.filter(paper__reference=station.paper.reference)
    links = dict(told.exclude(item_key="").values_list("item_key", "organization_key"))
    if not links:
        return ""
    ours = set(
        SourceOrganization.objects.filter(body=station.organization_id).values_list(
            "of__key", flat=True
        )
    )
    held_on = local_date(station.meeting.starts_at)
    items = SourceItem.objects.filter(~Q(result_text=""), key__in=links).select_related("meeting")
    said = {
        item.result_text[:LONGEST]
        for item in items
        if item.meeting.starts_at
        and local_date(item.meeting.starts_at) == held_on
        and ours & {links[item.key], *item.meeting.organization_keys}
    }
    return said.pop() if len(said) == 1 else ""
