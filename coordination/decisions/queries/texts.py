"""The frozen versions of a text and their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ..models import TextVersion

if TYPE_CHECKING:
    from workflows.models import Case


def digest_of(content: Mapping[str, object]) -> bytes:
    """The sha256 of a text in canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).digest()


def text_version(
    case: Case,
    *,
    number: int,
    occasion: str,
    content: dict[str, object],
    by: int | None,
    at: datetime,
) -> TextVersion:
    """An unsaved version of a case's text."""
    return TextVersion(
        case_id=case.pk,
        number=number,
        round=case.round,
        occasion=occasion,
        content=content,
        digest=digest_of(content),
        made_by_id=by,
        made_at=at,
    )
