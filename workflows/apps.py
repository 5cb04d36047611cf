"""The engine: people, desks, cases, steps, votes, deadlines and the trail."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from .definitions import register
        from .flows.organisation import OrganisationFlow

        register(OrganisationFlow)
