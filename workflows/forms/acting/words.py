"""What was entered, once as JSON for the trail and once in words for the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _


def json_value(value: object) -> object:  # noqa: PLR0911 - a line per type
    """A cleaned value as JSON: days as 2026-12-24, sums and ids as text, rows by their key."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dt.date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case Model():
            return json_value(value.pk)
        case UploadedFile():
            return value.name
        case dict():
            return {str(key): json_value(item) for key, item in value.items()}
        case Iterable():
            return [json_value(item) for item in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")


def in_words(field: BoundField, value: object) -> str:  # noqa: PLR0911 - a line per type
    """A cleaned value as the person reads it; empty if nothing was entered."""
    choices = getattr(field.field, "choices", None)
    if choices is not None and not isinstance(value, Model) and not hasattr(value, "model"):
        return ", ".join(_labels(choices, value))
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case Decimal():
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,")) + "\N{NO-BREAK SPACE}€"
        case UploadedFile():
            return str(value.name)
        case str() | Model() | int():
            return str(value)
        case Iterable():
            return ", ".join(str(item) for item in value)
        case _:
            return str(value)


def _labels(choices: Iterable[tuple[object, object]], value: object) -> list[str]:
    chosen = {str(item) for item in (value if isinstance(value, list | tuple | set) else [value])}
    flat: list[tuple[Any, Any]] = []
    for key, label in choices:
        flat.extend(label if isinstance(label, list | tuple) else [(key, label)])
    return [str(label) for key, label in flat if str(key) and str(key) in chosen]
