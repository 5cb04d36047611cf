"""What OParl 1.1 asks of an object, by the official schema and by the text that it leaves out.

The schemas use keys of their own (`schema`, `references`, format `url`), so a usual validator does
not read them; this one does. The rules of the text are typed from domain 4.1 and 4.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "oparl"
TYPES = {"string": str, "array": list, "object": dict, "boolean": bool, "integer": int}
TYPE = re.compile(r"^https://schema\.oparl\.org/1\.1/[A-Za-z]+$")


def folder() -> Path | None:
    """The official schemas and samples, where they lie beside the repository."""
    return SHARED if (SHARED / "schema").is_dir() else None


@cache
def schema(kind: str) -> dict[str, Any]:
    """The official schema of a type."""
    place = folder()
    assert place is not None
    return json.loads((place / "schema" / f"{kind}.json").read_text("utf-8"))


def by_schema(thing: dict[str, Any], at: str = "") -> Iterator[str]:
    """What is wrong with an object by the official schema, with all that stands inside of it."""
    kind = str(thing.get("type", "")).rsplit("/", 1)[-1]
    at = at or kind
    known = schema(kind)
    yield from (f"{at}: {name} is missing" for name in known["required"] if name not in thing)
    for name, value in thing.items():
        rule = known["properties"].get(name)
        if rule is None:
            if ":" not in name:
                yield f"{at}: {name} is no property of {kind}"
            continue
        yield from _value(value, rule, f"{at}.{name}")


def _value(value: Any, rule: dict[str, Any], at: str) -> Iterator[str]:
    wanted = TYPES.get(rule.get("type", ""))
    if wanted and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
        yield f"{at}: {value!r} is no {rule['type']}"
        return
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield f"{at}: {value!r} does not match"
    if not _has_format(value, rule.get("format", "")):
        yield f"{at}: {value!r} is no {rule['format']}"
    if rule.get("type") == "object" and "schema" in rule:
        yield from by_schema(value, at)
    for number, one in enumerate(value if rule.get("type") == "array" else ()):
        inner = rule.get("items", {})
        if "schema" in inner:
            yield from by_schema(one, f"{at}[{number}]")
        else:
            yield from _value(one, inner, f"{at}[{number}]")


def _has_format(value: Any, form: str) -> bool:
    try:
        if form == "url":
            return urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)
        if form == "date":
            return date.fromisoformat(value).isoformat() == value
        if form == "date-time":
            return datetime.fromisoformat(value).tzinfo is not None and "T" in value
    except (TypeError, ValueError):
        return False
    return True


def by_text(thing: dict[str, Any], at: str = "") -> Iterator[str]:
    """What the text asks of every object, also inside of another one."""
    at = at or str(thing.get("id"))
    yield from (
        f"{at}: {n} is missing" for n in ("id", "type", "created", "modified") if n not in thing
    )
    if not TYPE.match(str(thing.get("type"))):
        yield f"{at}: type {thing.get('type')!r}"
    for name, value in thing.items():
        if (value is None or value in ("", [], {})) and name != "legislativeTerm":
            yield f"{at}: {name} has no value and should be left out"
        if isinstance(value, dict) and "id" in value:
            yield from by_text(value, f"{at}.{name}")
        for one in value if isinstance(value, list) else ():
            if isinstance(one, dict) and "id" in one:
                yield from by_text(one, f"{at}.{name}")
    if thing.get("deleted"):
        left = {"id", "type", "created", "modified", "deleted"}
        yield from (f"{at}: {name} outlived its object" for name in set(thing) - left)
    if thing.get("created", "") > thing.get("modified", ""):
        yield f"{at}: changed before it was created"


def of_list(page: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a page of a list."""
    if set(page) != {"data", "pagination", "links"}:
        yield f"a page with {sorted(page)}"
        return
    numbers = page["pagination"]
    if set(numbers) != {"totalElements", "elementsPerPage", "currentPage", "totalPages"}:
        yield f"pagination with {sorted(numbers)}"
    is_last = numbers["currentPage"] >= numbers["totalPages"]
    if ("next" in page["links"]) == is_last:
        yield "next is for every page but the last"
    for name in ("first", "last", "self"):
        if not _has_format(page["links"].get(name), "url"):
            yield f"links.{name}"
