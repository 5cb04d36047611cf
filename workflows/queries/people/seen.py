"""A fingerprint of a row as it was shown: a form that changes it tells which one it saw."""

from __future__ import annotations

import hashlib

from django.db.models import Model

_NEVER_SHOWN = frozenset({"password", "last_login"})


def fingerprint(row: Model) -> str:
    """Sixteen hexadecimal digits that differ as soon as a value of the row does."""
    fields = (f for f in row._meta.concrete_fields if f.name not in _NEVER_SHOWN)  # noqa: SLF001 - Django documents it
    content = "\x1f".join(f"{field.name}={field.value_from_object(row)}" for field in fields)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
