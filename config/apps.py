"""The shell as an app of its own, for its commands, templates and template tags."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = _("Configuration")

    def ready(self) -> None:
        from . import (
            attempts,
            checks,  # noqa: F401  # registers itself; models are loaded only now
        )
        from .worker.heartbeat import attach

        attach()
        attempts.attach()
