"""Background work: django-q2 with its queue in PostgreSQL."""

from .env import whole_number

_workers = whole_number("WORKERS", default=1, minimum=1, maximum=32)

Q_CLUSTER = {
    "name": "federfuehrung",
    "orm": "default",
    "workers": _workers,
    # What waits inside the cluster already counts against `retry`, so nothing waits there.
    "queue_limit": _workers,
    "bulk": 1,
    "timeout": 120,
    "retry": 600,
    "max_attempts": 5,
    "ack_failures": True,
    # Days of downtime are made up by the tick itself, which looks at moments, not at runs.
    "catch_up": False,
    "poll": 1,
    "recycle": 500,
    "save_limit": 250,
    "label": "Jobs",
}
