"""The files of our papers that everybody may have: the public edition, public attachments."""

from __future__ import annotations

from workflows.calendars import local_date

from ...council.enums import Edition, PaperType
from ...council.models import Paper, PaperFile
from ...decisions.models import Attachment, AttachmentVersion
from ...decisions.queries.paper_document import file_name
from ..vocabulary import StoredContent, Wanted, file_urls, url_of

PAPERS = {
    PaperType.RESOLUTION: "Beschlussvorlage",
    PaperType.INFORMATION: "Mitteilungsvorlage",
    PaperType.SUPPLEMENT: "Ergänzungsvorlage",
}
PDF = "application/pdf"


def kind_of(paper: Paper) -> str:
    """What kind of paper it is, in the words of the council; empty if they have none."""
    return PAPERS.get(PaperType(paper.type), "")


def main_file(paper: Paper, edition: PaperFile, owner: str) -> Wanted:
    """The paper itself as everybody may read it: no co-signature, no condition, no person."""
    key, name = f"p{paper.pk}", file_name(paper, Edition.PUBLIC)
    content = {
        "name": f"{kind_of(paper) or 'Vorlage'} {paper.number}".strip(),
        "fileName": name,
        "mimeType": PDF,
        "date": paper.dated.isoformat(),
        "size": edition.size,
        "paper": [url_of("Paper", str(paper.pk))],
        **file_urls(key),
    }
    return Wanted("File", key, owner, content, file=StoredContent(edition.sha256, PDF, name))


def attached_file(attachment: Attachment, version: AttachmentVersion, owner: str) -> Wanted:
    """An attachment in its last version."""
    key = f"a{attachment.pk}"
    content = {
        "name": attachment.title,
        "fileName": version.name,
        "mimeType": version.media_type,
        "date": local_date(version.added_at).isoformat(),
        "size": version.size,
        "paper": [url_of("Paper", str(attachment.paper_id))],
        **file_urls(key),
    }
    stored = StoredContent(version.sha256, version.media_type, version.name)
    return Wanted("File", key, owner, content, file=stored)
