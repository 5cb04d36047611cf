"""What a task or a deadline is about within its case: a kind of thing and its key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NewType

Subject = NewType("Subject", str)
"""As it stands in the tables: `kind:key`."""


def thing(kind: str, key: object) -> Subject:
    """The subject for a thing: `key` is that of a row, or the day or word by which it is known."""
    return Subject(f"{kind}:{key}")


def kind_and_key(subject: str) -> tuple[str, str]:
    """Both parts; the key is empty where the subject is none of a thing."""
    kind, _colon, key = subject.partition(":")
    return kind, key


def key_in(subject: str) -> str:
    """The key of the thing."""
    return kind_and_key(subject)[1]


def keys_of(kind: str, subjects: Iterable[str]) -> list[str]:
    """The keys of those that are about this kind of thing."""
    pairs = map(kind_and_key, subjects)
    return [key for found, key in pairs if found == kind]
