"""The one table of the interface: KERN's, with a caption, in a region that scrolls by itself."""

from django.http import HttpRequest
from django.template import Context, Library
from django.template.loader import get_template
from django.utils.safestring import SafeString

from .navigation import query_with

register = Library()


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
    stacks: bool = False,
) -> SafeString:
    """A table with these column heads around its rows; an empty head is left out.

    `caption` says to those who do not see the table what is in it; without one it is the label.
    `numeric` names the columns of numbers ("2,3"), `sorts` the key by which each column sorts
    ("number,,cost": the second does not). `fit` is for two narrow columns;
    with `stacks` the cells of a row stand below each other on a phone.
    """
    request = context.get("request")
    numbers, keys = numeric.split(","), [*sorts.split(","), *[""] * len(heads)]
    columns = [
        {
            "label": head,
            "numeric": str(number) in numbers,
            **(_sorting(request, key) if key and request else {}),
        }
        for number, (head, key) in enumerate(zip(heads, keys, strict=False), start=1)
        if head
    ]
    values = {
        "content": content,
        "label": label,
        "caption": caption or label,
        "columns": columns,
        "small": small,
        "aligned": aligned,
        "fit": fit,
        "stacks": stacks,
    }
    return SafeString(get_template("components/table.html").render(values))


def _sorting(request: HttpRequest, key: str) -> dict[str, str]:
    """Where a click on the head leads (`?sort=key`, a second time `-key`), and what holds now."""
    chosen = request.GET.get("sort", "")
    return {
        "direction": {key: "ascending", f"-{key}": "descending"}.get(chosen, ""),
        "query": query_with(request, "sort", f"-{key}" if chosen == key else key),
    }
