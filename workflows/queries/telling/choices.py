"""How a person gets the mails of each topic."""

from __future__ import annotations

from collections.abc import Mapping

from ...enums import DeliveryMode
from ...topics import TOPICS
from .mails import chosen_modes


def modes_of(person: int) -> Mapping[str, DeliveryMode]:
    """The mode that holds for the person, for every topic in the order of the topics."""
    chosen = chosen_modes([person])
    return {key: chosen.get((person, key), topic.default) for key, topic in TOPICS.items()}
