"""Values over time as a drawing (SVG), as one sentence and as a table, from plain data."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.template import Library
from django.utils.translation import gettext as _

register = Library()

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 72, 24, 20, 36
TICKS = 4


Point = tuple[date, Decimal, str]
"""A value on a day; what is to be said of it stands beside it in the table."""


class CurveData(TypedDict):
    """What was measured, from the first value on, and what is to be reached by when."""

    title: str
    unit: str
    points: Sequence[Point]
    goal: tuple[date, Decimal]


class _Scale:
    """Days and values as places of the drawing."""

    def __init__(self, curve: CurveData) -> None:
        marks = [*((day, value) for day, value, _note in curve["points"]), curve["goal"]]
        self.first, self.last = min(day for day, _ in marks), max(day for day, _ in marks)
        self.days = max((self.last - self.first).days, 1)
        low, high = min(value for _, value in marks), max(value for _, value in marks)
        # From nothing, where nothing is no value that cannot be.
        self.low = min(low, Decimal(0))
        self.high = high if high > self.low else self.low + 1

    def x(self, day: date) -> int:
        """How far to the right."""
        return LEFT + (day - self.first).days * (WIDTH - LEFT - RIGHT) // self.days

    def y(self, value: Decimal) -> int:
        """How far down."""
        height = HEIGHT - TOP - BOTTOM
        return HEIGHT - BOTTOM - int((value - self.low) * height / (self.high - self.low))

    def ticks(self) -> list[tuple[int, int, str]]:
        """Heights of lines and of their words, with the values."""
        step = (self.high - self.low) / TICKS
        values = [self.low + step * number for number in range(TICKS + 1)]
        return [(self.y(value), self.y(value) + 5, number(value)) for value in values]


def number(value: Decimal) -> str:
    """A value as Germans write it, with decimals as far as it has some."""
    words = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return words.removesuffix(",00")


@register.inclusion_tag("components/curve.html")
def curve(values: CurveData) -> dict[str, object]:
    """The drawing; the sentence says the last value, and what is to be reached by when."""
    scale = _Scale(values)
    places = [(scale.x(day), scale.y(value)) for day, value, _note in values["points"]]
    day, value = values["goal"]
    goal = scale.x(day), scale.y(value)
    return {
        "title": values["title"], "unit": values["unit"],
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT,
        "label_x": LEFT - 8, "label_y": HEIGHT - 10,
        "line": _path(places),
        "way": _path([places[0], goal]) if places else "",
        "dots": places,
        "square": (goal[0] - 6, goal[1] - 6),
        "ticks": scale.ticks(),
        "ends": [
            (scale.x(scale.first), "start", f"{scale.first:%d.%m.%Y}"),
            (scale.x(scale.last), "end", f"{scale.last:%d.%m.%Y}"),
        ],
        "sentence": _sentence(values),
        "rows": [
            *((day, number(value), note) for day, value, note in values["points"]),
            (day, number(value), _("to be reached")),
        ],
    }  # fmt: skip


def _path(places: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{'M' if index == 0 else 'L'}{x},{y}" for index, (x, y) in enumerate(places))


def _sentence(values: CurveData) -> str:
    unit = f" {values['unit']}" if values["unit"] else ""
    day, goal = values["goal"]
    words = {"goal": f"{number(goal)}{unit}", "day": f"{day:%d.%m.%Y}"}
    if not values["points"]:
        return _("To be reached by %(day)s: %(goal)s.") % words
    last, value, _note = values["points"][-1]
    words |= {"value": f"{number(value)}{unit}", "last": f"{last:%d.%m.%Y}"}
    return _("Last value, of %(last)s: %(value)s. To be reached by %(day)s: %(goal)s.") % words
