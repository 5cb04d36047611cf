"""The tables of what is decided: its frozen texts, its attachments, who is asked for what."""

from .attachment import Attachment, AttachmentVersion, StoredFile
from .circulation import CirculationEntry
from .documents import DocumentRequest, RequestEnd
from .text import TextVersion
from .urgency import UrgencyEnd, UrgencyRequest

__all__ = [
    "Attachment",
    "AttachmentVersion",
    "CirculationEntry",
    "DocumentRequest",
    "RequestEnd",
    "StoredFile",
    "TextVersion",
    "UrgencyEnd",
    "UrgencyRequest",
]
