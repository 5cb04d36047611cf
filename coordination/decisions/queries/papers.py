"""Signed papers: those of a case, and those whose PDF is still to be filed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from ...council.enums import Edition
from ...council.models import Paper, PaperFile
from ..enums import MeasureState as S

BATCH = 50
"""So many papers at once; the next tick takes the next ones."""

RUNNING = (
    S.DELIBERATION, S.VETO_PERIOD, S.EXECUTION_BARRED, S.RESOLVED, S.IMPLEMENTATION, S.PAUSED,
)  # fmt: skip
"""While its matter runs, a paper is filed; afterwards it is set when somebody asks for it."""


def papers_of(case: int) -> list[Paper]:
    """The papers of a case, the latest first, each with its files."""
    rows = Paper.objects.filter(case=case).select_related("case", "lead", "supplements")
    return list(rows.prefetch_related("files").order_by("-pk"))


def paper_of(case: int, paper: int) -> Paper | None:
    """One paper of a case."""
    related = ("case", "lead", "supplements", "signed_by", "signed_for")
    return Paper.objects.filter(case=case, pk=paper).select_related(*related).first()


def unfiled_papers() -> list[Paper]:
    """The latest signed papers of running matters that the administration has no file of."""
    filed = PaperFile.objects.filter(paper=OuterRef("pk"), edition=Edition.HOUSE)
    rows = Paper.objects.filter(~Exists(filed), case__state__in=RUNNING)
    related = ("case", "lead", "supplements", "signed_by", "signed_for")
    return list(rows.select_related(*related).order_by("-pk")[:BATCH])
