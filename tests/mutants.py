"""`make mutants`: break one promise at a time and see that the tests turn red.

`make mutants ARGS="ladder lock"` tries those whose names hold one of the words.

Each mutant is a copy of the tree in which one text is replaced by another; the tests named with
it must fail. A text that is no longer found is an error too: then the mutant tests nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    "workflows",
    "coordination",
    "config",
    "tests",
    "locale",
    "docs",
    "manage.py",
    "pyproject.toml",
)
PATIENCE = 600
RED = 1
"""What pytest answers when tests have failed."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken promise and the tests that must notice it."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


LADDER = ("tests/concurrency/test_ladder.py",)

MUTANTS = (
    Mutant(
        "the row lock",
        "workflows/queries/acting/scene.py",
        "WHERE id = %(case)s FOR NO KEY UPDATE",
        "WHERE id = %(case)s",
        ("tests/concurrency/test_voters.py", "tests/concurrency/test_deciders.py"),
    ),
    Mutant(
        "the version check",
        "workflows/machine/judge.py",
        "look.call.version != look.case.version",
        "False",
        ("tests/coordination/flows/test_measure_path.py",),
    ),
    Mutant(
        "the version of what is remembered",
        "workflows/wire/known.py",
        "_memory.get((self.version, self.today), {})",
        "_memory.get((_latest, self.today), {})",
        ("tests/workflows/queries/test_known.py",),
    ),
    Mutant(
        "ON CONFLICT of the outbox",
        "workflows/actions/telling/outbox.py",
        "ON CONFLICT (key) DO NOTHING",
        "",
        ("tests/workflows/actions", "-k", "outbox or vacan or twice or once"),
    ),
    Mutant(
        "a permission: the mayor signs",
        "coordination/decisions/flows/flow.py",
        'sign.by(at_step("final_signature", _("mayor"))',
        "sign.by(lead_staff | mayor",
        ("tests/coordination/flows/test_role_table.py", "-k", "final_signature"),
    ),
    Mutant(
        "a guard: the funds are confirmed",
        "coordination/implementing/flows/guards.py",
        "if measure.total_cost > 0 and measure.funds_confirmed_at is None:",
        "if False:",
        ("tests/coordination/flows/test_measure_path.py",),
    ),
    Mutant(
        "urgency that nobody accepted shortens nothing",
        "coordination/decisions/models/urgency.py",
        "return self.end == UrgencyEnd.ACCEPTED and self.round == round_",
        "return self.round == round_",
        ("tests/coordination/flows/test_urgency.py",),
    ),
    Mutant(
        "an excerpt is waited for once",
        "coordination/decisions/flows/handing_over.py",
        'if found is None or found.returned_at is not None:\n        yield Unmet("excerpt',
        'if found is None:\n        yield Unmet("excerpt',
        ("tests/concurrency/test_excerpts.py",),
    ),
    Mutant(
        "another excerpt never overwrites",
        "coordination/decisions/actions/exchanging.py",
        "if station.result != reading.kind or contradicts or is_other_text:",
        "if contradicts or is_other_text:",
        ("tests/concurrency/test_excerpts.py", "tests/coordination/flows/test_handing_over.py"),
    ),
    Mutant(
        "one supplement at a time",
        "coordination/measures/actions/supplements.py",
        "    except IntegrityError:",
        "    except ZeroDivisionError:",
        ("tests/coordination/flows/test_supplements.py",),
    ),
    Mutant(
        "an objection of a rule put together",
        "workflows/machine/rules.py",
        "objections=(*self.objections, *other.objections)",
        "objections=self.objections or other.objections",
        ("tests/workflows/machine/test_rules.py",),
    ),
    Mutant(
        "a guard that the offers ask too",
        "workflows/machine/judge.py",
        "    for guard in allowed.line.act.guards:\n        try:\n            yield from",
        "    for guard in ():\n        try:\n            yield from",
        ("tests/coordination/views/test_acts.py", "tests/coordination/flows/test_role_table.py"),
    ),
    Mutant(
        "the order of refusals: the role before the moment",
        "workflows/machine/judge.py",
        "return seen if isinstance(seen, Refused) else Refused(WrongState(**_present(look)), seen)",
        "return Refused(WrongState(**_present(look)), look)",
        ("tests/workflows/machine/test_judge.py",),
    ),
    Mutant(
        "ON CONFLICT of the ladder",
        "workflows/actions/time/ladder.py",
        "ON CONFLICT (deadline_id, level, due_on) DO NOTHING",
        "",
        LADDER,
    ),
    Mutant(
        "SKIP LOCKED of the ladder",
        "workflows/queries/time/ladder.py",
        "FOR UPDATE SKIP LOCKED",
        "FOR UPDATE",
        LADDER,
    ),
    Mutant(
        "the row lock of the ladder",
        "workflows/queries/time/ladder.py",
        "FOR UPDATE SKIP LOCKED",
        "",
        LADDER,
    ),
    Mutant(
        "ON CONFLICT of the messages",
        "workflows/actions/time/ladder.py",
        "ON CONFLICT (key) DO NOTHING",
        "",
        LADDER,
    ),
    Mutant(
        "an escalation that its own cause silences",
        "workflows/machine/timed.py",
        "guards=[runs, is_escalated, may_rest]",
        "guards=[runs, may_rest]",
        ("tests/coordination/flows/test_deadline_acts.py",),
    ),
    Mutant(
        "nobody may release",
        "coordination/decisions/flows/releasing.py",
        "    instead=posts.mayor_or_deputies,\n",
        "",
        ("tests/coordination/flows/test_four_eyes.py",),
    ),
    Mutant(
        "a result before that of an earlier station",
        "coordination/decisions/flows/deliberating.py",
        "if earlier and station.meeting.starts_at < earlier:",
        "if False:",
        ("tests/coordination/flows/test_sessions.py",),
    ),
    Mutant(
        "a milestone that lies in the past",
        "coordination/measures/flows/guards.py",
        'yield Unmet("milestone_past", text % words, "milestones")',
        "pass",
        ("tests/coordination/flows/test_past_days.py",),
    ),
    Mutant(
        "the period of objection of the main committee (§ 57)",
        "coordination/council/rules/objection.py",
        "return rules_on(on).says(Rule.OBJECTION_WAITS, body)",
        'return body.type != "main_committee" and rules_on(on).says(Rule.OBJECTION_WAITS, body)',
        ("tests/coordination/flows/test_council_law.py",),
    ),
    Mutant(
        "a tie that carries a motion (§ 50)",
        "coordination/council/rules/votes.py",
        "is_enough = yes > no",
        "is_enough = yes >= no",
        ("tests/coordination/council/test_votes.py",),
    ),
    Mutant(
        "a referral from which the matter never comes back",
        "coordination/decisions/flows/returning.py",
        "_again(work, station, meeting=_after(station, meeting), ahead=2)",
        "pass",
        ("tests/coordination/flows/test_chains.py",),
    ),
    Mutant(
        "votes that a body does not have",
        "coordination/council/rules/votes.py",
        'if cast + (votes.get("biased") or 0) > members:',
        "if False:",
        ("tests/coordination/flows/test_council_law.py",),
    ),
    Mutant(
        "a paper that members see before it is sent",
        "coordination/decisions/flows/dispatching.py",
        "if day <= work.today:",
        "if day:",
        ("tests/coordination/views/test_council_sight.py",),
    ),
    Mutant(
        "a mail to whoever has left the desk",
        "workflows/actions/telling/mailing.py",
        "row.pk in may_hear and not is_obsolete(row)",
        "not is_obsolete(row)",
        ("tests/workflows/actions/test_collected_mail.py",),
    ),
    Mutant(
        "a unit that ends while it leads",
        "workflows/flows/people/units.py",
        "if led := led_by(unit.pk):",
        "if led := {}:",
        ("tests/coordination/flows/test_reorganisation.py", "-k", "end or lead"),
    ),
    Mutant(
        "work of an office without a head that nobody sees",
        "workflows/actions/acting/turns.py",
        "found += self._above(number, post)",
        "pass",
        ("tests/coordination/flows/test_work_is_seen.py", "-k", "dissolved or organisation"),
    ),
    Mutant(
        "a result of a cancelled session",
        "coordination/decisions/flows/recording.py",
        "if meeting is None or meeting.is_cancelled:",
        "if meeting is None:",
        ("tests/coordination/flows/test_sessions.py", "-k", "cancelled"),
    ),
    Mutant(
        "a deadline born late that speaks before it is due",
        "workflows/calendars/rungs.py",
        "is_wanted &= not is_born_late or rung.offset > 0",
        "pass",
        ("tests/workflows/calendars/test_rungs.py",),
    ),
    Mutant(
        "a measure that begins after its end",
        "coordination/implementing/flows/guards.py",
        "elif planned and planned < look.call.today:",
        "elif False:",
        ("tests/coordination/flows/test_past_days.py", "-k", "end"),
    ),
    Mutant(
        "dissent that goes past the executive board",
        "coordination/decisions/flows/releasing.py",
        "        or look.has_dissent\n",
        "",
        ("tests/coordination/flows/test_council_law.py",),
    ),
    Mutant(
        "silence in the impact check",
        "coordination/measures/flows/guards.py",
        "if not (measure.impacts() or measure.impact_none):",
        "if False:",
        ("tests/coordination/views/test_check_hints.py", "-k", "silence"),
    ),
    Mutant(
        "an office that a changed text touches and nobody asks",
        "coordination/decisions/flows/agreeing.py",
        "        ask_further(work)\n",
        "",
        ("tests/coordination/flows/test_rounds.py", "-k", "2_3"),
    ),
    Mutant(
        "the commit of a test's transaction",
        "workflows/wire/sending.py",
        "len(blocks) == 1 and not from_test",
        "len(blocks) == 1",
        ("tests/workflows/wire/test_sending.py",),
    ),
)


def main() -> int:
    """Run those that are asked for, else all; the number of survivors is the exit code."""
    words, survivors = sys.argv[1:], 0
    mutants = [one for one in MUTANTS if not words or any(word in one.name for word in words)]
    if not mutants:
        print("no mutant has such a name")
        return 1
    for mutant in mutants:
        verdict, seconds = _try(mutant)
        survivors += verdict != "red"
        print(f"  {mutant.name:<56} {verdict:<22} {seconds}", flush=True)
    print(f"{len(mutants) - survivors} passed, {survivors} failed")
    return min(survivors, 100)


def _try(mutant: Mutant) -> tuple[str, str]:
    with _copy() as tree:
        path = tree / mutant.file
        text = path.read_text(encoding="utf-8")
        if mutant.before not in text:
            return "text not found", ""
        path.write_text(text.replace(mutant.before, mutant.after), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            *mutant.tests,
        ]
        environment = {
            **os.environ,
            "TEST_PG_DIR": str(ROOT / "var" / "pg" / "mutants"),
            "TEST_DB_NAME": "test_mutants",
        }
        try:
            done = subprocess.run(
                command, cwd=tree, env=environment, capture_output=True, text=True,
                timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return "no end", ""
    last = done.stdout.strip().splitlines()[-1:] or [""]
    # An error before a test has run, such as no database, says nothing.
    is_red = done.returncode == RED and " failed" in last[0]
    return ("red" if is_red else f"SURVIVED ({done.returncode})"), last[0]


@contextmanager
def _copy() -> Iterator[Path]:
    """A copy of the tree for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, tree / name)
        yield tree


if __name__ == "__main__":
    sys.exit(main())
