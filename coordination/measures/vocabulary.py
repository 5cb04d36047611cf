"""How a place is marked that somebody has still to fill in. Pure."""

from __future__ import annotations

import re

PLACEHOLDER = "[bitte ergänzen: …]"
"""As it is written in templates; what stands after the colon says what belongs there."""

# Also without the colon, and where the bracket that closes it was forgotten or lies far away.
_MARK = re.compile(r"\[\s*bitte\s+ergänzen\b(?:[^\[\]\n]{0,160}\])?", re.IGNORECASE)


def placeholders(text: str) -> list[str]:
    """The marked places of a text that are left, in its order."""
    return _MARK.findall(text)
