"""State in words, icon and colour."""

import datetime as dt
import re
from pathlib import Path

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .text import date_tag, german_number, local_day

register = Library()

TONES = frozenset({"neutral", "info", "success", "warning", "danger"})
LIGHTS = frozenset({"green", "yellow", "red", "grey"})
TONE_ICONS = {"info": "info", "success": "success", "warning": "warning", "danger": "danger"}
SOON = 3  # days before the due day from which a deadline is marked

_KERN = Path(__file__).resolve().parents[1] / "static" / "vendor" / "kern" / "kern.min.css"
_SIZES = {"small", "default", "large", "x-large"}
ICONS = frozenset(re.findall(r"\.kern-icon--([a-z-]+)\{", _KERN.read_text("utf-8"))) - _SIZES


def known_tone(tone: str) -> str:
    """The tone itself; a ValueError names an unknown one."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}, not one of {', '.join(sorted(TONES))}")
    return tone


@register.simple_tag(name="icon")
def icon_tag(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of KERN: decoration, or with a label an image of that name."""
    if name not in ICONS:
        raise ValueError(f"KERN has no icon {name!r}")
    classes = f"kern-icon kern-icon--{name}" + (f" kern-icon--{size}" if size else "")
    if label:
        return format_html('<span class="{}" role="img" aria-label="{}"></span>', classes, label)
    return format_html('<span class="{}" aria-hidden="true"></span>', classes)


@register.simple_tag
def status_tag(label: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """A small label for a state; the word carries the meaning, colour and icon only help."""
    picture = icon_tag(icon) if icon else SafeString("")
    return format_html(
        '<span class="ff-tag ff-tag--{}">{}{}</span>', known_tone(tone), picture, label
    )


@register.simple_tag
def traffic_light(colour: str, label: str) -> SafeString:
    """A light with its word beside it: green, yellow, red or grey."""
    if colour not in LIGHTS:
        raise ValueError(f"unknown light {colour!r}")
    return format_html(
        '<span class="ff-light ff-light--{}">'
        '<span class="ff-light__dot" aria-hidden="true"></span>{}</span>',
        colour,
        label,
    )


def due_day(due: dt.date) -> dt.date:
    """The last day on which something is in time; a due moment is exclusive (the next midnight)."""
    if isinstance(due, dt.datetime):
        return local_day(due - dt.timedelta(microseconds=1))
    return due


@register.filter
def due_state(due: dt.date | None, now: dt.date) -> str:
    """overdue, today, soon, later or none; for row classes."""
    if due is None:
        return "none"
    days = (due_day(due) - local_day(now)).days
    if days < 0:
        return "overdue"
    if days == 0:
        return "today"
    return "soon" if days <= SOON else "later"


@register.simple_tag
def due_badge(
    due: dt.date | None, now: dt.date, paused: bool = False, done: bool = False
) -> SafeString:
    """The due day with its distance from `now` in words, icon and colour.

    `due` is a day, a due moment (exclusive) or None. While the clock stands still, or when the
    thing is done, the day is shown without a warning.
    """
    if due is None:
        return status_tag(_("no deadline"))
    if paused:
        badge = status_tag(_("deadline paused"), "neutral", "autorenew")
    elif done:
        badge = SafeString("")
    else:
        badge = _distance((due_day(due) - local_day(now)).days)
    return format_html(
        '<span class="ff-due">{} {}</span>',
        date_tag(due_day(due)),
        badge,
    )


def _distance(days: int) -> SafeString:
    if days < 0:
        late = ngettext("%(n)s day overdue", "%(n)s days overdue", -days)
        return status_tag(late % {"n": german_number(-days)}, "danger", "danger")
    if days == 0:
        return status_tag(_("today"), "warning", "warning")
    if days == 1:
        return status_tag(_("tomorrow"), "info", "calendar-today")
    text = ngettext("in %(n)s day", "in %(n)s days", days) % {"n": german_number(days)}
    return status_tag(text, "info" if days <= SOON else "neutral", "calendar-today")


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(value: int, maximum: int, label: str) -> dict[str, object]:
    """A bar with its words above it; `maximum` of 0 shows the words alone."""
    return {"value": min(max(value, 0), maximum), "maximum": maximum, "label": label}
