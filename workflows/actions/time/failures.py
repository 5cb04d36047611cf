"""What the clock could not do is told to the office that keeps the organisation."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ...calendars import local_date
from ...models.validity import in_force

# One row a day for each who keeps the organisation; the office sees no case, so none is linked.
_REPORT = f"""
INSERT INTO workflows_notification
  (key, recipient_id, channel, template, data, created_at, send_at, attempts, error)
SELECT DISTINCT %(template)s || ':' || %(deadline)s || ':' || %(day)s || ':' || h.person_id
         || ':in_app',
       h.person_id, 'in_app', %(template)s, %(data)s::jsonb, %(at)s, %(at)s, 0, ''
  FROM workflows_deskholder h JOIN workflows_desk d ON d.id = h.desk_id
 WHERE d.function = 'organisation' AND d.closed_on IS NULL
   AND {in_force("h", on="day")}
ON CONFLICT (key) DO NOTHING
"""  # noqa: S608 - put together from constants


def tell_of_failure(
    template: str, *, deadline: UUID, case: int, error: Exception, at: datetime, **data: object
) -> None:
    """Tell of a deadline that made an error, once a day; the error by its kind, no values."""
    content = {"deadline": str(deadline), "case": case, "reason": type(error).__name__, **data}
    names: dict[str, Any] = {
        "template": template,
        "deadline": str(deadline),
        "day": local_date(at).isoformat(),
        "data": json.dumps(content),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REPORT, names)
