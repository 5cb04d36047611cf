"""Whether the city shows anything, and what it has decided about it before."""

from __future__ import annotations

from ..models import OparlRelease


def release_in_force() -> OparlRelease | None:
    """The last decision about the endpoint; None as long as there is none."""
    return OparlRelease.objects.first()


def is_released() -> bool:
    """Whether the endpoint answers."""
    answers = OparlRelease.objects.values_list("is_released", flat=True).first()
    return bool(answers)
