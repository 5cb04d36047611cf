"""Other systems that are told of events: that their calls begin and end is itself told."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...machine import act, registered_flows
from ...models import Webhook, WebhookCall
from ...refusals import Unmet
from .base import OrganisationWork

_PREFIX = "whsec_"


def can_begin(look: LastingLook) -> Iterable[Unmet]:
    """A name, an address, and kinds of cases that there are."""
    entry = look.entry
    entry.text("name", longest=100)
    entry.text("url", longest=500)
    kinds = entry.given("kinds")
    known = {flow.kind for flow in registered_flows()}
    if not isinstance(kinds, list) or not all(kind in known for kind in map(str, kinds)):
        entry.note("kinds", _("There is no such kind of cases."), "kinds")
    return entry.unmet


@act(gettext_lazy("tell another system"), guards=[can_begin])
def add_hook(work: OrganisationWork) -> None:
    """The event names the host only: an address may hold a secret, as the row does."""
    entry, call = work.look.entry, work.call
    assert call.actor.person is not None, "the rule lets no system pass"
    kinds = entry.given("kinds")
    assert isinstance(kinds, list), "the guard has looked"
    hook = Webhook.objects.create(
        name=entry["name"], url=entry["url"], kinds=sorted(map(str, kinds)),
        secret=_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode(),
        created_at=call.at, created_by_id=call.actor.person,
    )  # fmt: skip
    _note(work, hook)


def can_end(look: LastingLook) -> Iterable[Unmet]:
    """A system that is still told."""
    look.entry.row("hook", Webhook.objects.filter(ended_at=None))
    return look.entry.unmet


@act(gettext_lazy("stop telling a system"), guards=[can_end])
def end_hook(work: OrganisationWork) -> None:
    """Not even what waits is told any more."""
    hook, at = work.look.entry["hook"], work.call.at
    WebhookCall.objects.filter(hook=hook, sent_at=None, dropped_at=None).update(dropped_at=at)
    Webhook.objects.filter(pk=hook.pk).update(ended_at=at)
    _note(work, hook)


def _note(work: OrganisationWork, hook: Webhook) -> None:
    work.note(hook=hook.pk, name=hook.name, host=urlsplit(hook.url).hostname or "")
