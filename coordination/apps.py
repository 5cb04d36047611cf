"""The city: measures, the council, the concept. Plugs its flows into the engine."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from workflows.definitions import register

        from .flows.measure import MeasureFlow

        register(MeasureFlow)
