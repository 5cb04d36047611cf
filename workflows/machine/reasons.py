"""A reason that says something."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..refusals import Unmet
from .look import Look

REASON_LENGTH = 10
"""A reason shorter than this says nothing."""


def says_something(text: object) -> bool:
    """Whether a text is long enough to be a reason."""
    return len(str(text or "").strip()) >= REASON_LENGTH


def reason_given(look: Look) -> Iterator[Unmet]:
    """A reason of at least ten characters."""
    if not says_something(look.call.text):
        yield Unmet("reason_missing", _("Please give a reason (at least 10 characters)."), "text")
