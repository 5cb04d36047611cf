"""What a deputy may do, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.template import Library
from django.utils.translation import gettext as _

from ..queries.people.substitutions import kinds_of_task as known_kinds

register = Library()


@register.filter
def kinds_of_task(steps: Sequence[str]) -> str:
    """The kinds of task to which a deputy is limited."""
    if not steps:
        return _("all tasks")
    known = known_kinds()
    return ", ".join(known.get(step, step) for step in steps)
