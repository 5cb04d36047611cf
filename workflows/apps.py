"""The engine: people, desks, cases, steps, votes, deadlines and the trail."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from .flows.people import OrganisationFlow
        from .jobs import wake_after_act
        from .machine import register
        from .signals import case_moved

        register(OrganisationFlow)
        case_moved.connect(wake_after_act, dispatch_uid="wake")
