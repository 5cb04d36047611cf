"""The tables of the city's side."""

from .attachment import Attachment, AttachmentVersion
from .catalogue import District, FieldOfAction, TargetGroup
from .council import Consultation, Meeting, Organization, Paper, PaperNumber
from .demo import DemoSeed
from .execution import Milestone, StatusReport
from .imports import ImportProblem, MeasureImport
from .draft import Draft
from .measure import IMPACTS, Measure, MeasureQuerySet
from .text import TextVersion
from .visit import Visit

__all__ = [
    "IMPACTS",
    "Attachment",
    "AttachmentVersion",
    "Consultation",
    "DemoSeed",
    "District",
    "Draft",
    "FieldOfAction",
    "ImportProblem",
    "Measure",
    "MeasureImport",
    "MeasureQuerySet",
    "Meeting",
    "Milestone",
    "Organization",
    "Paper",
    "PaperNumber",
    "StatusReport",
    "TargetGroup",
    "TextVersion",
    "Visit",
]
