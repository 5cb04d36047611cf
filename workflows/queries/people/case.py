"""The one case whose trail is the organisation's."""

from __future__ import annotations

from ...models import Case

KIND = "organisation"


def organisation_case() -> int:
    """The id of the organisation's case; raises Case.DoesNotExist before it was founded."""
    return Case.objects.values_list("pk", flat=True).get(kind=KIND)
