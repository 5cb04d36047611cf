"""Logins, and what was refused: for whoever looks after security, apart from every trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Attempt(models.Model):
    """Somebody came in, or was not let do something. No text of theirs, and not for ever."""

    class Kind(models.TextChoices):
        """What was tried; read by those who keep the machine, and by the person concerned."""

        LOGIN = "login", "login"
        LOGOUT = "logout", "logout"
        LOGIN_FAILED = "login_failed", "login failed"
        TOO_MANY = "too_many", "too many failed logins"
        FACTOR_FAILED = "factor_failed", "second factor failed"
        FACTOR_CHANGED = "factor_changed", "second factor changed"
        NOT_ALLOWED = "not_allowed", "not allowed"
        INVISIBLE = "invisible", "not seen by this person"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The address that somebody claimed to be, where no account has it.
    claimed = models.CharField(max_length=254, blank=True)
    source = models.CharField(max_length=45, blank=True)
    # The act or page that was asked for, and of which case; no key, for the case may be none.
    act = models.CharField(max_length=80, blank=True)
    case_number = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="workflows_attempt_of")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
