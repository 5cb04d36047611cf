"""The wire to PostgreSQL: statements of an act, parsed once and sent together in one write.

Django's cursor sends one statement at a time and psycopg reads its text anew where it is long.
An act knows all that it asks and all that it writes, so it says each of them here at once.
"""

from .exchange import Rows
from .parsing import Params
from .sending import Statement, send
from .transactions import GENERIC_PLANS, snapshot, whole

__all__ = ["GENERIC_PLANS", "Params", "Rows", "Statement", "send", "snapshot", "whole"]
