"""The saved views of lists that a person may open: their own, and those of their desks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject, Lower

from ...models import SavedView, User, ViewUse
from ...untyped import SqlRow
from ..people.desks import HeldDesk


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view as a list names it, and what this person does with it."""

    id: int
    name: str
    query: str
    words: Mapping[str, str]
    is_shared: bool
    is_default: bool
    is_subscribed: bool


# As one column of a statement; parameters: listing, viewer, at_desks.
ROWS = """
(SELECT json_agg(json_build_array(v.id, v.name, v.query, v.words, v.desk_id IS NOT NULL,
                                  COALESCE(u.is_default, false), u.subscribed_at IS NOT NULL)
                 ORDER BY lower(v.name), v.id)
   FROM workflows_savedview v
   LEFT JOIN workflows_viewuse u ON u.view_id = v.id AND u.person_id = %(viewer)s
  WHERE v.listing = %(listing)s
    AND (v.owner_id = %(viewer)s OR v.desk_id = ANY(%(at_desks)s::bigint[])))
"""


def params_of(listing: str, *, person: int, desks: Sequence[int]) -> Mapping[str, object]:
    """What `ROWS` asks with."""
    return {"listing": listing, "viewer": person, "at_desks": list(desks)}


def rows_of(found: Sequence[SqlRow] | None) -> list[ViewRow]:
    """What `ROWS` has answered."""
    return [ViewRow(*row) for row in found or ()]


def views_part(listing: str, *, person: int, desks: Sequence[int]) -> QuerySet[Model, SqlRow]:
    """The same for a list that asks other things beside, as rows of a union: what they are, key,
    the rest as one text for `view_of`, place, order.
    """
    mine = Q(owner=person) | Q(desk__in=desks)
    used = ViewUse.objects.filter(view=OuterRef("pk"), person=person)
    row = JSONObject(
        name=F("name"), query=F("query"), words=F("words"), is_shared=Q(desk__isnull=False),
        is_default=Exists(used.filter(is_default=True)),
        is_subscribed=Exists(used.filter(subscribed_at__isnull=False)),
    )  # fmt: skip
    part: QuerySet[Any, Any] = SavedView.objects.filter(mine, listing=listing).annotate(
        what=Value("saved", output_field=CharField()),
        row=Cast(row, TextField()),
        place=Value(0),
        order=Lower("name"),
    )
    return part.values_list("what", "pk", "row", "place", "order")


def view_of(key: int, text: str) -> ViewRow:
    """One row of that part."""
    return ViewRow(id=key, **json.loads(text))


def usable_views(person: User, *, desks: Sequence[HeldDesk]) -> list[SavedView]:
    """All of them, of every list."""
    mine = Q(owner=person) | Q(desk__in=[desk.id for desk in desks])
    found = SavedView.objects.filter(mine).select_related("owner", "desk__unit")
    return list(found.order_by("listing", "name", "pk"))


def usable_view(key: int, *, person: User, desks: Sequence[HeldDesk]) -> SavedView | None:
    """One of them; None if it is not theirs."""
    mine = Q(owner=person) | Q(desk__in=[desk.id for desk in desks])
    return SavedView.objects.filter(mine, pk=key).select_related("owner", "desk__unit").first()


def uses_of(person: User) -> Mapping[int, ViewUse]:
    """What a person does with which view."""
    return {use.view_id: use for use in ViewUse.objects.filter(person=person)}


def uses_to_look_after(*, on: date) -> list[ViewUse]:
    """The subscriptions that nobody has looked after on this day."""
    due = Q(looked_on=None) | Q(looked_on__lt=on)
    found = ViewUse.objects.filter(due, subscribed_at__isnull=False, person__deactivated_at=None)
    return list(found.select_related("person", "view").order_by("pk"))
