"""Plugs the second kind into the engine as the city plugs in its measures."""

from django.apps import AppConfig


class SecondKindConfig(AppConfig):
    name = "tests.second_kind"
    label = "second_kind"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from tests.second_kind.flow import GuidelineFlow
        from tests.second_kind.pages import PAGES
        from workflows.forms.acting.panels import register_pages
        from workflows.machine import register

        register(GuidelineFlow)
        register_pages(PAGES)
