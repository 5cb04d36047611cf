"""Release by the deputy mayors, and whether it is current administration (M5, M9, M18)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.definitions import Post, Step
from workflows.enums import DeskFunction, StepMode, UnitKind
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.models import Unit
from workflows.queries.acting.posts import addresses
from workflows.refusals import Unmet

from ...council.enums import DecisionPath
from ...council.queries import rules_on
from ...council.vocabulary import RuleSubject as Rule
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from ..rules.people import without_mandate
from .work import DecisionWork


def releasers(look: DecisionLook) -> Sequence[Post]:
    """The deputy mayor of the lead, then the one for integration; the mayor if there are none."""
    wanted = [*posts.lead_deputy_mayors(look), posts.INTEGRATION_DEPUTY]
    found = addresses(wanted, today=look.call.today, known=look.scene.known)
    named = {address.post for address in found}
    return [post for index, post in enumerate(wanted) if index in named] or [posts.MAYOR]


def path_is_found(look: DecisionLook) -> Iterator[Unmet]:
    """M5 comes before the release on the path of current administration."""
    subject = look.subject
    if (
        subject.decision_path == DecisionPath.CURRENT_ADMINISTRATION
        and subject.is_current_administration is None
    ):
        yield Unmet(
            "path_not_found",
            gettext(
                "It is not found yet whether this is current administration (§ 41 Abs. 3 GO NRW)."
            ),
            "path",
        )


def may_be_current(look: DecisionLook) -> Iterator[Unmet]:
    """M5: small, no item reserved to the council, no bylaw, no principle; with a reason."""
    value = look.call.data.get("is_current")
    if not isinstance(value, bool):
        yield Unmet("finding_missing", gettext("Please choose yes or no."), "is_current")
    yield from reason_given(look)
    if value is False:
        organs = set(DecisionPath) - {DecisionPath.CURRENT_ADMINISTRATION}
        if str(look.call.data.get("path")) not in organs:
            yield Unmet(
                "path_missing", gettext("Please choose the organ that decides instead."), "path"
            )
    if value is not True:
        return
    # Without a rule that names a limit nothing passes that costs something.
    limit = rules_on(look.call.today).amount(Rule.CURRENT_ADMINISTRATION_UP_TO)
    if look.subject.total_cost > (limit or 0):
        yield Unmet(
            "too_expensive", gettext("The cost is above the limit for current administration.")
        )
    for impact in ("council_catalogue", "bylaw", "fundamental"):
        if impact in look.subject.impacts():
            yield Unmet(
                f"reserved_{impact}",
                gettext("This is reserved to the council; it cannot be current administration."),
            )


FINDING = Step(
    "finding",
    _("Find whether this is current administration"),
    posts.deputy_mayor_or_mayor,
    acts=("find_current_administration",),
    period="release",
)
RELEASE = Step(
    "release",
    _("Release"),
    releasers,
    acts=("release", "send_back", "reject"),
    mode=StepMode.ORDERED,
    instead=posts.mayor_or_deputies,
)


def ask_for_the_finding(work: DecisionWork) -> None:
    """Whoever may find current administration is asked if that is still open."""
    if any(path_is_found(work.look)):
        work.ask_for(FINDING)


@act(
    _("find current administration"),
    guards=[may_be_current],
    legal_basis="GO NRW § 41 Abs. 3",
)
def find_current_administration(work: DecisionWork) -> None:
    """M5: recorded with its reason; “no” changes the path to the organ that decides instead."""
    subject, data = work.look.subject, work.call.data
    found = bool(data["is_current"])
    subject.is_current_administration = found
    subject.decision_path = DecisionPath.CURRENT_ADMINISTRATION if found else data["path"]
    work.store_subject("is_current_administration", "decision_path")
    mine = {c.desk for c in work.call.actor.capacities if c.scope.covers("finding")}
    asked = [task for task in work.scene.tasks_of("finding") if task.desk in mine]
    for task in asked[:1]:
        work.complete(task, outcome="find_current_administration", person=work.call.person)
    if not asked:
        work.drop("finding")
    if found:
        # It records whether the council takes the matter back: the law excepts none, be it
        # restricted, from what the council may reserve to itself (§ 41 Abs. 3).
        work.admit([posts.COUNCIL_OFFICE], "council_office")
    work.note(is_current=found, path=str(subject.decision_path))
    work.tell_turn("path_found", is_current=found)


@act(_("release"), guards=[path_is_found], step="release", needs_version=True)
def release(work: DecisionWork) -> None:
    """M9: one act if the same person holds both desks; the same version for both."""
    person, look = work.call.person, work.look
    own = [c for c in work.call.actor.capacities if not c.is_deputy]
    mine = {c.desk for c in own if not without_mandate(look, c)}
    done = {look.task.desk}
    work.complete(look.task, outcome="release", person=person)
    for key in [task.id for task in work.scene.tasks_of("release") if task.desk in mine]:
        # Completing one may have opened or ended another.
        task = work.scene.task(key)
        if task is not None:
            done.add(task.desk)
            work.complete(task, outcome="release", person=person)
    _note_mandate(work, done)


def _note_mandate(work: DecisionWork, desks: Collection[int]) -> None:
    """The release for integration says under which mandate; 0: none was recorded yet."""
    for_integration = {
        c.desk for c in work.call.actor.capacities if c.function == DeskFunction.INTEGRATION_DEPUTY
    }
    if for_integration & {*desks}:
        mandate = work.look.integration_lead.mandate
        work.note(mandate=mandate.pk if mandate else 0)


def needs_board(look: DecisionLook) -> bool:
    """M9: dissent, a matter of principle, a high sum, or another division in the work."""
    limit = rules_on(look.call.today).amount(Rule.BOARD_FROM)
    return (
        "fundamental" in look.subject.impacts()
        or (limit is not None and look.subject.total_cost >= limit)
        or _other_division_works(look)
        or look.has_dissent
    )


def _other_division_works(look: DecisionLook) -> bool:
    own = division_of(look.subject.lead)
    return any(division_of(unit) != own for unit in look.subject.operative_partners())


def after_board(look: DecisionLook) -> str:
    """Where it goes once administration agrees: current administration needs no council."""
    return S.RESOLVED if look.is_current_administration else S.FINAL_SIGNATURE


def _is_released(look: DecisionLook) -> bool:
    return not look.scene.tasks_of("release")


@act(_("released"), when=_is_released)
def released(work: DecisionWork) -> str:
    """Both have released: to the board, to the signature, or it is resolved already."""
    return S.EXECUTIVE_BOARD if needs_board(work.look) else after_board(work.look)


@act(_("reject"), guards=[reason_given], needs_version=True)
def reject(work: DecisionWork) -> None:
    """M18: administratively, with a reason."""


def division_of(unit: Unit) -> int:
    """The division a unit lies in; whatever lies directly under the mayor is the mayor's own."""
    path = [*unit.ancestors, unit.pk]
    if len(unit.ancestors) == 1 and unit.kind != UnitKind.DIVISION:
        return path[0]
    return path[1] if len(path) > 1 else path[0]
