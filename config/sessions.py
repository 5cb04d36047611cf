"""Sessions in the database, which tell a lost database from a session that was ended."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


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
