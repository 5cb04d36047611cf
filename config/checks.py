"""What `check --deploy` asks of an installation."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def no_demo(**_options: Any) -> list[checks.CheckMessage]:
    """The demo lets anybody in by a click: it is nothing to deploy."""
    if not settings.DEMO:
        return []
    return [checks.Error("The demo settings let anybody in: unset DEMO.", id="config.E001")]


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
