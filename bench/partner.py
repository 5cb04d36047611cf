"""What a second process of a bench does. Imports nothing of Django before it is set up."""

from __future__ import annotations

from datetime import datetime


def tick(call: tuple[str, datetime]) -> None:
    """One tick of the ladder on a database, at a moment."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from bench.databases import using
    from workflows.actions.time.ladder import climb

    database, at = call
    with using(database):
        climb(at=at)
