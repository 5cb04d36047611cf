"""All tables of the city's side: where Django looks for them. The rooms name each other's own."""

from .city.models import District, FieldOfAction, TargetGroup
from .council.models import Consultation, Meeting, Organization, Paper, PaperNumber
from .decisions.models import Attachment, AttachmentVersion, StoredFile, TextVersion
from .demo.models import DemoSeed
from .implementing.models import LightFacts, Milestone, StatusReport
from .imports.models import ImportProblem, MeasureImport
from .measures.models import Measure, Visit

__all__ = [
    "Attachment",
    "AttachmentVersion",
    "Consultation",
    "DemoSeed",
    "District",
    "FieldOfAction",
    "ImportProblem",
    "LightFacts",
    "Measure",
    "MeasureImport",
    "Meeting",
    "Milestone",
    "Organization",
    "Paper",
    "PaperNumber",
    "StatusReport",
    "StoredFile",
    "TargetGroup",
    "TextVersion",
    "Visit",
]
