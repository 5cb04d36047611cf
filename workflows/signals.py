"""What observers may listen to. Nothing of the core hangs on it; it is sent after the commit."""

from django.dispatch import Signal

case_moved = Signal()
"""Sent with `case_id`, `action`, `seq` once an act is committed.

`tells` is true if the act has put something into the outbox.
"""

ticked = Signal()
"""Sent with `at` by every tick, on each host that ticks: what else an app has to do every minute.

A receiver returns in words what it has done, empty for nothing. Several may run at once.
"""
