"""What `check --deploy` asks of an installation."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.compatibility, deploy=True)
def operator_is_named(**_options: Any) -> list[checks.CheckMessage]:
    """The legal pages must not show the sample city."""
    missing: list[str] = settings.OPERATOR_SAMPLES
    if not missing:
        return []
    return [
        checks.Warning(
            f"The legal pages still show sample words: set {', '.join(missing)}.",
            id="config.W001",
        )
    ]
