"""An entry for the public: as it is written inside, and as it was released."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OuterRef, Q

from workflows.enums import Access
from workflows.models import Case, SubjectQuerySet, Unit, User, audience_contains
from workflows.models.sought import Words

from ..followup.enums import Publication
from .enums import Topic

SUMMARY_LENGTH = 1200
WORDS_LENGTH = 2000
ANSWER_LENGTH = 4000


class PublicEntryQuerySet(SubjectQuerySet["PublicEntry"]):
    """Entries, as seen by somebody."""

    def visible_to(self, user: User, *, at: datetime) -> Self:
        """Those whose case this person sees; of a restricted matter only for who sees that too.

        The council office reads an entry before it sees the matter, which is still in the offices.
        """
        of_matter = audience_contains(user, at=at, case=OuterRef("matter"))
        seen = super().visible_to(user, at=at)
        return seen.filter(Q(matter__access=Access.NORMAL) | Q(of_matter))


class PublicEntry(models.Model):
    """What everybody may read of a matter on one list.

    The columns are the words as they are written inside. `released` is what was released, word for
    word: the public reads it and nothing else of the matter's text, however that goes on.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="public_entry")
    matter = models.ForeignKey(Case, models.PROTECT, related_name="public_entries")
    topic = models.CharField(max_length=12, choices=Topic.choices, default=Topic.PLAN)
    reference = models.CharField(max_length=20, unique=True)
    # The lead of the matter when the entry was prepared: its office may write.
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=SUMMARY_LENGTH, blank=True)
    participation = models.CharField(max_length=8, blank=True)
    participation_words = models.TextField(max_length=WORDS_LENGTH, blank=True)
    # With a default in the database: the release before writes entries without it.
    answer = models.TextField(max_length=ANSWER_LENGTH, blank=True, default="", db_default="")
    released = models.JSONField(default=dict)
    publication = models.CharField(
        max_length=12, choices=Publication.choices, default=Publication.NONE
    )
    # Since when everybody can read it without a break.
    published_at = models.DateTimeField(null=True, blank=True)
    # What the public reads has changed at that moment last.
    renewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PublicEntryQuerySet] = PublicEntryQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "topic"], name="coordination_publicentry_once"
            ),
            models.CheckConstraint(
                condition=Q(publication="none")
                | (Q(published_at__isnull=False, renewed_at__isnull=False) & ~Q(released={})),
                name="coordination_publicentry_released",
            ),
        ]
        indexes = [
            GinIndex(
                Words("title", "summary"), fastupdate=False,
                name="coordination_publicentry_words",
            ),
            # A public list is counted and walked through in it alone.
            models.Index(
                F("topic"), F("renewed_at").desc(), F("id").desc(),
                include=["matter"],
                condition=Q(publication__in=["public", "archive"]),
                name="coordination_publicentry_list",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"
