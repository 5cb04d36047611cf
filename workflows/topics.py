"""What messages are about, and how each topic leaves the house by mail unless a person chose.

The defaults follow two thoughts. Whoever is late, or becomes late today, or is asked by a person,
hears of it at once: a mail tomorrow would come after the harm. All other work and news come in
one mail in the morning: an inbox that rings for every task is an inbox that nobody reads. What a
person must know by law or by their office can be moved to the morning but never be switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .enums import DeliveryMode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AT_ONCE, DIGEST, OFF = DeliveryMode.AT_ONCE, DeliveryMode.DIGEST, DeliveryMode.OFF


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of messages; `modes` are those that a person may choose, the first holds else.

    `urgent_at_once`: about an urgent case, or due before the next morning, it never waits.
    `alone`: never together with others, and at any hour, because somebody waits for it.
    """

    key: str
    label: _StrPromise
    modes: tuple[DeliveryMode, ...]
    # Why it cannot be switched off; empty where it can.
    duty: _StrPromise | str = ""
    urgent_at_once: bool = False
    alone: bool = False

    @property
    def default(self) -> DeliveryMode:
        """The mode of people who have chosen none."""
        return self.modes[0]


_WORK = _("Work that is given to you is an official order; the house must be able to rely on it.")
_LATE = _("Who lets a period pass must have been told; so this cannot be switched off.")

NEWS = Topic("news", _("News of your matters"), (DIGEST, AT_ONCE, OFF))

TOPICS: Mapping[str, Topic] = {
    topic.key: topic
    for topic in (
        Topic("escalations", _("Escalations to you as a superior"), (AT_ONCE, DIGEST), duty=_LATE),
        Topic("overdue", _("Overdue tasks"), (AT_ONCE, DIGEST), duty=_LATE),
        Topic("due", _("Due today, and reminders by colleagues"), (AT_ONCE, DIGEST), duty=_LATE),
        Topic("tasks", _("New tasks"), (DIGEST, AT_ONCE), duty=_WORK, urgent_at_once=True),
        Topic("reminders", _("Periods that end soon"), (DIGEST, AT_ONCE), duty=_LATE),
        Topic("resubmission", _("Resubmissions"), (DIGEST, AT_ONCE, OFF)),
        NEWS,
        Topic("watched", _("Cases that you watch"), (DIGEST, AT_ONCE, OFF)),
        Topic(
            "organisation",
            _("Desks, substitutions and undeliverable work"),
            (AT_ONCE, DIGEST),
            duty=_("It says what you are responsible for; so this cannot be switched off."),
        ),
        Topic(
            "account",
            _("Your account"),
            (AT_ONCE,),
            duty=_("It protects your account; so it always comes at once."),
            alone=True,
        ),
    )
}
"""All topics, the most pressing first: in this order the morning's mail lists them."""

_of_template: dict[str, Topic] = {}


def register_messages(topic: str, *templates: str) -> None:
    """Say what messages are about; KeyError for an unknown topic."""
    for template in templates:
        _of_template[template] = TOPICS[topic]


def topic_of(template: str) -> Topic:
    """The topic of a message; news where nobody has said."""
    return _of_template.get(template, NEWS)


def registered_messages() -> Mapping[str, Topic]:
    """All messages that somebody has given a topic."""
    return dict(_of_template)


def templates_of(topics: Iterable[Topic]) -> list[str]:
    """The registered messages of these topics."""
    wanted = set(topics)
    return [template for template, topic in _of_template.items() if topic in wanted]


def alone_templates() -> list[str]:
    """The messages that never wait and never share a mail."""
    return templates_of(topic for topic in TOPICS.values() if topic.alone)


register_messages("escalations", "deadline_escalated")
register_messages("overdue", "deadline_overdue")
register_messages("due", "deadline_today", "deadline_reminded")
register_messages("reminders", "deadline_near")
register_messages("tasks", "task_opened", "task_handed")
register_messages("news", "task_taken", "note_mentioned")
register_messages("resubmission", "resubmission_due")
register_messages("watched", "watched_news", "view_news")
register_messages(
    "organisation",
    *(
        "appointed",
        "guest_appointed",
        "substitution_entered",
        "substitution_revoked",
        "deputy_away",
        "left_to_you",
    ),
    *("desk_vacant", "desk_missing", "task_undeliverable", "effect_failed", "rung_failed"),
)
register_messages("account", "invitation", "account_changed")
