"""What a body decided, as its office records it: the figures of the vote and the wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext

from workflows.calendars import local_date
from workflows.refusals import Unmet

from ...council.enums import ConsultationResult, ConsultationRole, MajorityRule
from ...council.models import Consultation, Organization
from ...council.queries import lacked_quorum_before, rules_on
from ...council.queries.sessions import legal_members
from ...council.results.reader import UNANIMOUS, read_result
from ...council.rules.quorum import quorum_problems
from ...council.rules.votes import RESULTS, vote_problems
from ...council.vocabulary import Majority, RuleSubject
from ..rules.looks import DecisionLook
from . import values
from .work import DecisionWork

VOTES = ("yes", "no", "abstentions", "invalid", "biased", "present")


def session_was_held(look: DecisionLook, station: Consultation) -> Iterator[Unmet]:
    """The station's session takes place and has begun; no entry of the form can mend it."""
    meeting = station.meeting
    if meeting is None or meeting.is_cancelled:
        text = gettext("This session does not take place. Please plan another one first.")
        yield Unmet("session_cancelled", text)
    elif meeting.starts_at > look.call.at:
        yield Unmet("session_ahead", gettext("The session has not taken place yet."))


def decision_fits(
    look: DecisionLook,
    role: ConsultationRole,
    needed: Callable[[DecisionLook, str], Iterator[Unmet]],
) -> Iterator[Unmet]:
    """What a body decides of that which follows a decision by law; `needed` is what it must say.

    Its session was held, the result is one of the role, the figures agree with it.
    """
    station = look.station
    if station is None:
        yield Unmet("station_missing", gettext("This station is not open."))
        return
    yield from session_was_held(look, station)
    result = str(look.call.data.get("result"))
    if result not in RESULTS[role]:
        text = gettext("Please choose what the body has decided.")
        yield Unmet("result_missing", text, "result")
        return
    yield from needed(look, result)
    yield from figures_agree(look, station, result)


def wording_given(look: DecisionLook, result: str) -> Iterator[Unmet]:
    """An amended resolution comes with its wording."""
    is_amended = result == ConsultationResult.AMENDED
    if is_amended and not str(look.call.data.get("resolution_text") or "").strip():
        text = gettext("An amended resolution needs its wording.")
        yield Unmet("resolution_missing", text, "resolution_text")


def entries_fit(look: DecisionLook, station: Consultation) -> Iterator[Unmet]:
    """The result is one that the station can have, with the wording, target and votes it needs."""
    result = str(look.call.data.get("result"))
    if result not in RESULTS[station.role]:
        yield Unmet(
            "result_missing",
            gettext("Please choose a result that this station can have."),
            "result",
        )
        return
    yield from wording_given(look, result)
    if result == ConsultationResult.REFERRED:
        yield from target_fits(look, station)
    yield from figures_agree(look, station, result)


def figures_agree(look: DecisionLook, station: Consultation, result: str) -> Iterator[Unmet]:
    """Figures of a vote, where they are given, fit the result and the body (GO NRW §§ 49, 50)."""
    data, votes = look.call.data, dict[str, int | None]()
    for key in VOTES:
        try:
            votes[key] = values.count(data.get(key))
        except ValueError:
            yield Unmet("votes_invalid", gettext("Please enter whole numbers."), key)
            return
    rule = _majority_needed(look, station)
    if rule not in MajorityRule.values:
        yield Unmet("majority_unknown", gettext("Please choose a majority."), "majority_rule")
        return
    body, held_on = station.organization, _held_on(look, station)
    rules, members = rules_on(held_on), legal_members(body, on=held_on)
    said = read_result(values.line(data.get("result_text")))
    yield from vote_problems(
        result=result, votes=votes, members=members, rule=rule,
        is_unanimous=said.majority == UNANIMOUS and said.kind == result,
    )  # fmt: skip
    yield from quorum_problems(
        result=result,
        present=votes["present"],
        members=members,
        share=rules.amount(RuleSubject.QUORUM, body),
        is_established=bool(data.get("lacks_quorum")),
        is_confirmed=bool(data.get("quorum_confirmed")),
        is_second=rules.says(RuleSubject.SECOND_CONVENING, body) and lacked_quorum_before(station),
    )


def _held_on(look: DecisionLook, station: Consultation) -> date:
    return local_date(station.meeting.starts_at) if station.meeting else look.call.today


def _majority_needed(look: DecisionLook, station: Consultation) -> str:
    """The majority that was named, else the one of the rule of that day (GO NRW § 50)."""
    named = str(look.call.data.get("majority_rule") or "")
    return named or usual_majority(station.organization, on=_held_on(look, station))


def usual_majority(body: Organization, *, on: date) -> str:
    """The majority by which a body decides where no special rule asks for more."""
    word = rules_on(on).word(RuleSubject.MAJORITY, body)
    return MajorityRule.ABSOLUTE if word == Majority.MEMBERS else MajorityRule.SIMPLE


def target_of(look: DecisionLook) -> Organization | None:
    """The body to which the call refers the paper."""
    return Organization.objects.filter(pk=values.key(look.call.data.get("target"))).first()


def target_fits(look: DecisionLook, station: Consultation) -> Iterator[Unmet]:
    """A paper that is referred goes to another body (domain 2.4)."""
    target = target_of(look)
    if target is None:
        text = gettext(
            "Please choose the body to which the paper was referred. If it goes back to the"
            " administration, record that it was postponed."
        )
        yield Unmet("target_missing", text, "target")
    elif target.pk == station.organization_id:
        text = gettext("A body cannot refer to itself; please record that it postponed.")
        yield Unmet("target_same", text, "target")
    elif not target.advises or not target.exists_on(look.call.today):
        text = gettext("“%(body)s” does not deliberate beforehand; please choose another body.")
        yield Unmet("target_unfit", text % {"body": target.name}, "target")


def keep_result(work: DecisionWork, station: Consultation, result: ConsultationResult) -> None:
    """Write the result that the call brings to its station."""
    data = work.call.data
    station.result = result.value
    station.result_text = values.line(data.get("result_text"))
    station.resolution_text = str(data.get("resolution_text") or "")
    for key in VOTES:
        setattr(station, key, values.count(data.get(key)))
    station.majority_rule = _majority_needed(work.look, station)
    station.lacks_quorum = bool(data.get("lacks_quorum"))
    is_referred = result == ConsultationResult.REFERRED
    station.referred_to = target_of(work.look) if is_referred else None
    station.recorded_at = work.at
    station.recorded_by_id = work.call.actor.person
    work.store(station)
    work.heard = station
