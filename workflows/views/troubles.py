"""What the organisation office looks after: messages and deadlines that do not come through."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..actions.delivery import retry_now
from ..enums import DeskFunction
from ..forms.pages import person_of
from ..queries.organisation.office import belongs_to_office
from ..queries.troubles import SHOWN, stuck_effects, stuck_messages
from ..refusals import NotAllowed


def _require_office(request: HttpRequest) -> None:
    if not belongs_to_office(person_of(request), at=timezone.now()):
        raise NotAllowed(str(DeskFunction.ORGANISATION.label))


@require_safe
def troubles(request: HttpRequest) -> HttpResponse:
    """Undelivered messages with their errors, and deadlines without their effect."""
    _require_office(request)
    at = timezone.now()
    stuck = stuck_messages()
    context = {
        "rows": stuck[:SHOWN],
        "count": stuck.count(),
        "effects": stuck_effects(at=at)[:SHOWN],
        "now": at,
    }
    return render(request, "workflows/troubles.html", context)


@require_POST
def retry(request: HttpRequest, row: UUID) -> HttpResponse:
    """Let a message be tried again at once."""
    _require_office(request)
    if retry_now(row=row, at=timezone.now()):
        messages.success(request, _("The message is tried again within a minute."))
    else:
        messages.info(request, _("This message was delivered or dropped in the meantime."))
    return redirect("workflows:troubles")
