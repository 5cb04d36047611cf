"""The way to a council system and back: papers go out, excerpts come in. Knows no flow."""

from .choosing import way_for
from .excerpts import Excerpted, FaultyExcerptError, read_excerpt
from .ways import PaperOut, Scheduled, Way

__all__ = [
    "Excerpted",
    "FaultyExcerptError",
    "PaperOut",
    "Scheduled",
    "Way",
    "read_excerpt",
    "way_for",
]
