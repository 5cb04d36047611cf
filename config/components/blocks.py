"""Blocks with content of their own: `{% card %} … {% endcard %}` and their like."""

from collections.abc import Iterable

from django.template import Context, Library
from django.template.loader import get_template
from django.utils.safestring import SafeString

from .status import TONE_ICONS, known_tone

register = Library()


def _render(name: str, **values: object) -> SafeString:
    return SafeString(get_template(f"components/{name}.html").render(values))


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", level: int = 2, tag: str = "") -> SafeString:
    """One thing among several; with `url` its title is the link."""
    return _render("card", content=content, title=title, url=url, level=level, tag=tag)


@register.simple_block_tag
def panel(
    content: str, title: str = "", level: int = 2, anchor: str = "", tone: str = ""
) -> SafeString:
    """A framed part of a page. Tones: surface, next (the next step), success, warning, danger."""
    return _render("panel", content=content, title=title, level=level, anchor=anchor, tone=tone)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", level: int = 2) -> SafeString:
    """A message that belongs to the page: info, success, warning or danger."""
    icon = TONE_ICONS[known_tone(tone)]
    return _render("notice", content=content, tone=tone, icon=icon, title=title, level=level)


@register.simple_block_tag
def details(
    content: str, title: str, opened: bool = False, anchor: str = "", level: int = 0
) -> SafeString:
    """Something to unfold; works without JavaScript. With `level` its title is a heading."""
    return _render(
        "details", content=content, title=title, opened=opened, anchor=anchor, level=level
    )


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Why there is nothing here, and what next."""
    return _render("empty_state", content=content, title=title)


@register.simple_block_tag
def button_row(content: str) -> SafeString:
    """Buttons side by side, one under the other where it is narrow."""
    return _render("button_row", content=content)


@register.simple_block_tag
def summary(content: str, title: str = "", level: int = 2, narrow: bool = False) -> SafeString:
    """Labels and values, made of `{% summary_row %}`."""
    return _render("summary", content=content, title=title, level=level, narrow=narrow)


@register.simple_block_tag
def summary_row(content: str, label: str, url: str = "", action: str = "") -> SafeString:
    """One label with its value, and if wanted a link to change it."""
    return _render("summary_row", content=content, label=label, url=url, action=action)


@register.simple_tag
def summary_list(
    rows: Iterable[tuple[str, object] | dict[str, object]], title: str = "", narrow: bool = False
) -> SafeString:
    """Labels and values from plain data: (label, value) or label, value, url, action."""
    parts = [row if isinstance(row, dict) else {"label": row[0], "value": row[1]} for row in rows]
    content = "".join(
        _render(
            "summary_row", content=part["value"], **{k: v for k, v in part.items() if k != "value"}
        )
        for part in parts
    )
    return _render("summary", content=SafeString(content), title=title, level=2, narrow=narrow)


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context,
    content: str,
    action: str = "",
    files: bool = False,
    anchor: str = "",
    inline: bool = False,
    keeps: object = False,
) -> SafeString:
    """A form that changes something: POST with CSRF token, guarded against double clicks.

    With `keeps` (anything true) a script sends what is typed to be kept as a draft.
    """
    return _render(
        "post_form",
        content=content,
        action=action,
        files=files,
        anchor=anchor,
        inline=inline,
        keeps=bool(keeps),
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag
def filter_panel(
    content: str, action: str = "", reset_url: str = "", legend: str = "", opened: bool = True
) -> SafeString:
    """Filters in the address (GET); the fields stand in `content`."""
    return _render(
        "filter_panel",
        content=content,
        action=action,
        reset_url=reset_url,
        legend=legend,
        opened=opened,
    )


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[object], level: int = 3) -> dict[str, object]:
    """Events in the order given: at, title, actor; on_behalf, text, tone, tag, url if wanted."""
    return {"events": events, "level": level}
