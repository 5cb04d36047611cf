"""Papers and their numbers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.enums import SignatureMark
from workflows.models import Case, Unit

from ..enums import Edition, PaperType
from ..vocabulary import Numbers


class PaperNumber(models.Model):
    """The gap-free counter of a year; numbers are never used again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Paper(models.Model):
    """A paper (Drucksache) with its frozen text; a case has none, one or several."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    type = models.CharField(max_length=16, choices=PaperType.choices, default=PaperType.RESOLUTION)
    # Our own counter's; it counts unless the council system gives the numbers.
    reference = models.CharField(_("paper number"), max_length=16, unique=True)
    numbering = models.CharField(max_length=16, choices=Numbers.choices, default=Numbers.OWN)
    # Entered or returned at the hand-over, where the council system numbers the papers.
    council_reference = models.CharField(
        _("number of the council system"), max_length=40, blank=True
    )
    name = models.CharField(_("title"), max_length=300)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("public"), default=True)
    text = models.JSONField()
    digest = models.BinaryField(max_length=32)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signature_mark = models.CharField(max_length=4)
    dated = models.DateField(_("date"))
    supplements = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supplemented_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=r"^\d{2}-\d{4}(/\d+)?$"),
                name="coordination_paper_reference",
            ),
            models.UniqueConstraint(
                fields=["council_reference"],
                condition=~Q(council_reference=""),
                name="coordination_paper_council_reference",
            ),
            models.CheckConstraint(
                condition=Q(council_reference="") | Q(numbering=Numbers.COUNCIL_SYSTEM),
                name="coordination_paper_numbering",
            ),
        ]

    def __str__(self) -> str:
        if number := self.number:
            return f"DS {number}"
        return gettext("Paper %(reference)s") % {"reference": self.reference}

    @property
    def number(self) -> str:
        """The number that counts; empty while the council system has not given it yet."""
        is_own = self.numbering == Numbers.OWN
        return self.reference if is_own else self.council_reference

    @property
    def signature(self) -> str:
        """The signature as it stands on paper: the mark of the desk, the person, for whom."""
        return signature_words(self.signed_by, self.signature_mark, self.signed_for)


class PaperFile(models.Model):
    """The PDF of an edition of a paper as it was first set, in private storage."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    edition = models.CharField(max_length=8, choices=Edition.choices)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "edition"], name="coordination_paperfile_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.edition}"


def signature_words(person: object, mark: str, holder: object = None) -> str:
    """A signature as it stands on paper: the mark of the desk, the person, for whom."""
    bare = {"", SignatureMark.NONE}
    words = f"{'' if mark in bare else SignatureMark(mark).label} {person}".strip()
    if holder is None:
        return words
    return gettext("%(signature)s, on behalf of %(name)s") % {"signature": words, "name": holder}
