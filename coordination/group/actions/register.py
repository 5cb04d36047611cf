"""The one case of the group, and the one way to act on it; orders that come again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingCase
from workflows.calendars import local_date

from ..models import OrderTemplate
from ..queries.register import KIND, due_templates
from .orders import draft_order

_GROUP = LastingCase(KIND, _("Coordination group"))

keep_group = _GROUP.keep
change = _GROUP.change


def draft_again(*, at: datetime) -> int:
    """Draft what comes again and is due today, each once; returns how many. For the clock.

    The draft has a command made of template and day, so that a tick that was killed between the
    two acts drafts nothing twice.
    """
    due = due_templates(local_date(at))
    for template in due:
        _draft(template, at=at)
    return len(due)


def _draft(template: OrderTemplate, *, at: datetime) -> None:
    today = local_date(at)
    fields = {
        "title": template.title, "words": template.words, "unit": template.unit_id,
        "due_on": (today + timedelta(days=template.days)).isoformat(), "fields_of_action": [],
        "template": template.pk,
    }  # fmt: skip
    command = uuid5(NAMESPACE_URL, f"order:{template.pk}:{template.next_on}")
    draft_order(fields=fields, by=None, at=at, command=command)
    change("advance_template", by=None, at=at, template=template.pk)
