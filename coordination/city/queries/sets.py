"""Sets of keys that are made once per statement and then asked for each row."""

from __future__ import annotations

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL


class Keys(Subquery):
    """The keys of a query; nothing is among them where it is known to be empty without asking.

    Django would write `IN NULL` then, which is no SQL.
    """

    empty_result_set_value = NotImplemented


class IsIn(Func):
    """Whether a column's value is among the keys of a query.

    Unlike `__in` it is never turned into a join: the keys are read once into a table in memory,
    and the rows are walked in the order in which they are wanted until there are enough. With
    the memory of the embedded server (8 MB for a step of a statement) half a million keys fit.
    """

    template = "(%(expressions)s) IS TRUE"
    arg_joiner = " IN "
    output_field = BooleanField()

    def __init__(self, name: str, keys: QuerySet[Model, object] | RawSQL) -> None:
        super().__init__(F(name), keys if isinstance(keys, RawSQL) else Keys(keys))


BROAD = 20_000
"""So many keys are read into memory quickly; where there are more, most rows walked are hits."""


def is_linked(links: QuerySet[Model], name: str) -> Case:
    """Whether links lead to a row, `name` being their side of it.

    Of few links the keys make a set; of more than BROAD each row that is walked is asked, in the
    same statement.
    """
    asked = links.filter(**{name: OuterRef("pk")}).values(found=Value(value=True))[:1]
    return Case(
        # A scalar, not EXISTS: that the planner would turn into a set of all of them again.
        When(Exists(links[BROAD : BROAD + 1]), then=Subquery(asked)),
        default=IsIn("pk", links.values(name)),
        output_field=BooleanField(),
    )
