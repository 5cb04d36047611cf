"""Reading values of an act that nobody has checked, as the flows of decisions know it."""

from collections.abc import Mapping

from workflows.machine.values import amount, count, day, entries, fields, key, line

__all__ = ["amount", "count", "day", "entries", "fields", "key", "line", "said"]


def said(value: object) -> object:
    """A value without what is not said in it; versions of long ago know fewer keys."""
    if isinstance(value, list):
        return [said(item) for item in value]
    if isinstance(value, Mapping):
        return {name: item for name, item in value.items() if item is not None}
    return value or None
