"""The tables of measures, of what people type about them and how far they have read."""

from .measure import ENDED, IMPACTS, Measure, MeasureQuerySet
from .templates import MeasureTemplate, TemplateUse, TemplateVersion
from .visit import Visit

__all__ = [
    "ENDED",
    "IMPACTS",
    "Measure",
    "MeasureQuerySet",
    "MeasureTemplate",
    "TemplateUse",
    "TemplateVersion",
    "Visit",
]
