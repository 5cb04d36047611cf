"""The post of the demo: mails become files on this machine instead of going out."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


class FolderBackend(BaseEmailBackend):
    """Writes each mail to a file of its own below EMAIL_FILE_PATH, whole or not at all."""

    def __init__(self, *, fail_silently: bool = False, **_options: object) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; returns how many had a recipient."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sum(self._write(message) for message in email_messages)

    def _write(self, message: EmailMessage) -> bool:
        if not message.recipients():
            return False
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        draft = self.folder / f".{name}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(message.message().as_bytes())
        draft.rename(self.folder / f"{name}.eml")
        return True


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail as it lies in the folder."""

    name: str
    subject: str
    recipients: str
    sent_at: datetime | None
    text: str


def names() -> list[str]:
    """The names of all stored mails, the newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    found = (path.stem for path in folder.glob("*.eml"))
    return sorted(filter(_NAME.fullmatch, found), reverse=True)


def read(some: Iterable[str]) -> list[StoredMail]:
    """The mails of these names; those that are gone by now are left out."""
    return [mail for mail in map(find, some) if mail is not None]


def find(name: str) -> StoredMail | None:
    """One mail; None if there is none of that name."""
    path = Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    return StoredMail(
        name=name,
        subject=str(mail["Subject"] or "").strip(),
        recipients=str(mail["To"] or ""),
        sent_at=_moment(str(mail["Date"] or "")),
        text=_text_of(mail),
    )


def _moment(date: str) -> datetime | None:
    """The moment of a Date header; None if it says none. “-0000” is UTC (RFC 5322, 3.3)."""
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text_of(mail: ParsedMail) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""
