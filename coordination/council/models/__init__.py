"""The council's side, in OParl's words: bodies, meetings, papers and their consultations."""

from .bodies import Membership, Organization, OrganizationSize
from .consultations import Consultation
from .handovers import Excerpt, HandOver
from .meetings import Meeting
from .mirror import (
    SourceConsultation,
    SourceItem,
    SourceMeeting,
    SourceObject,
    SourceOrganization,
    SourcePaper,
)
from .objections import Objection
from .papers import Paper, PaperFile, PaperNumber, signature_words
from .rules import CouncilRule
from .sources import CouncilConflict, CouncilImport, CouncilOddity, CouncilSource
from .urgent import UrgentDecision
from .waivers import ChainWaiver

__all__ = [
    "ChainWaiver",
    "Consultation",
    "CouncilConflict",
    "CouncilImport",
    "CouncilOddity",
    "CouncilRule",
    "CouncilSource",
    "Excerpt",
    "HandOver",
    "Meeting",
    "Membership",
    "Objection",
    "Organization",
    "OrganizationSize",
    "Paper",
    "PaperFile",
    "PaperNumber",
    "SourceConsultation",
    "SourceItem",
    "SourceMeeting",
    "SourceObject",
    "SourceOrganization",
    "SourcePaper",
    "UrgentDecision",
    "signature_words",
]
