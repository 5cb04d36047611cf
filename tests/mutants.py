"""`make mutants`: break one promise at a time and see that the tests turn red.

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
PATIENCE = 240
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
        "if earlier and meeting.starts_at < earlier:",
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
        "coordination/council/rules.py",
        "OrganizationType.COUNCIL, OrganizationType.DISTRICT_COUNCIL}",
        "OrganizationType.COUNCIL, OrganizationType.MAIN_COMMITTEE}",
        ("tests/coordination/flows/test_council_law.py",),
    ),
    Mutant(
        "votes that a body does not have",
        "coordination/council/rules.py",
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
        "the commit of a test's transaction",
        "workflows/wire/sending.py",
        "len(blocks) == 1 and not from_test",
        "len(blocks) == 1",
        ("tests/workflows/wire/test_sending.py",),
    ),
)


def main() -> int:
    """Run them all; the number of survivors is the exit code."""
    survivors = 0
    for mutant in MUTANTS:
        verdict, seconds = _try(mutant)
        survivors += verdict != "red"
        print(f"  {mutant.name:<36} {verdict:<22} {seconds}", flush=True)
    print(f"{len(MUTANTS) - survivors} passed, {survivors} failed")
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
    return ("red" if done.returncode == RED else f"SURVIVED ({done.returncode})"), last[0]


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
