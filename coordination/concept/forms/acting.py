"""The forms of a concept: its plan, its commission, its groups, its comments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import UnitKind
from workflows.forms.acting.context import (
    CaseForm,
    OptionalReasonForm,
    ReasonForm,
    reason_field,
)
from workflows.forms.fields import GermanDateField, GermanMoneyField, LineField

from ...city.models import FieldOfAction
from ...city.queries.outside import units_with_people
from ...council.enums import ConsultationResult
from ...council.models import Meeting
from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ...targets.models import Target
from ...targets.queries.targets import IN_FORCE
from ..enums import Outcome, Procedure
from ..models import (
    Chapter,
    ChapterComment,
    ChapterInvitation,
    Commission,
    DiscussionGroup,
)

NO_CHOICE = _("– please choose –")


class TargetForm(CaseForm):
    """The target that the concept serves."""

    act_name = "set_target"
    target = forms.TypedChoiceField(
        label=_("Target of the council"), coerce=int, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        rows = Target.objects.filter(case__state__in=IN_FORCE)
        self.offer("target", [(row.pk, f"{row.title} ({row.paper})") for row in rows])


class AwardForm(CaseForm):
    """What the agency is to do, how it is chosen and what it costs."""

    act_name = "begin_award"
    terms = reason_field(_("Terms of reference"))
    procedure = forms.ChoiceField(
        label=_("Procedure"), choices=Procedure.choices, widget=forms.RadioSelect
    )
    total = GermanMoneyField(label=_("Sum of the commission"))


class RecordAwardForm(CaseForm):
    """The session of the procurement committee and its result."""

    act_name = "record_award"
    meeting = forms.TypedChoiceField(label=_("Session"), coerce=int)
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[
            (one.value, one.label)
            for one in (ConsultationResult.ACCEPTED, ConsultationResult.REJECTED)
        ],
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        rules = rules_on(self.context.situation.look.call.today)
        held = Meeting.objects.filter(starts_at__lte=self.context.at, is_cancelled=False)
        rows = held.select_related("organization").order_by("-starts_at")[:200]
        fitting = [
            row for row in rows if rules.amount(Rule.PROCUREMENT_FROM, row.organization) is not None
        ]
        choices = [
            (row.pk, f"{row.organization.name}, {row.starts_at:%d.%m.%Y}") for row in fitting
        ]
        self.offer("meeting", choices)


class CommissionForm(CaseForm):
    """Who is commissioned, with whom the agency speaks, who accompanies it, how it is paid."""

    act_name = "commission"
    agency = LineField(label=_("Agency"), max_length=200)
    contact = LineField(
        label=_("Contact of the city"), max_length=200,
        help_text=_("The division of the deputy mayor for integration, as in the social reports."),
    )  # fmt: skip
    project_group = reason_field(_("Project group"))
    advisory_board = reason_field(_("Advisory board"))
    payment_plan = reason_field(_("Plan of payments"))
    signed_on = GermanDateField(label=_("Signed on"))
    ends_on = GermanDateField(label=_("Ends on"))

    def prepare(self) -> None:
        last = Commission.objects.filter(concept=self.context.matter.pk).order_by("-number").first()
        self.commission = last


class ReportForm(CaseForm):
    """What the agency reports for a month."""

    act_name = "record_report"
    text_field = "report"
    month = forms.ChoiceField(label=_("Month"))
    report = reason_field(_("Report"))

    def prepare(self) -> None:
        last = Commission.objects.filter(concept=self.context.matter.pk).order_by("-number").first()
        rows = last.reports.filter(received_on=None) if last is not None else []
        choices = [(row.month.isoformat(), f"{row.month:%m.%Y}") for row in rows]
        self.offer("month", choices)
        named = self.context.subject("month") or (choices[0][0] if choices else "")
        self.initial.setdefault("month", named)
        # What the agency has handed in itself need not be typed again.
        handed = next((row.handed_text for row in rows if row.month.isoformat() == named), "")
        self.initial.setdefault("report", handed)


class InviteForm(CaseForm):
    """An association or a body, and the chapters on which it may comment."""

    act_name = "invite_to_comment"
    unit = forms.TypedChoiceField(
        label=_("Who is invited?"), coerce=int,
        help_text=_("Offered is whoever has an access, see “Guests”."),
    )  # fmt: skip
    chapters = forms.MultipleChoiceField(
        label=_("On which chapters?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not chosen can no longer be commented on. What was said stays."),
    )  # fmt: skip

    def prepare(self) -> None:
        today = self.context.situation.look.call.today
        rows = units_with_people(on=today)
        self.offer("unit", [("", NO_CHOICE), *((row.pk, row.name) for row in rows)])
        chapters = Chapter.objects.filter(concept=self.context.matter.pk)
        self.offer("chapters", [(row.pk, f"{row.position}. {row.title}") for row in chapters])
        invited = self.context.number("unit")
        self.initial.setdefault("unit", invited or None)
        known = ChapterInvitation.objects.filter(chapter__in=chapters, unit=invited)
        chosen = known if invited else chapters
        key = "chapter" if invited else "pk"
        self.initial.setdefault("chapters", list(chosen.values_list(key, flat=True)))


class AgencyForm(CaseForm):
    """Which partner the agency is in the organisation."""

    act_name = "name_agency"
    unit = forms.TypedChoiceField(
        label=_("Agency"), coerce=int,
        help_text=_("Offered is whoever has an access, see “Guests”."),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = units_with_people(on=self.context.situation.look.call.today)
        partners = rows.filter(kind=UnitKind.PARTNER)
        self.offer("unit", [("", NO_CHOICE), *((row.pk, row.name) for row in partners)])


class TerminateForm(ReasonForm):
    """The commission ends before its time."""

    act_name = "terminate_commission"


class InvoiceForm(CaseForm):
    """The invoice of the agency."""

    act_name = "record_invoice"
    invoice_on = GermanDateField(label=_("Invoice of"))
    invoiced = GermanMoneyField(label=_("Sum"))


class GroupForm(CaseForm):
    """A discussion group in a field of action."""

    act_name = "name_group"
    title = LineField(label=_("Title"), max_length=200)
    field = forms.TypedChoiceField(label=_("Field of action"), coerce=int)
    is_moderated_by_agency = forms.BooleanField(label=_("Moderated by the agency"), required=False)

    def prepare(self) -> None:
        rows = FieldOfAction.objects.filter(valid_until=None)
        self.offer("field", [(row.pk, row.name) for row in rows])


class OfGroup(CaseForm):
    """Is about one discussion group."""

    group = forms.TypedChoiceField(label=_("Discussion group"), coerce=int)

    def prepare(self) -> None:
        rows = DiscussionGroup.objects.filter(concept=self.context.matter.pk)
        choices = [
            (row.pk, f"{row.title} ({row.field.name})") for row in rows.select_related("field")
        ]
        self.offer("group", choices)
        self.initial.setdefault("group", self.context.number("group") or None)


class HandOverForm(OfGroup):
    """The moderation changes hands."""

    act_name = "hand_group_over"


class SessionForm(OfGroup):
    """A session of a group."""

    act_name = "record_session"
    held_on = GermanDateField(label=_("Held on"))
    participants = reason_field(_("Participants"))
    results = reason_field(_("Results"))
    heard_associations = forms.BooleanField(label=_("The associations took part"), required=False)
    heard_integration_council = forms.BooleanField(
        label=_("The integration council took part"), required=False
    )


class OfChapter(CaseForm):
    """Is about one chapter."""

    chapter = forms.TypedChoiceField(label=_("Chapter"), coerce=int)

    def prepare(self) -> None:
        rows = Chapter.objects.filter(concept=self.context.matter.pk)
        self.offer("chapter", [(row.pk, f"{row.position}. {row.title}") for row in rows])
        self.initial.setdefault("chapter", self.context.number("chapter") or None)


class CellsForm(OfChapter):
    """Whom the chapter deals with, in which fields."""

    act_name = "set_cells"
    cells = forms.MultipleChoiceField(
        label=_("With whom does it deal, and in which field?"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        matrix = self.context.situation.look.coverage  # type: ignore[attr-defined] # of a concept
        self.offer(
            "cells",
            [
                (f"{cell.field.pk}-{cell.group.pk}", str(cell))
                for _field, row in matrix.rows()
                for cell in row
            ],
        )
        named = Chapter.objects.filter(pk=self.context.number("chapter")).first()
        if named is not None:
            have = named.cells.values_list("field", "group")
            self.initial.setdefault("cells", [f"{one}-{two}" for one, two in have])


class CommentForm(OfChapter):
    """What an association or the integration council says."""

    act_name = "comment_on_chapter"
    organisation = LineField(
        label=_("From whom?"), max_length=200, help_text=_("The association or the body.")
    )
    comment = reason_field(_("Comment"))


class AnswerForm(ReasonForm):
    """What became of a comment, and why."""

    act_name = "answer_comment"
    comment = forms.TypedChoiceField(label=_("Comment"), coerce=int)
    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    field_order = ("comment", "outcome", "reason")

    def prepare(self) -> None:
        rows = ChapterComment.objects.filter(chapter__concept=self.context.matter.pk, outcome="")
        choices = [(row.pk, f"{row.organisation}: {row.text[:80]}") for row in rows.order_by("pk")]
        self.offer("comment", choices)
        self.initial.setdefault("comment", self.context.number("comment") or None)


class ProgrammeForm(CaseForm):
    """Which measures belong to the concept."""

    act_name = "set_programme"
    measures = reason_field(
        _("File numbers of the measures"), required=False,
        hint=_("One a line, such as M-2026-0012."),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = self.context.matter.programme.order_by("reference")
        self.initial.setdefault("measures", "\n".join(rows.values_list("reference", flat=True)))


class SurveyForm(OptionalReasonForm):
    """The agency takes stock."""

    act_name = "begin_survey"


class ParticipationForm(OptionalReasonForm):
    """The groups meet."""

    act_name = "begin_participation"


class PresentForm(OptionalReasonForm):
    """Everybody was heard, nobody is left out."""

    act_name = "present_draft"


class ReadyForm(OptionalReasonForm):
    """The head hears that it can be handed in."""

    act_name = "ask_agreement"


class SubmitForm(OptionalReasonForm):
    """To the acceptance, then on the way of every resolution."""

    act_name = "submit"


class RestForm(ReasonForm):
    """Until when it rests, and why."""

    act_name = "rest_concept"
    until = GermanDateField(label=_("Until"), help_text=_("At most half a year from now."))
    field_order = ("until", "reason")


class GoOnForm(OptionalReasonForm):
    """It goes on in its phase."""

    act_name = "go_on_with_concept"


class DeferForm(ReasonForm):
    """Why it is put off."""

    act_name = "defer_concept"


class TakeUpForm(ReasonForm):
    """Why it is taken up again."""

    act_name = "take_up_concept"


class ReplaceForm(CaseForm):
    """The council has resolved the next concept."""

    act_name = "replace_concept"
    paper = LineField(label=_("Number of the council's paper"), max_length=40)
    resolved_on = GermanDateField(label=_("Resolved on"))
