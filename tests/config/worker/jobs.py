"""Jobs for the worker's tests."""

import time

from django.db import connection


def count_slowly(seconds: int) -> None:
    """A long job that talks to the database now and then."""
    for _ in range(seconds):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        time.sleep(1)
