"""The engine's tables are written by the engine only; a scene only by the unit of work."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
MODELS = {model.__name__ for model in apps.get_app_config("workflows").get_models()}
WRITES = re.compile(
    r"\b(UPDATE|INSERT\s+INTO|DELETE\s+FROM|TRUNCATE)\s+(ONLY\s+)?\"?workflows_", re.IGNORECASE
)
WRITING = {
    "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete",
}  # fmt: skip
KEPT_TRUE = {"tasks", "items", "conditions", "disputed"}
CHANGING = {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"}


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def engine_models(tree: ast.Module) -> set[str]:
    """The models of the engine by the names under which a file knows them."""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("workflows.models")
        for name in node.names
        if name.name in MODELS
    }


def root_of(node: ast.AST) -> str:
    """The name at the beginning of a chain: `Vote` of `Vote.objects.filter(…).update`."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    models = engine_models(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if WRITES.search(node.value):
                yield node.lineno, "SQL"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            # A row of the engine; what is only asked and never saved may be made.
            if node.func.id in models - {"Case", "User"}:
                yield node.lineno, f"{node.func.id}()"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            root, name = root_of(node.func), node.func.attr
            if name in WRITING and root in models:
                yield node.lineno, f"{root}.{name}"


def scene_changes(tree: ast.Module) -> Iterator[int]:
    """Lines that assign to a scene or change one of its lists."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            targets = [node.func.value] if node.func.attr in CHANGING else []
        flat = [one for t in targets for one in (t.elts if isinstance(t, ast.Tuple) else [t])]
        for target in flat:
            if isinstance(target, ast.Attribute) and target.attr in KEPT_TRUE:
                owner = ast.unparse(target.value)
                if owner.endswith("scene"):
                    yield node.lineno


def test_only_the_engine_writes_its_tables() -> None:
    found = [
        f"{name}:{line} {what}"
        for name, tree in sources("coordination", "config")
        for line, what in writes(tree)
    ]
    assert found == []


def test_only_the_unit_of_work_changes_a_scene() -> None:
    found = [
        f"{name}:{line}"
        for name, tree in sources("coordination", "config", "workflows")
        if not name.startswith(("workflows/actions/acting/", "workflows/actions/ballots/"))
        for line in scene_changes(tree)
    ]
    assert found == []


def test_answers_of_offices_have_one_writer() -> None:
    tables = re.compile(
        r"\b(UPDATE|INSERT\s+INTO|DELETE\s+FROM)\s+"
        r"workflows_(cosignatureitem|vote|condition|obligation|question)\b",
        re.IGNORECASE,
    )
    writers = {
        name
        for name, tree in sources("workflows", "coordination")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if tables.search(node.value)
    }
    assert writers == {"workflows/actions/ballots/answers.py"}


ALLOWED_IN_FLOWS = {
    "workflows/flows/people/establishing.py": {"bulk_create"},  # bound one by one, by their events
    "workflows/flows/people/accounts.py": {"save"},  # accounts are not bound
    "workflows/flows/people/hooks.py": {"create", "update"},  # nor are the systems told
    "workflows/flows/people/units.py": {"SQL"},  # the ancestors follow from the parents
    # The counter; what a paper takes in is bound by the keys that come back.
    "coordination/decisions/flows/issuing.py": {"get_or_create", "update", "SQL"},
    "coordination/measures/flows/editing.py": {"SQL", "update", "bulk_create"},  # bound there
    "coordination/decisions/flows/dispatching.py": {"save"},  # of a session: they are not bound
    "coordination/decisions/flows/correcting.py": {"save"},  # of a session as well: its minutes
    "coordination/measures/flows/drafting.py": {"update"},  # of milestones that go at once
}
"""What flows write past the unit of work, with the reason."""


def test_flows_write_through_the_unit_of_work() -> None:
    """So that no row is written whose event does not know it: `work.store` and its like."""
    found: dict[str, set[str]] = {}
    for name, tree in sources("workflows", "coordination"):
        past = set(writes_past_the_work(tree))
        if past and ("/flows/" in name or name.startswith("workflows/machine/")):
            found[name] = past
    assert found == ALLOWED_IN_FLOWS


def writes_past_the_work(tree: ast.Module) -> Iterator[str]:
    statement = re.compile(r"\b(UPDATE|INSERT INTO|DELETE FROM) (\w|$)")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if statement.search(node.value):
                yield "SQL"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, chain = node.func.attr, ast.unparse(node.func.value)
            of_rows = name == "save" or ".objects" in chain or ".filter(" in chain
            if name in WRITING | {"save"} and (of_rows or chain.endswith(".all()")):
                yield name


def test_the_search_finds_what_it_looks_for() -> None:
    guilty = """
from workflows.models import Case, Vote
work.execute("UPDATE workflows_vote SET is_current = false", {})
work.insert(Vote(choice="approved"))
Vote.objects.filter(pk=1).update(choice="refused")
work.scene.items, work.scene.conditions = [], []
work.scene.tasks.remove(task)
"""
    tree = ast.parse(guilty)
    assert sorted(what for _, what in writes(tree)) == ["SQL", "Vote()", "Vote.update"]
    assert sorted(scene_changes(tree)) == [6, 6, 7]
