"""When `/readyz` says that this installation is not well."""

from datetime import timedelta

from .env import whole_number

# A message that is due and not delivered, e.g. because the mail server does not answer.
READY_UNDELIVERED = timedelta(
    minutes=whole_number("READY_UNDELIVERED_MINUTES", default=15, minimum=1, maximum=1440)
)
# No tick, or no sign of life of a worker that there should be.
READY_SILENCE = timedelta(
    minutes=whole_number("READY_SILENCE_MINUTES", default=5, minimum=2, maximum=1440)
)
