"""The city: measures, the council, the concept. Plugs its flows into the engine."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
