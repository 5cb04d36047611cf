"""Writing a measure in its lead office until it is submitted (M1, M2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given

from ...decisions.flows.carrying import MATERIAL, affected_units
from ...decisions.flows.values import said
from ...decisions.models import Attachment, AttachmentVersion, UrgencyRequest
from ...decisions.rules import posts
from ...implementing.models import Milestone
from ..models import TemplateUse
from . import guards
from .supplementing import supplement_fits
from .work import MeasureWork

DRAFT = Step(
    "draft",
    _("Complete the draft and submit it"),
    posts.lead_clerks,
    acts=("edit", "ask_agreement", "submit", "discard"),
    taker=lambda look: look.case.opened_by_id,
)
AGREEMENT = Step(
    "agreement",
    _("Agree to the draft"),
    posts.lead_head,
    acts=("submit", "agree", "decline_agreement"),
    period="check",
    instead=posts.superiors_of_lead,
)


def show_to_the_office(work: MeasureWork) -> None:
    """Who works on a draft sees it."""
    work.admit(posts.lead_desks(work.look), "lead")
    if work.call.capacity:
        work.admit_desk(work.call.capacity.desk, "author")


@act(_("change the text"), needs_version=True, changes_text=True)
def edit(work: MeasureWork) -> None:
    """Change any field; the trail names those that say something else now."""
    given, before = dict(work.call.data), work.look.text
    work.apply(given)
    changed = (name for name, value in given.items() if said(value) != said(before.get(name)))
    work.note(fields=sorted(changed))


@act(
    _("ask the head to agree"),
    guards=[guards.fields_complete, guards.not_asked_yet, guards.not_agreed_yet],
)
def ask_agreement(work: MeasureWork) -> None:
    """M2: what a clerk submits needs the agreement of the head."""
    work.ask_for(AGREEMENT)


@act(_("agree to the draft"), guards=[guards.not_agreed_yet], needs_version=True)
def agree(work: MeasureWork) -> None:
    """The head agrees to this version; a later change needs it again."""
    measure = work.look.subject
    measure.head_agreed_version = work.case.version
    work.store(measure, "head_agreed_version")
    work.finish("agreement")
    work.tell("agreed", posts.lead_clerks(work.look))


@act(_("do not agree to the draft"), guards=[reason_given], step="agreement")
def decline_agreement(work: MeasureWork) -> None:
    """M2: the head says what is missing; the draft stays with whoever writes it."""
    work.tell_turn("agreement_declined")


@act(
    _("submit"),
    guards=[
        guards.fields_complete,
        guards.head_agrees,
        guards.change_is_declared,
        supplement_fits,
    ],
)
def submit(work: MeasureWork) -> None:
    """M2: to the preliminary check, with everything that a decision needs.

    After a revision the lead may say how deep the change goes and whom it touches: so many are
    asked in the next round, the others' answers carry over.
    """
    data = work.call.data
    if work.scene.items and data.get("change"):
        affected = affected_units(data) if data["change"] == MATERIAL else []
        work.note(change=data["change"], affected=affected)
    work.freeze("submitted")


@act(_("delete the draft"), guards=[guards.never_submitted])
def discard(work: MeasureWork) -> None:
    """Delete a draft that nobody was shown; the trail keeps that there was one."""
    measure, case = work.look.subject, work.case
    work.note(reference=measure.reference)
    Milestone.objects.filter(measure=measure).update(predecessor=None)
    work.remove(measure.milestones.all())
    work.remove(AttachmentVersion.objects.filter(attachment__case=case.pk))
    work.remove(Attachment.objects.filter(case=case.pk))
    work.remove(case.consultations.filter(paper=None))
    work.remove(TemplateUse.objects.filter(measure=measure))
    work.remove(UrgencyRequest.objects.filter(case=case.pk))
    work.remove([measure])
    case.title = str(_("Deleted draft"))
