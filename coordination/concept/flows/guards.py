"""What a concept needs to go on (domain 2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from workflows.models import Unit
from workflows.refusals import Unmet

from ...council.enums import ConsultationResult
from ...council.models import Meeting, Organization
from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ...decisions.flows.values import amount, day, key, line
from ...measures.models import Measure
from ...targets.models import Target
from ...targets.queries.targets import IN_FORCE
from ..enums import Procedure
from ..models import Chapter, ChapterComment, DiscussionGroup, DiscussionSession
from .look import ConceptLook


def target_runs(look: ConceptLook) -> Iterator[Unmet]:
    """A target that the council has resolved and that runs."""
    named = key(look.call.data.get("target"))
    if not named or not Target.objects.filter(pk=named, case__state__in=IN_FORCE).exists():
        text = _("Please choose a target that the council has resolved.")
        yield Unmet("target_missing", text, "target")


def terms_fit(look: ConceptLook) -> Iterator[Unmet]:
    """Terms of reference, procedure and sum."""
    data, total = look.call.data, amount(look.call.data.get("total"))
    if not line(data.get("terms"), longest=20_000):
        yield Unmet("terms_missing", _("Please describe what the agency is to do."), "terms")
    if data.get("procedure") not in Procedure.values:
        yield Unmet("procedure_missing", _("Please choose the procedure."), "procedure")
    if total is None or not 0 < total < 10**12:
        yield Unmet("total_missing", _("Please enter the sum of the commission."), "total")


def awarding_bodies(look: ConceptLook) -> list[Organization]:
    """The bodies that deliberate on a commission of this sum, by the rules of the day."""
    commission = look.commission
    total = commission.total if commission is not None else Decimal(0)
    rules = rules_on(look.call.today)
    bodies = Organization.objects.in_force(on=look.call.today)
    limits = ((body, rules.amount(Rule.PROCUREMENT_FROM, body)) for body in bodies)
    return [body for body, limit in limits if limit is not None and total >= limit]


def award_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A session of the body that has begun, and what came of it."""
    bodies = awarding_bodies(look)
    held = Meeting.objects.filter(
        organization__in=bodies, is_cancelled=False, starts_at__lte=look.call.at
    )
    if not bodies:
        text = _("At this sum no body has to deal with the commission.")
        yield Unmet("award_not_needed", text)
    elif not held.filter(pk=key(look.call.data.get("meeting"))).exists():
        text = _("Please choose the session of the procurement committee; it must have begun.")
        yield Unmet("meeting_missing", text, "meeting")
    wanted = (ConsultationResult.ACCEPTED, ConsultationResult.REJECTED)
    if look.call.data.get("result") not in wanted:
        yield Unmet("result_missing", _("Please choose the result."), "result")


COMMISSIONED = ("agency", "contact", "project_group", "advisory_board", "payment_plan")


def commission_fits(look: ConceptLook) -> Iterator[Unmet]:
    """Agency, contact, both circles, payments and days; above the limit the body has agreed."""
    data, commission = look.call.data, look.commission
    if commission is None:
        yield Unmet("terms_missing", _("Please begin the award first."))
        return
    needs_award = bool(awarding_bodies(look))
    if needs_award and commission.is_awarded is not True:
        text = _(
            "At this sum the procurement committee decides first: the council office records it"
            " with “Record the award”."
        )
        yield Unmet("award_missing", text)
    for name in COMMISSIONED:
        if not line(data.get(name), longest=20_000):
            yield Unmet(f"{name}_missing", _("Please fill in this field."), name)
    signed, ends = day(data.get("signed_on")), day(data.get("ends_on"))
    if signed is None or signed > look.call.today:
        text = _("Please enter the day of the signature; not in the future.")
        yield Unmet("signed_on_missing", text, "signed_on")
    if ends is None or (signed is not None and ends <= signed):
        yield Unmet("ends_on_missing", _("Please enter an end after the signature."), "ends_on")


def group_is_named(look: ConceptLook) -> Iterator[Unmet]:
    """A discussion group of this concept."""
    if named_group(look) is None:
        yield Unmet("group_missing", _("Please choose a discussion group."), "group")


def named_group(look: ConceptLook) -> DiscussionGroup | None:
    """The group that the call names."""
    wanted = key(look.call.data.get("group"))
    if not wanted:
        return None
    return DiscussionGroup.objects.filter(concept=look.subject.pk, pk=wanted).first()


def session_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A group, a day that is not ahead, who took part and what came of it."""
    yield from group_is_named(look)
    group = named_group(look)
    if group and look.is_guest(look.call.capacity) and not group.is_moderated_by_agency:
        yield Unmet("group_missing", _("The agency does not moderate this group."), "group")
    data, held = look.call.data, day(look.call.data.get("held_on"))
    if held is None or held > look.call.today:
        yield Unmet("held_on_missing", _("Please enter the day; not in the future."), "held_on")
    for name in ("participants", "results"):
        if not line(data.get(name), longest=20_000):
            yield Unmet(f"{name}_missing", _("Please fill in this field."), name)


def everybody_was_heard(look: ConceptLook) -> Iterator[Unmet]:
    """Each field has a documented session in which the associations took part; the integration
    council was heard (domain 2.5).
    """
    sessions = DiscussionSession.objects.filter(group__concept=look.subject.pk)
    met = set(sessions.values_list("group__field", flat=True))
    silent = [one.name for one in look.coverage.fields if one.pk not in met]
    if silent:
        text = _("No session is documented for: %(fields)s.") % {"fields": ", ".join(silent)}
        yield Unmet("session_missing", text)
    with_associations = sessions.filter(heard_associations=True)
    heard = set(with_associations.values_list("group__field", flat=True))
    unheard = [one.name for one in look.coverage.fields if one.pk not in heard]
    if unheard:
        text = _("No session says that the associations took part in: %(fields)s.")
        yield Unmet("associations_unheard", text % {"fields": ", ".join(unheard)})
    if not sessions.filter(heard_integration_council=True).exists():
        text = _("No session says that the integration council took part.")
        yield Unmet("council_unheard", text)


def cells_are_covered(look: ConceptLook) -> Iterator[Unmet]:
    """No obligatory cell of the matrix is empty; each empty one is named (domain 3, point 3)."""
    for cell in look.coverage.gaps():
        text = _("Nothing is said of “%(cell)s”. A chapter or a measure has to deal with it.")
        yield Unmet("cell_empty", text % {"cell": str(cell)})


def chapters_are_there(look: ConceptLook) -> Iterator[Unmet]:
    """There are chapters and each has its file; no two versions stand beside each other."""
    rows = Chapter.objects.filter(concept=look.subject.pk)
    if not rows.exists():
        yield Unmet("chapter_missing", _("There is no chapter yet."))
    for row in rows.prefetch_related("versions"):
        latest = next(iter(row.versions.all()), None)
        words = {"title": row.title}
        if latest is None:
            text = _("The chapter “%(title)s” has no file yet.")
            yield Unmet("chapter_without_file", text % words)
        elif latest.is_beside:
            text = _("Two versions of “%(title)s” stand beside each other. Please upload one text.")
            yield Unmet("chapter_contested", text % words)


def comments_are_answered(look: ConceptLook) -> Iterator[Unmet]:
    """It is said of every comment what became of it."""
    open_ones = ChapterComment.objects.filter(chapter__concept=look.subject.pk, outcome="").count()
    if open_ones:
        text = _("It is not said yet what became of %(count)s comments.")
        yield Unmet("comment_open", text % {"count": open_ones})


def comment_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A chapter with a file, a text, from whom; within the period."""
    data, until = look.call.data, look.subject.comments_until
    if until is not None and look.call.today > until:
        text = _("Comments could be made until %(day)s.") % {"day": f"{until:%d.%m.%Y}"}
        yield Unmet("comments_over", text, "comment")
    chapter, capacity = named_chapter(look), look.call.capacity
    if chapter is None:
        yield Unmet("chapter_missing", _("Please choose a chapter."), "chapter")
    elif capacity and look.is_guest(capacity) and (capacity.unit, chapter.pk) not in look.invited:
        text = _("You were not invited to comment on this chapter.")
        yield Unmet("not_invited", text, "chapter")
    if not from_whom(look):
        yield Unmet("organisation_missing", _("Please fill in this field."), "organisation")
    if not line(data.get("comment"), longest=20_000):
        yield Unmet("comment_missing", _("Please fill in this field."), "comment")


def from_whom(look: ConceptLook) -> str:
    """Whose comment it is: a guest speaks for their own organisation and for no other."""
    capacity = look.call.capacity
    if capacity is not None and look.is_guest(capacity):
        return Unit.objects.values_list("name", flat=True).get(pk=capacity.unit)
    return line(look.call.data.get("organisation"))


def named_chapter(look: ConceptLook) -> Chapter | None:
    """The chapter that the call names."""
    wanted = key(look.call.data.get("chapter"))
    if not wanted:
        return None
    return Chapter.objects.filter(concept=look.subject.pk, pk=wanted).first()


def programme_fits(look: ConceptLook) -> Iterator[Unmet]:
    """Every number is that of a measure."""
    numbers = numbers_in(look)
    if not numbers:
        return
    known = set(Measure.objects.filter(reference__in=numbers).values_list("reference", flat=True))
    lost = [number for number in numbers if number not in known]
    if lost:
        text = _("There is no measure with this number: %(numbers)s.")
        yield Unmet("measure_unknown", text % {"numbers": ", ".join(lost[:5])}, "measures")


def numbers_in(look: ConceptLook) -> list[str]:
    """The file numbers that were given, one a line or with commas."""
    text = str(look.call.data.get("measures") or "").replace(",", "\n").replace(";", "\n")
    return list(dict.fromkeys(part.strip() for part in text.splitlines() if part.strip()))[:500]


def prose_is_there(look: ConceptLook) -> Iterator[Unmet]:
    """Reasons and the sentence on which the council votes."""
    for name, message in (
        ("facts", _("The facts and reasons are missing.")),
        ("proposal", _("The proposed resolution is missing.")),
    ):
        if not str(getattr(look.subject, name)).strip():
            yield Unmet(f"{name}_missing", message, name)
