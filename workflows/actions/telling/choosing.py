"""What a person chooses about their mails."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from ...models import DeliveryChoice
from ...refusals import GuardsUnmet, Unmet
from ...topics import TOPICS


@transaction.atomic
def choose_delivery(*, by: int, modes: Mapping[str, str]) -> None:
    """Set how a person gets the mails of topics; the topic's own way needs no row.

    It holds for mails about which nothing was decided yet. GuardsUnmet 422, with every topic that
    does not exist or cannot be had in that way; then nothing is changed.
    """
    unmet = [
        Unmet("mode", _("This cannot be chosen here."), field=topic)
        for topic, mode in modes.items()
        if topic not in TOPICS or mode not in TOPICS[topic].modes
    ]
    if unmet:
        raise GuardsUnmet(unmet)
    mine = DeliveryChoice.objects.filter(person=by)
    mine.filter(
        topic__in=[key for key, mode in modes.items() if mode == TOPICS[key].default]
    ).delete()
    DeliveryChoice.objects.bulk_create(
        [
            DeliveryChoice(person_id=by, topic=key, mode=mode)
            for key, mode in modes.items()
            if mode != TOPICS[key].default
        ],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["mode"],
    )
