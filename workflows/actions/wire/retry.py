"""Trying again what the database gave up: deadlock, serialization failure, lost connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, connection

from ...refusals import Busy

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 5
_AGAIN = {"40001", "40P01", "57P01", "57P02", "57P03", "08000", "08003", "08006", ""}
_LOCK_TIMEOUT = "55P03"


def retried(function: Callable[P, R]) -> Callable[P, R]:
    """Call again, with the same command, what failed for a passing reason.

    Only outside of a transaction: inside one, the whole belongs to somebody else who must
    repeat it. An empty SQL state means that the connection broke before there was one.
    Raises Busy where a lock was not to be had in time.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, TRIES + 1):
            try:
                return function(*args, **kwargs)
            except (OperationalError, InterfaceError, IntegrityError) as error:
                state = getattr(error.__cause__, "sqlstate", None) or ""
                if state == _LOCK_TIMEOUT:
                    raise Busy from error
                passing = state in _AGAIN or _met_its_twin(error)
                if connection.in_atomic_block or not passing or attempt == TRIES:
                    raise
                if not isinstance(error, IntegrityError):
                    connection.close()
                    time.sleep(0.02 * 2**attempt)
        raise AssertionError

    return call


def _met_its_twin(error: Exception) -> bool:
    """Whether the same command was committed by somebody else while this one was under way."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == "workflows_command_pkey"
