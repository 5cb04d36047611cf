"""The one table of the interface: KERN's, with a caption, in a region that scrolls by itself."""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from django.http import HttpRequest
from django.template import Context, Library
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString

from .navigation import query_with

register = Library()

_OPENING = re.compile(r"<(tr|th|td)\b")


@register.simple_block_tag(takes_context=True)
def kern_table(
    context: Context,
    content: str,
    label: str,
    *heads: str,
    caption: str = "",
    numeric: str = "",
    sorts: str = "",
    small: bool = False,
    aligned: bool = False,
    fit: bool = False,
    stacks: bool = True,
    entry: bool = False,
    further: Iterable[object] = (),
) -> SafeString:
    """A table with these column heads around its rows; an empty head is left out.

    `further` are heads that the page does not know beforehand, by their names.
    `caption` says to those who do not see the table what is in it; without one it is the label.
    `numeric` names the columns of numbers ("2,3"), `sorts` the key by which each column sorts
    ("number,,cost": the second does not). `fit` is for two narrow columns.
    On a phone the cells of a row stand below each other, unless it has `fit` or not `stacks`:
    then each names its column, by `data-label` of its own where the rows bring any.
    `entry` is for rows of fields: the heads stand for their labels, which the phone shows.
    """
    named = (*heads, *map(str, further))
    columns = _columns(context.get("request"), named, numeric.split(","), sorts.split(","))
    stacks = stacks and not fit
    values = {
        "content": _labelled(content, columns) if stacks and not entry else content,
        "label": label,
        "caption": caption or label,
        "columns": columns,
        "small": small,
        "aligned": aligned,
        "fit": fit,
        "stacks": stacks,
        "entry": entry,
    }
    return SafeString(get_template("components/table.html").render(values))


def _columns(
    request: HttpRequest | None, heads: Sequence[str], numbers: Sequence[str], sorts: Sequence[str]
) -> list[dict[str, object]]:
    return [
        {
            "label": head,
            "numeric": str(number) in numbers,
            **(_sorting(request, key) if key and request else {}),
        }
        for number, (head, key) in enumerate(zip_longest(heads, sorts, fillvalue=""), start=1)
        if head
    ]


def _labelled(content: str, columns: list[dict[str, object]]) -> str:
    """The rows with the head of its column in each cell, as they are where they bring it along."""
    if "data-label" in content:
        return content
    heads = [escape(column["label"]) for column in columns]
    place = 0

    def opened(match: re.Match[str]) -> str:
        nonlocal place
        place = 0 if match[1] == "tr" else place + 1
        named = match[1] == "td" and place <= len(heads)
        return f'<td data-label="{heads[place - 1]}"' if named else match[0]

    return SafeString(_OPENING.sub(opened, content))


def _sorting(request: HttpRequest, key: str) -> dict[str, str]:
    """Where a click on the head leads (`?sort=key`, a second time `-key`), and what holds now."""
    chosen = request.GET.get("sort", "")
    return {
        "direction": {key: "ascending", f"-{key}": "descending"}.get(chosen, ""),
        "query": query_with(request, "sort", f"-{key}" if chosen == key else key),
    }
