"""The PDF of a signed paper: set, kept under its digest, bound to the trail."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from workflows.actions.acting.acts import Request, act
from workflows.refusals import Refusal

from ...council.enums import Edition
from ...council.models import Paper
from ...printing.typesetting import TypesettingError, typeset
from ..queries.opinions import Opinion, opinions_in_paper
from ..queries.paper_document import document_of, file_name
from ..queries.papers import unfiled_papers
from ..queries.printed import KEY, sections_of
from ..queries.stored_files import damage_of, storage_name
from .attachments import store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PaperPdf:
    """A paper as a file: its name, its bytes, and whether they are the stored ones."""

    name: str
    content: bytes
    is_filed: bool


def pdf_of(paper: Paper, edition: Edition) -> PaperPdf:
    """The PDF of an edition, as it is stored; set here where nobody has filed it yet.

    It is made of the frozen text and the opinions that were put since, so both are the same bytes.
    A stored file that the storage
    has lost or holds altered is set anew as well; `check_files` tells of it. Raises
    TypesettingError.
    """
    filed = paper.files.filter(edition=edition).first()
    name = file_name(paper, edition)
    if filed and damage_of(filed.sha256) is None:
        with default_storage.open(storage_name(filed.sha256), "rb") as file:
            return PaperPdf(name, file.read(), is_filed=True)
    return PaperPdf(name, _set(paper, edition, opinions_in_paper(paper)), is_filed=False)


def editions_of(paper: Paper) -> list[Edition]:
    """The editions that a paper has: a paper that is not public has none for the public."""
    return [one for one in Edition if paper.is_public or one != Edition.PUBLIC]


def file_paper(paper: Paper, *, at: datetime) -> None:
    """Set, store and bind every edition that a paper has no file of yet.

    Raises TypesettingError, OSError if the storage is full, and the refusals of the act.
    """
    files, opinions = {}, opinions_in_paper(paper)
    filed = set(paper.files.values_list("edition", flat=True))
    for edition in editions_of(paper):
        if edition in filed:
            continue
        content = _set(paper, edition, opinions)
        digest = store(File(BytesIO(content)))
        files[edition.value] = {"sha256": digest, "size": len(content)}
    data = {"paper": paper.pk, "files": files, "opinions": len(opinions)}
    act(Request(paper.case_id, "file_paper", None, at, data=data), system=True)


def file_papers(*, at: datetime, seconds: float) -> int:
    """File signed papers that have no PDF yet, the latest first, for so many seconds at most.

    One that cannot be set stops no other one; it is logged, and set when somebody asks for it.
    """
    end, done = time.monotonic() + seconds, 0
    for paper in unfiled_papers():
        if time.monotonic() > end:
            break
        try:
            file_paper(paper, at=at)
        except (TypesettingError, OSError, Refusal):
            logger.exception("the PDF of %s could not be filed", paper)
        else:
            done += 1
    return done


def _set(paper: Paper, edition: Edition, opinions: Sequence[Opinion]) -> bytes:
    """The PDF of the frozen text, of a paper older than the records from its fields; and what
    deputy mayors have put to it since.
    """
    fallback = () if KEY in paper.text else sections_of(paper.case, paper.text)
    return typeset(document_of(paper, edition, fallback=fallback, opinions=opinions))
