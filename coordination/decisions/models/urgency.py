"""Whether a co-signature is urgent (Eilbedürftigkeit): asked for, accepted or refused."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy
from uuid_utils.compat import uuid7

from workflows.models import Case, Desk


class UrgencyEnd(models.TextChoices):
    """What became of a request for urgency."""

    ACCEPTED = "accepted", pgettext_lazy("urgency", "accepted")
    REFUSED = "refused", pgettext_lazy("urgency", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("urgency", "withdrawn")
    OVER = "over", pgettext_lazy("urgency", "not decided in time: not accepted")
    VOID = "void", pgettext_lazy("urgency", "no longer needed")


class UrgencyRequest(models.Model):
    """A request for shorter periods in one round; only an accepted one shortens any.

    It is no urgent decision of the council (GO NRW § 60), and says nothing about a session.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="urgency_requests")
    # The round for which it counts; a partial round takes it along.
    round = models.PositiveSmallIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    # Whose desk it was; none of the two decides.
    in_name_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    reason = models.TextField()
    # Until then it is decided, or counts as not accepted. None: it waits for the submission.
    decide_by = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=UrgencyEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(end=""), name="coordination_urgency_one_open"
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True)
                | (~Q(end="") & Q(ended_at__isnull=False)),
                name="coordination_urgency_end_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"urgency request {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return not self.end

    def hurries(self, round_: int) -> bool:
        """Whether it shortens the periods of this round."""
        return self.end == UrgencyEnd.ACCEPTED and self.round == round_
