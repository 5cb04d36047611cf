"""Work for which no desk was found does not vanish: it goes to whoever leads the office above.

The organisation office, which sees no case, hears that the desk is missing. Where no office stands
above the one that was meant, it gets the work itself, to pass it on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from ...definitions import Post, Step
from ...enums import LEADING, Channel, DeskFunction, StepMode
from ...machine import flow_for
from ...models import Case, Notification, Task, Unit
from ...queries.acting.posts import Address

OFFICE = Post((DeskFunction.ORGANISATION,))


def meant_by(post: Post) -> Unit | None:
    """The office in which a desk was looked for, or the one that has taken its place."""
    if post.unit is not None:
        found = Unit.objects.filter(pk=post.unit)
    elif post.unit_function:
        found = Unit.objects.filter(function=post.unit_function)
    else:
        return None
    # Those in force first; of the ended ones whichever ended last.
    unit = found.select_related("successor").order_by("-valid_until", "-pk").first()
    return (unit.successor or unit) if unit else None


def above(unit: Unit) -> list[Post]:
    """Who leads a unit and those above it, the nearest first."""
    return [Post(LEADING, unit=one) for one in (unit.pk, *reversed(unit.ancestors))]


def is_lost(step: Step, wanted: range, found: Sequence[Address]) -> bool:
    """Whether a post found no desk; with mode any the work is only lost if no post found one."""
    if step.mode == StepMode.ANY:
        return bool(wanted) and not found
    return bool(set(wanted) - {address.post for address in found})


def with_last_resort(
    wanted: range, found: Sequence[Address], office: Sequence[Address]
) -> list[Address]:
    """The addresses and, for the posts that found no desk, the first of `office`."""
    first_lost = min(set(wanted) - {address.post for address in found})
    last = [replace(address, post=first_lost, is_last_resort=True) for address in office[:1]]
    return sorted([*found, *last], key=lambda address: address.post)


def messages(case: Case, task: Task, address: Address) -> list[Notification]:
    """What the office is told; it names the kind and the step, for the office sees no case."""
    return [
        Notification(
            key=f"undeliverable:{task.pk}:{person}:{channel}",
            recipient_id=person,
            channel=channel,
            template="task_undeliverable",
            data={**_in_words(case.kind, task.step.key), "task": str(task.pk)},
            created_at=task.opened_at,
            send_at=task.opened_at,
        )
        for person in address.holders
        for channel in (Channel.IN_APP, Channel.MAIL)
        if task.opened_at is not None
    ]


def _in_words(kind: str, key: str) -> dict[str, str]:
    """Process and step in the language of the city, in which its office works."""
    flow = flow_for(kind)
    step = flow.step(key)
    with translation.override(settings.LANGUAGE_CODE):
        return {"kind": str(flow.label), "step": str(step.title) if step else key}
