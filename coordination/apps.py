"""The city: measures, the council, the concept. Plugs its flows into the engine."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from workflows.definitions import register
        from workflows.signals import ticked
        from workflows.topics import register_messages

        from .flows.measure import MeasureFlow
        from .jobs import resume_imports

        register(MeasureFlow)
        register_messages(
            "news",
            *("sent_back", "question_answered", "agreed", "decided", "rejected"),
            *("completed", "completion_declined", "time_given"),
            *("paused", "pause_declined", "resumed"),
        )
        ticked.connect(resume_imports, dispatch_uid="imports")
