"""The worker, crash-only: one group of processes that works as a whole or ends as a whole.

django-q2 heals itself one process at a time, and that is what goes wrong: a killed idle worker
keeps the lock of its queue, a killed monitor lets jobs run again and again, a killed sentinel
leaves orphans. So nothing is healed here. Whatever dies, or hangs, takes the group with it, and
the supervisor (systemd, the demo) starts a new one.
"""
