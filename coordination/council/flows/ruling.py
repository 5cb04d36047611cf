"""The dated rules: a new one, an end, and taking back what has judged nothing yet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.lasting import LastingLook, LastingWork
from workflows.machine import act
from workflows.machine.entry import Entry
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ..models import CouncilRule, Organization
from ..queries.rulebook import forget_what_was_read
from ..queries.sessions import last_session_judged
from ..rules.values import value_problems
from ..vocabulary import RuleOrigin, RuleSubject


def can_add(look: LastingLook) -> Iterable[Unmet]:
    """A value of its kind and a norm, valid from a day on which no session was judged yet."""
    entry = look.entry
    subject = entry.choice("subject", RuleSubject)
    body = entry.row("organization", Organization.objects.all(), needed=False)
    kind = entry.text("body_type", longest=24, needed=False)
    if kind and kind not in OrganizationType.values:
        entry.note("invalid", _("Please choose one of the values offered."), "body_type")
    if body and kind:
        text = _("Please choose either one body or a kind of body.")
        entry.note("two", text, "organization")
    _read_value(entry, subject)
    begins = entry.day("valid_from")
    entry.text("norm", longest=200)
    entry.text("source", longest=300, needed=False)
    if begins and not entry.unmet:
        _check_day(look, body, kind)
    return entry.unmet


def _read_value(entry: Entry, subject: str) -> None:
    try:
        given = str(entry.given("amount") or "")
        amount = Decimal(given) if given else None
    except InvalidOperation:
        entry.note("invalid", _("Please enter a number."), "amount")
        return
    unit, flag = str(entry.given("unit") or ""), entry.given("flag")
    words = entry.given("words")
    words = [str(word) for word in words] if isinstance(words, list) else []
    flag = flag if isinstance(flag, bool) else None
    if subject in RuleSubject.values:
        found = value_problems(subject, amount=amount, unit=unit, flag=flag, words=words)
        for unmet in found:
            entry.note(unmet.code, unmet.text, unmet.field)
    entry.make("amount", amount)
    entry.make("unit", unit if amount is not None else "")
    entry.make("flag", flag)
    entry.make("words", words or None)


def _check_day(look: LastingLook, body: Organization | None, kind: str) -> None:
    """Nobody rejudges what is past, and each day has one rule of the city."""
    entry = look.entry
    begins = entry["valid_from"]
    same = CouncilRule.objects.filter(
        subject=entry["subject"], organization=body, body_type=kind, valid_from=begins,
        origin=RuleOrigin.LOCAL,
    )  # fmt: skip
    if same.exists():
        text = _("There is a rule of the city about this from that day on already.")
        entry.note("twice", text, "valid_from")
    held = last_session_judged(body, kind, before=look.call.at)
    if held and held >= begins:
        text = _("A session on %(day)s was judged by the earlier rule. Please choose a later day.")
        entry.note("judged", text % {"day": f"{held:%d.%m.%Y}"}, "valid_from")


@act(gettext_lazy("add a rule"), guards=[can_add])
def add_rule(work: LastingWork) -> None:
    """A rule of the city holds from a day on; an earlier one holds for sessions before it."""
    entry = work.look.entry
    names = (
        "subject", "organization", "body_type", "amount", "unit", "flag", "words",
        "valid_from", "norm", "source",
    )  # fmt: skip
    row = CouncilRule(**{name: entry[name] for name in names}, origin=RuleOrigin.LOCAL)
    work.store(row)
    forget_what_was_read()
    work.note(rule=row.pk, name=str(row), norm=row.norm, day=str(row.valid_from))


def can_end(look: LastingLook) -> Iterable[Unmet]:
    """It ends today or later, and not before it begins."""
    entry = look.entry
    row = entry.row("rule", CouncilRule.objects.filter(origin=RuleOrigin.LOCAL))
    last = entry.day("valid_until")
    if row and last:
        look.check_seen(row)
        if last < look.call.today:
            text = _("Sessions of days that are over were judged by it. Please choose a later day.")
            entry.note("past", text, "valid_until")
        elif last < row.valid_from:
            text = _("The rule only begins on %(day)s.")
            entry.note("order", text % {"day": f"{row.valid_from:%d.%m.%Y}"}, "valid_until")
        elif row.valid_until and row.valid_until < look.call.today:
            entry.note("over", _("This rule has ended already."), "valid_until")
    return entry.unmet


@act(gettext_lazy("end a rule"), guards=[can_end])
def end_rule(work: LastingWork) -> None:
    """Its last day is set; sessions after it are judged by what else there is."""
    row = work.look.entry["rule"]
    row.valid_until = work.look.entry["valid_until"]
    work.store(row, "valid_until")
    forget_what_was_read()
    work.note(rule=row.pk, name=str(row), day=str(row.valid_until))


def can_remove(look: LastingLook) -> Iterable[Unmet]:
    """A rule of the city that judges no session, neither past nor planned."""
    entry = look.entry
    row = entry.row("rule", CouncilRule.objects.filter(origin=RuleOrigin.LOCAL))
    if row:
        held = last_session_judged(row.organization, row.body_type, until=row.valid_until)
        if held and held >= row.valid_from:
            text = _("The session on %(day)s is judged by this rule. You can only let it end.")
            entry.note("in_use", text % {"day": f"{held:%d.%m.%Y}"}, "rule")
    return entry.unmet


@act(gettext_lazy("remove a rule"), guards=[can_remove])
def remove_rule(work: LastingWork) -> None:
    """A rule that nothing is judged by is taken back."""
    row = work.look.entry["rule"]
    work.note(name=str(row), norm=row.norm, day=str(row.valid_from))
    work.remove([row])
    forget_what_was_read()
