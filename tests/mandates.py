"""The mandate of the town ends."""

from __future__ import annotations

from datetime import timedelta

from coordination.mandates.actions import change
from coordination.mandates.models import Mandate
from tests.town import Town


def end_mandate(town: Town) -> None:
    """The mandate to lead integration ends at once."""
    yesterday = town.now.date() - timedelta(days=1)
    mandate = Mandate.objects.not_over(on=town.now.date()).get()
    by = town.person("mayor-mayor").pk
    change(
        "end_mandate", by=by, at=town.now, text="Das ist gut begründet.", mandate=mandate.pk,
        last_day=yesterday,
    )  # fmt: skip
