"""Other systems that are told of events: entered and struck off, each with its event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ...machine import registered_flows
from ...models import Webhook
from ...refusals import GuardsUnmet, Unmet
from ...spelling import one_line
from ..telling.public_http import CallError, checked
from .foundation import change


def add_hook(
    *,
    name: str,
    url: str,
    kinds: Sequence[str],
    by: int,
    at: datetime,
    command: UUID | None = None,
) -> Webhook:
    """Tell a system of all events after `at`; GuardsUnmet 422 with all that does not fit.

    `kinds`: which kinds of cases, empty: all. The secret is made here and shown once. An act of
    the organisation, with its event.
    """
    unmet = []
    name = one_line(name)
    if not name:
        unmet.append(Unmet("name", _("Please give it a name."), field="name"))
    try:
        checked(url)
    except CallError:
        text = _(
            "Please enter a complete address that begins with https:// and holds no password and no"
            " unusual port."
        )
        unmet.append(Unmet("url", text, field="url"))
    if set(kinds) - {flow.kind for flow in registered_flows()}:
        unmet.append(Unmet("kinds", _("There is no such kind of cases."), field="kinds"))
    if unmet:
        raise GuardsUnmet(unmet)
    done = change(
        "add_hook", by=by, at=at, command=command, text="", name=name, url=url,
        kinds=list(kinds),
    )  # fmt: skip
    return Webhook.objects.get(pk=done.facts["hook"])


def end_hook(hook: int, *, by: int, at: datetime, command: UUID | None = None) -> None:
    """Tell a system nothing any more, not even what waits; GuardsUnmet if that is so already."""
    change("end_hook", by=by, at=at, command=command, text="", hook=hook)
