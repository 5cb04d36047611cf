"""The tables of what is decided: its frozen texts and its attachments."""

from .attachment import Attachment, AttachmentVersion, StoredFile
from .text import TextVersion

__all__ = ["Attachment", "AttachmentVersion", "StoredFile", "TextVersion"]
