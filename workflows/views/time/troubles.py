"""What the organisation office looks after: messages and deadlines that do not come through."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...actions.telling.delivery import retry_now
from ...actions.telling.holding import release_delivery
from ...queries.telling.held import held_since, would_leave
from ...queries.time.retention import rows_about
from ...queries.time.troubles import SHOWN, stuck_effects, stuck_messages
from ..people.pages import office, section


@require_safe
def troubles(request: HttpRequest) -> HttpResponse:
    """Undelivered messages with their errors, and deadlines without their effect."""
    _person, at = office(request)
    stuck = stuck_messages()
    context = {
        "rows": stuck[:SHOWN],
        "count": stuck.count(),
        "effects": stuck_effects(at=at)[:SHOWN],
        "held_since": held_since(),
        "retention": rows_about(),
        "now": at,
    }
    if context["held_since"]:
        context["waiting"] = would_leave()
    return section(request, "troubles", context, current="troubles")


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Let leave what was held: whoever presses it has seen the list above."""
    office(request)
    if release_delivery():
        messages.success(request, _("What waits is delivered from now on."))
    return redirect("workflows:troubles")


@require_POST
def retry(request: HttpRequest, row: UUID) -> HttpResponse:
    """Let a message be tried again at once."""
    _person, at = office(request)
    if retry_now(row=row, at=at):
        messages.success(request, _("The message is tried again within a minute."))
    else:
        messages.info(request, _("This message was delivered or dropped in the meantime."))
    return redirect("workflows:troubles")
