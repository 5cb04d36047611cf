"""Background work: django-q2 with its queue in PostgreSQL."""

from .env import env, whole_number

# One at most waits for mail servers and other outside systems, one at most takes lists: so one is
# always left for the clock and for what people are told here.
_workers = max(3, whole_number("WORKERS", default=3, minimum=1, maximum=32))

Q_CLUSTER = {
    "name": "federfuehrung",
    "label": "Jobs",
    "orm": "default",
    "broker_class": "config.worker.broker.PulsingBroker",
    "workers": _workers,
    # What waits inside the cluster already counts against `retry`, so nothing waits there.
    "queue_limit": _workers,
    "bulk": 1,
    "poll": 1,
    "guard_cycle": 1,
    "timeout": 15 * 60,
    "retry": 45 * 60,
    "max_attempts": 5,
    "ack_failures": True,
    # Days of downtime are made up by the tick itself, which looks at moments, not at runs.
    "catch_up": False,
    # Any process that ends, ends the group: none shall end on purpose.
    "recycle": 10**9,
    "save_limit": 250,
    # Nobody reads the cluster's own statistics, which it would write every second.
    "cache": "nowhere",
}

# Tests alone call a server on this machine; everywhere else only public addresses over https.
WEBHOOKS_STAY_INSIDE = False
# The ports of other systems that are called; what listens elsewhere is no web service.
WEBHOOK_PORTS = frozenset(env.list("WEBHOOK_PORTS", cast=int, default=[443]))
