"""Sessions in the database, which tell a lost database from a session that was ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from workflows.queries.compiled import CompiledFor

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession


class SessionStore(db.SessionStore):
    """Django takes any error while it saves for the end of the session, and answers 400."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's
        """Raises the error of a connection that is lost: the page asks to send again then."""
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from error
            raise

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """What every page asks first; no session where it is over."""
        found = _SESSION.first(key=self.session_key or "", at=timezone.now())  # noqa: TID251 - the edge
        if found is None:
            self._session_key = None
        return found


def _lasting(*, key: str, at: datetime) -> QuerySet[AbstractBaseSession]:
    rows: QuerySet[AbstractBaseSession] = SessionStore.get_model_class().objects.all()
    return rows.filter(session_key=key, expire_date__gt=at)


_SESSION = CompiledFor(_lasting, key="key", at=datetime(1900, 1, 1, tzinfo=UTC))
