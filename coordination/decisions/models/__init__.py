"""The tables of what is decided: its frozen texts, its attachments, what offices still need."""

from .attachment import Attachment, AttachmentVersion, StoredFile
from .documents import DocumentRequest, RequestEnd
from .text import TextVersion

__all__ = [
    "Attachment",
    "AttachmentVersion",
    "DocumentRequest",
    "RequestEnd",
    "StoredFile",
    "TextVersion",
]
