"""The forms of a measure's acts, and the registry that says which belongs to which."""

from .base import ActContext, MeasureActForm
from .panel import ActPanel
from .registry import PANELS

__all__ = ["PANELS", "ActContext", "ActPanel", "MeasureActForm"]
