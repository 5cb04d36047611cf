"""The tables of measures, of what people type about them and how far they have read."""

from .measure import IMPACTS, Measure, MeasureQuerySet
from .visit import Visit

__all__ = ["IMPACTS", "Measure", "MeasureQuerySet", "Visit"]
