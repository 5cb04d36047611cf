"""What observers may listen to. Nothing of the core hangs on it; it is sent after the commit."""

from django.dispatch import Signal

case_moved = Signal()
"""Sent with `case_id`, `action`, `seq` once an act is committed.

`tells` is true if the act has put something into the outbox.
"""
