"""Who answers for the work (M23), and who does when another office has taken the lead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Step
from workflows.machine import act
from workflows.models import User

from ...decisions.enums import MeasureState as S
from ...decisions.flows.values import key
from ...decisions.rules import posts
from . import guards
from .implementing import MILESTONE, OBLIGATION, REPORT, ImplementingWork

NAMING = Step(
    "name_responsible",
    _("Name who is responsible"),
    posts.lead_head,
    acts=("name_responsible",),
    period="completion",
)

IN_HAND = (MILESTONE.key, REPORT.key, OBLIGATION.key)
"""What whoever is responsible has in hand."""


@act(_("name who is responsible"), guards=[guards.responsible_named])
def name_responsible(work: ImplementingWork) -> None:
    """Somebody else answers for the work (M23), and has in hand what nobody works on."""
    subject, before = work.look.subject, work.look.subject.responsible
    subject.responsible = User.objects.get(pk=key(work.call.data["responsible"]))
    work.store_subject("responsible")
    for task in list(work.scene.tasks):
        is_theirs = task.key in IN_HAND and task.claimed_by is None
        if is_theirs and subject.responsible.pk in work.look.sources.workers(task):
            work.claim(task, person=subject.responsible.pk)
    work.finish(NAMING.key)
    work.note(responsible=subject.responsible.pk, before=before and before.pk)


@act(_("ask for a successor of who has left"))
def responsible_left(work: ImplementingWork) -> None:
    """Whoever answered for the work has left the city: the head names somebody else (M23)."""
    before = work.look.subject.responsible
    work.note(before=before and before.pk)
    ask_who_is_responsible(work)


def ask_who_is_responsible(work: ImplementingWork) -> None:
    """Another office leads the work: nobody of the old one answers for it any more, and the new
    head names somebody, where the work is not under way as soon as it goes on. Who answered for
    a work that is done stays named.
    """
    subject = work.look.subject
    if subject.responsible is None or work.case.state == S.COMPLETED:
        return
    subject.responsible = None
    work.store_subject("responsible")
    if work.case.state in (S.IMPLEMENTATION, S.PAUSED):
        ask_for_a_name(work)


def ask_for_a_name(work: ImplementingWork) -> None:
    """M23: where nobody answers for the work, the head is asked once to name somebody.

    So it is with work that was taken over as it stood, or whose lead changed while it was held up.
    """
    if work.look.subject.responsible is None and not work.scene.tasks_of(NAMING.key):
        work.ask_for(NAMING)
