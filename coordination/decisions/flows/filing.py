"""What becomes of a paper after its signature: its PDF is filed, the council system numbers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.definitions import Capacity
from workflows.machine import Rule, act
from workflows.refusals import GuardsUnmet, Unmet

from ...council.enums import Edition
from ...council.models import Paper, PaperFile
from ...council.vocabulary import Numbers
from ..queries.opinions import opinions_in_paper
from ..rules.looks import DecisionLook
from ..rules.people import council_office
from . import values
from .issuing import lock_numbers
from .work import DecisionWork

_SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST = 40
"""Letters of a council system's number."""


def named_paper(look: DecisionLook) -> Paper | None:
    """The paper of this case that the act names, else its latest."""
    papers = Paper.objects.filter(case=look.case.pk).order_by("-pk")
    wanted = look.call.data.get("paper")
    return papers.filter(pk=values.key(wanted)).first() if wanted else papers.first()


def files_are_named(look: DecisionLook) -> Iterator[Unmet]:
    """Stored files of a paper that has none yet, with every opinion that belongs to it."""
    paper = named_paper(look)
    if paper is None or paper.files.filter(edition__in=_files(look)).exists():
        yield Unmet("paper_filed", gettext("There is no paper without a file."))
    elif look.call.data.get("opinions", 0) != len(opinions_in_paper(paper)):
        yield Unmet("paper_older", gettext("The paper has changed meanwhile. Please set it anew."))
    if not _files(look) or not all(map(_is_a_file, _files(look).values())):
        yield Unmet("file_missing", gettext("Please choose a file."), "files")


def _files(look: DecisionLook) -> Mapping[str, Mapping[str, object]]:
    named = values.fields(look.call.data.get("files"))
    return {key: values.fields(named[key]) for key in Edition if key in named}


def _is_a_file(file: Mapping[str, object]) -> bool:
    is_digest = _SHA256.fullmatch(str(file.get("sha256"))) is not None
    return is_digest and isinstance(file.get("size"), int)


@act(_("file the PDF of the paper"), guards=[files_are_named], needs_version=False)
def file_paper(work: DecisionWork) -> None:
    """The stored editions of a paper are bound to the trail by their digests."""
    paper = named_paper(work.look)
    assert paper is not None, "guarded by files_are_named"
    files = _files(work.look)
    work.store_new(
        PaperFile(
            paper=paper,
            edition=edition,
            sha256=str(file["sha256"]),
            size=int(str(file["size"])),
            made_at=work.at,
        )
        for edition, file in files.items()
    )
    work.note(paper=paper.reference, files={key: file["sha256"] for key, file in files.items()})


def _is_numbered_elsewhere(look: DecisionLook, _capacity: Capacity) -> bool:
    paper = named_paper(look)
    return paper is not None and paper.numbering == Numbers.COUNCIL_SYSTEM


numberer: Rule[DecisionLook] = council_office & Rule(
    _("council office, where the council system numbers the papers"), _is_numbered_elsewhere
)


def reference_is_free(look: DecisionLook) -> Iterator[Unmet]:
    """A number that no other paper has or had, be it withdrawn."""
    wanted = values.line(look.call.data.get("reference"), longest=LONGEST + 1)
    if not wanted or len(wanted) > LONGEST:
        text = gettext("Please enter the number (%(number)d letters at most).")
        yield Unmet("reference_missing", text % {"number": LONGEST}, "reference")
        return
    if _is_taken(wanted, named_paper(look)):
        text = gettext("The number %(number)s is taken; a number is never used again.")
        yield Unmet("reference_taken", text % {"number": wanted}, "reference")


def _is_taken(wanted: str, paper: Paper | None) -> bool:
    """Whether another paper has it from the council system, or from us where ours counts."""
    taken = Q(council_reference__iexact=wanted) | Q(reference=wanted, numbering=Numbers.OWN)
    return Paper.objects.filter(taken).exclude(pk=paper.pk if paper else 0).exists()


@act(_("enter the number of the council system"), guards=[reference_is_free], needs_version=False)
def enter_reference(work: DecisionWork) -> None:
    """The council system has numbered the paper; our reference is kept beside it.

    The frozen text and its digest stay; the PDF is set anew with the number.
    """
    lock_numbers(work.call.today.year)
    if unmet := [*reference_is_free(work.look)]:
        raise GuardsUnmet(unmet)
    paper = named_paper(work.look)
    assert paper is not None, "only who has such a paper may"
    before = paper.council_reference
    paper.council_reference = values.line(work.call.data["reference"], longest=LONGEST)
    work.store(paper, "council_reference")
    work.remove(paper.files.all())
    work.note(paper=paper.reference, number=paper.council_reference, before=before)
