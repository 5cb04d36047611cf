"""Signatures say what they take: `Any` is the exception and gives its reason."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "coordination", "workflows")
MOST = 60


def named(node):
    return sum(isinstance(part, ast.Name) and part.id == "Any" for part in ast.walk(node))


def annotations(function):
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    yield from (one.annotation for one in every if one is not None and one.annotation is not None)
    if function.returns is not None:
        yield function.returns


def aliases(tree):
    """What a module names once for many signatures counts where it stands."""
    for line in tree.body:
        if isinstance(line, ast.Assign) or (
            isinstance(line, ast.AnnAssign) and "TypeAlias" in ast.unparse(line.annotation)
        ):
            yield line.value


def untyped(source):
    """How often the signatures and the aliases of a module say Any."""
    tree = ast.parse(source)
    functions = [part for part in ast.walk(tree) if isinstance(part, ast.FunctionDef)]
    signed = [note for function in functions for note in annotations(function)]
    return sum(map(named, [*signed, *aliases(tree)]))


def test_any_is_counted_where_it_is_said():
    source = """
Row: TypeAlias = tuple[Any, ...]
Key = dict[str, Any]
def one(a: Any, *b: Any, c: int, **d: Any) -> list[Any]:
    inside: Any = 1
"""
    assert untyped(source) == 6


def test_any_is_rare_in_signatures():
    found = {
        str(path.relative_to(ROOT)): count
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts and (count := untyped(path.read_text()))
    }
    assert sum(found.values()) <= MOST, found
