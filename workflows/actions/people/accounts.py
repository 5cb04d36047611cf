"""Accounts: invited without a password, changed, deactivated, never deleted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ..acting.acts import Outcome
from .foundation import change


def invite_person(
    *,
    email: str,
    given_name: str,
    family_name: str,
    by: int | None,
    at: datetime,
    language: str = "de",
    external_id: str = "",
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Make an account without a password and invite its owner by mail. `facts["person"]`."""
    return change(
        "invite_person", by=by, at=at, command=command, text=text, email=email,
        given_name=given_name, family_name=family_name, language=language, external_id=external_id,
    )  # fmt: skip


def invite_again(
    *, person: int, by: int | None, at: datetime, command: UUID | None = None, text: str = ""
) -> Outcome:
    """Send the invitation once more; 422 if the person has chosen a password already."""
    return change("invite_again", by=by, at=at, command=command, text=text, person=person)


def change_person(
    *,
    person: int,
    email: str,
    given_name: str,
    family_name: str,
    by: int | None,
    at: datetime,
    language: str = "de",
    external_id: str = "",
    seen: str = "",
    command: UUID | None = None,
    text: str = "",
) -> Outcome:
    """Give an account these values and tell its owner."""
    return change(
        "change_person", by=by, at=at, command=command, text=text, person=person, email=email,
        given_name=given_name, family_name=family_name, language=language, external_id=external_id,
        seen=seen,
    )  # fmt: skip


def deactivate_person(
    *, person: int, by: int | None, at: datetime, command: UUID | None = None, text: str = ""
) -> Outcome:
    """Close an account from now on, sessions included; 422 while the person holds a desk."""
    return change("deactivate_person", by=by, at=at, command=command, text=text, person=person)


def reactivate_person(
    *, person: int, by: int | None, at: datetime, command: UUID | None = None, text: str = ""
) -> Outcome:
    """Open a deactivated account again; it holds no desk until somebody appoints the person."""
    return change("reactivate_person", by=by, at=at, command=command, text=text, person=person)
