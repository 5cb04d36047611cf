"""Notes that people write to a case, for their office or for all who see it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from .case import Case
from .organisation import Desk, Unit


class Note(models.Model):
    """A note; `unit` is the office that it is for, None: everybody inside who sees the case.

    The trail knows it by its digest only. `salt` keeps short notes from being guessed by that.
    Of an erased note the text is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    salt = models.CharField(max_length=32)
    text = models.TextField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "created_at"], name="workflows_note_of_case")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class NoteVisit(models.Model):
    """When a person last read the notes of a case.

    What was written after `seen_before` stays marked as new while the visit goes on, also when
    the page is loaded again; None at the first visit.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()
    seen_before = models.DateTimeField(null=True)
    began_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="workflows_notevisit_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} read the notes of {self.case_id} until {self.seen_at}"
