"""What the rules of the council may speak of, and how each kind of value is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .enums import DecisionPath


class RuleOrigin(TextChoices):
    """Who made a rule. A proposal holds only where the city has said nothing."""

    LAND = "land", _("law of the Land")
    LOCAL = "local", _("rule of the city")
    PROPOSAL = "proposal", _("proposal, to be decided by the city")


class RuleKind(TextChoices):
    """How the value of a rule is typed."""

    PERIOD = "period", _("period")
    MONEY = "money", _("sum of money")
    SHARE = "share", _("share in percent")
    FLAG = "flag", _("yes or no")
    WORD = "word", _("one of several")
    WORDS = "words", _("some of several")


class RuleUnit(TextChoices):
    """In what the amount of a rule is counted. The values are stored: never rename them."""

    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    EURO = "euro", _("euros")
    PERCENT = "percent", _("percent")


UNITS: Final[Mapping[str, frozenset[str]]] = {
    RuleKind.PERIOD: frozenset(
        {RuleUnit.WORKING_DAYS, RuleUnit.DAYS, RuleUnit.WEEKS, RuleUnit.MONTHS}
    ),
    RuleKind.MONEY: frozenset({RuleUnit.EURO}),
    RuleKind.SHARE: frozenset({RuleUnit.PERCENT}),
}
"""What the amount of each kind of value may be counted in."""


class RuleSubject(TextChoices):
    """What a rule is about. The values are stored: never rename them."""

    SUBMISSION_PERIOD = "submission_period", _("editorial deadline before a session")
    INVITATION_PERIOD = "invitation_period", _("full days between invitation and session")
    URGENT_INVITATION_PERIOD = (
        "urgent_invitation_period",
        _("full days between invitation and session in urgent cases"),
    )
    CONVENING_GAP = "convening_gap", _("longest time between two sessions")
    SCHOOL_HOLIDAY_PAUSE = "school_holiday_pause", _("no sessions in the school holidays")
    DECIDES = "decides", _("on which paths the body decides")
    DISTRICT_TAKES_PART = (
        "district_takes_part",
        _("the district council deals with matters of its district alone"),
    )
    YOUTH_TAKES_PART = "youth_takes_part", _("the youth committee is heard in matters of the young")
    INTEGRATION_FIRST = "integration_first", _("the integration council deals with it first")
    DELIBERATES_FROM = "deliberates_from", _("the body deliberates from this cost")
    PROCUREMENT_FROM = "procurement_from", _("the body deliberates on contracts from this sum")
    BOARD_FROM = "board_from", _("the executive board deals with it from this cost")
    CURRENT_ADMINISTRATION_UP_TO = (
        "current_administration_up_to",
        _("current administration up to this cost"),
    )
    QUORUM = "quorum", _("more than this share of the members must be present")
    MAJORITY = "majority", _("which majority decides")
    OBJECTION_WAITS = "objection_waits", _("a decision waits for the period of objection")
    OBJECTION_PERIOD = "objection_period", _("period of objection to a committee's decision")
    OBJECTION_SHARE = "objection_share", _("share of the members who may object")
    MAYORS_OBJECTION = "mayors_objection", _("the mayor may object to a resolution")
    MAYORS_OBJECTION_FROM = (
        "mayors_objection_from",
        _("earliest new session after the mayor's objection"),
    )
    MAYORS_OBJECTION_UNTIL = (
        "mayors_objection_until",
        _("latest new session after the mayor's objection"),
    )
    LEGAL_OBJECTION = "legal_objection", _("the mayor objects to unlawful resolutions")
    URGENT_DECISION = "urgent_decision", _("who decides urgent matters instead of the body")
    URGENT_APPROVAL = (
        "urgent_approval",
        _("urgent decisions are put to the next session for approval"),
    )
    PAPER_NUMBER = "paper_number", _("whose number a paper bears")
    LONGEST_PAUSE = "longest_pause", _("longest time that a measure rests")
    MEASURE_SERVES_OBJECTIVE = (
        "measure_serves_objective",
        _("every measure serves an objective of the council"),
    )
    MEASURE_NAMES_PLACE = "measure_names_place", _("every measure names its district or the city")
    CHANGE_OF_COST = "change_of_cost", _("the lead may exceed the resolved cost by this share")
    CHANGE_OF_END = "change_of_end", _("the lead may move the resolved end by this time")
    SECOND_CONVENING = (
        "second_convening",
        _("put off for want of a quorum, the body then decides whatever the number"),
    )
    EXCERPT_PERIOD = "excerpt_period", _("the excerpt of the minutes is back after the session")
    AUDIT_OBSERVES = "audit_observes", _("in which phases the audit office observes measures")
    AUDIT_READS = "audit_reads", _("what the audit office reads of them")
    EQUALITY_OBSERVES = (
        "equality_observes",
        _("in which phases the equality office observes measures"),
    )
    EQUALITY_READS = "equality_reads", _("what the equality office reads of them")
    STAFF_COUNCIL_OBSERVES = (
        "staff_council_observes",
        _("in which phases the staff council observes measures"),
    )
    STAFF_COUNCIL_READS = "staff_council_reads", _("what the staff council reads of them")


KINDS: Final[Mapping[str, RuleKind]] = {
    RuleSubject.SUBMISSION_PERIOD: RuleKind.PERIOD,
    RuleSubject.INVITATION_PERIOD: RuleKind.PERIOD,
    RuleSubject.URGENT_INVITATION_PERIOD: RuleKind.PERIOD,
    RuleSubject.CONVENING_GAP: RuleKind.PERIOD,
    RuleSubject.SCHOOL_HOLIDAY_PAUSE: RuleKind.FLAG,
    RuleSubject.DECIDES: RuleKind.WORDS,
    RuleSubject.DISTRICT_TAKES_PART: RuleKind.FLAG,
    RuleSubject.YOUTH_TAKES_PART: RuleKind.FLAG,
    RuleSubject.INTEGRATION_FIRST: RuleKind.WORD,
    RuleSubject.DELIBERATES_FROM: RuleKind.MONEY,
    RuleSubject.PROCUREMENT_FROM: RuleKind.MONEY,
    RuleSubject.BOARD_FROM: RuleKind.MONEY,
    RuleSubject.CURRENT_ADMINISTRATION_UP_TO: RuleKind.MONEY,
    RuleSubject.QUORUM: RuleKind.SHARE,
    RuleSubject.MAJORITY: RuleKind.WORD,
    RuleSubject.OBJECTION_WAITS: RuleKind.FLAG,
    RuleSubject.OBJECTION_PERIOD: RuleKind.PERIOD,
    RuleSubject.OBJECTION_SHARE: RuleKind.SHARE,
    RuleSubject.MAYORS_OBJECTION: RuleKind.PERIOD,
    RuleSubject.MAYORS_OBJECTION_FROM: RuleKind.PERIOD,
    RuleSubject.MAYORS_OBJECTION_UNTIL: RuleKind.PERIOD,
    RuleSubject.LEGAL_OBJECTION: RuleKind.FLAG,
    RuleSubject.URGENT_DECISION: RuleKind.WORDS,
    RuleSubject.URGENT_APPROVAL: RuleKind.FLAG,
    RuleSubject.PAPER_NUMBER: RuleKind.WORD,
    RuleSubject.LONGEST_PAUSE: RuleKind.PERIOD,
    RuleSubject.MEASURE_SERVES_OBJECTIVE: RuleKind.FLAG,
    RuleSubject.MEASURE_NAMES_PLACE: RuleKind.FLAG,
    RuleSubject.CHANGE_OF_COST: RuleKind.SHARE,
    RuleSubject.CHANGE_OF_END: RuleKind.PERIOD,
    RuleSubject.SECOND_CONVENING: RuleKind.FLAG,
    RuleSubject.EXCERPT_PERIOD: RuleKind.PERIOD,
    RuleSubject.AUDIT_OBSERVES: RuleKind.WORDS,
    RuleSubject.AUDIT_READS: RuleKind.WORDS,
    RuleSubject.EQUALITY_OBSERVES: RuleKind.WORDS,
    RuleSubject.EQUALITY_READS: RuleKind.WORDS,
    RuleSubject.STAFF_COUNCIL_OBSERVES: RuleKind.WORDS,
    RuleSubject.STAFF_COUNCIL_READS: RuleKind.WORDS,
}


class First(TextChoices):
    """Whether a body comes before all others."""

    HARD = "hard", _("always")
    SOFT = "soft", _("as a rule; a reason is given where it does not")
    NONE = "none", _("no")


class Majority(TextChoices):
    """What decides a vote."""

    VOTES_CAST = "votes_cast", _("more yes than no; abstentions and invalid votes do not count")
    MEMBERS = "members", _("more than half of the legal number of members")


class Urgent(TextChoices):
    """Who may decide where a body cannot be convened in time."""

    MAIN_COMMITTEE = "main_committee", _("the main committee")
    MAYOR_AND_MEMBER = "mayor_and_member", _("the mayor with a member of the body")
    MAYOR_AND_CHAIR = "mayor_and_chair", _("the mayor with the chair or another member")


class Numbers(TextChoices):
    """Whose counter numbers the papers."""

    OWN = "own", _("ours, at the final signature")
    COUNCIL_SYSTEM = "council_system", _("the council system's, at the hand-over")


class Observed(TextChoices):
    """The phases of a measure that a standing observer may see. Stored: never rename them."""

    COSIGNING = "cosigning", _("while the offices co-sign")
    RELEASE = "release", _("before release, board and signature")
    COUNCIL = "council", _("while the bodies deliberate")
    WORK = "work", _("resolved or in the works")
    ENDED = "ended", _("when it has come to its end")


class Part(TextChoices):
    """What of a measure a standing observer may read. Stored: never rename them."""

    GOAL = "goal", _("goal and proposed resolution")
    FACTS = "facts", _("facts and reasons")
    MONEY = "money", _("cost and cover")
    STAFF = "staff", _("effects on staff")
    EQUALITY = "equality", _("effects on equality")
    RESPONSIBLE = "responsible", _("who is responsible, by function")
    DATES = "dates", _("milestones")
    STATIONS = "stations", _("bodies and their results")


WORDS: Final[Mapping[str, type[TextChoices]]] = {
    RuleSubject.DECIDES: DecisionPath,
    RuleSubject.INTEGRATION_FIRST: First,
    RuleSubject.MAJORITY: Majority,
    RuleSubject.URGENT_DECISION: Urgent,
    RuleSubject.PAPER_NUMBER: Numbers,
    RuleSubject.AUDIT_OBSERVES: Observed,
    RuleSubject.AUDIT_READS: Part,
    RuleSubject.EQUALITY_OBSERVES: Observed,
    RuleSubject.EQUALITY_READS: Part,
    RuleSubject.STAFF_COUNCIL_OBSERVES: Observed,
    RuleSubject.STAFF_COUNCIL_READS: Part,
}
"""The closed vocabularies of those rules whose value is a word."""
