"""Units and desks are named by typing: what fits is suggested, what is meant is found.

Nobody finds an office among a thousand check boxes. The suggestions come while one types; without
JavaScript what was typed is looked up when the form is sent, and what fits is offered then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.renderers import BaseRenderer
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ..models import Desk, Unit
from ..queries.people.tree import Words
from ..spelling import folded, sought

MOST_NAMED = 5
"""So many are named where several fit; more would be no help."""

LONGEST = 2000

Row = TypeVar("Row", bound=Model)


class NameInput(forms.TextInput):
    """One line of text with suggestions from an address, and a few that are there at once."""

    # Where the suggestions come from, as an address; and those that the page brings along.
    suggests: StrOrPromise = ""
    offered: Sequence[tuple[str, str]] = ()

    def render(
        self,
        name: str,
        value: object,
        attrs: Mapping[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        attrs = dict(attrs or {})
        key = f"{attrs.get('id', name)}-names"
        attrs |= {"list": key, "autocomplete": "off", "data-suggest": str(self.suggests)}
        options = format_html_join("", '<option value="{1}" data-key="{0}">', self.offered)
        line = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', line, key, options)


class NamesInput(forms.Widget):
    """Several of them: the chosen ones as check boxes, and a line in which to name more."""

    # As in `NameInput`.
    suggests: StrOrPromise = ""
    offered: Sequence[tuple[str, str]] = ()

    def value_from_datadict(
        self,
        data: Mapping[str, object],
        files: object,  # noqa: ARG002 - as Django calls it
        name: str,
    ) -> tuple[list[str], str]:
        """The keys of the chosen ones, and what was typed."""
        chosen = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name)
        keys = chosen if isinstance(chosen, list | tuple) else ()
        return [str(key) for key in keys], str(data.get(f"{name}_more") or "")

    def value_omitted_from_data(self, data: object, files: object, name: str) -> bool:  # noqa: ARG002 - the base's signature
        return False

    def render(
        self,
        name: str,
        value: object,
        attrs: Mapping[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        said, typed = _said(value)
        chosen = cast("Sequence[tuple[int, str]]", said)  # as `UnitsField` prepares them
        key = (attrs or {}).get("id") or name
        rows = format_html_join("", _ROW, ((name, pk, label, " checked") for pk, label in chosen))
        line = NameInput({**self.attrs, "class": "kern-form-input__input", "data-adds": key})
        line.suggests, line.offered = self.suggests, self.offered
        label = gettext("Type a name; several are parted by semicolons")
        more = line.render(f"{name}_more", typed, {**(attrs or {}), "id": key}, renderer)
        return format_html(
            '<div id="{key}-chosen" class="ff-choices">{rows}</div>'
            '<template id="{key}-row">{row}</template>'
            '<label class="kern-label" for="{key}">{label}</label>{more}',
            key=key, rows=rows, label=label, more=more,
            row=format_html(_ROW, name, "", "", ""),
        )  # fmt: skip


_ROW = (
    '<div class="kern-form-check"><label class="kern-label"><input type="checkbox"'
    ' class="kern-form-check__checkbox" name="{0}" value="{1}"{3}> <span>{2}</span></label></div>'
)


class NamedField(forms.Field, Generic[Row]):
    """One row of a table by its name, or by as much of it as only one has; or by its key."""

    widget: type[forms.Widget] = NameInput
    # The last part of the address of suggestions.
    what: ClassVar[str]
    default_error_messages = {
        "unknown": _("Nothing is called “%(words)s” here. Please choose from the suggestions."),
        "several": _("Several fit: %(names)s. Please type more of the name."),
    }

    def __init__(self, **options: Any) -> None:  # as `Field` takes them
        super().__init__(**options)
        self.queryset: QuerySet[Row] | None = None
        self._asked: tuple[object, str, Row | None] = (None, "", None)

    def choose_among(self, rows: QuerySet[Row], **narrowed: Sequence[str]) -> None:
        """Among which rows; `narrowed` tells the address of suggestions the same."""
        self.queryset = rows
        query = QueryDict(mutable=True)
        for name, values in narrowed.items():
            query.setlist(name, list(values))
        address = reverse("workflows:suggest", args=[self.what])
        self._line.suggests = f"{address}?{query.urlencode()}" if narrowed else address

    @property
    def _line(self) -> NameInput | NamesInput:
        return cast("NameInput | NamesInput", self.widget)

    def names_of(self, row: Row) -> tuple[str, ...]:
        """What people call it; the first is shown."""
        raise NotImplementedError

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Model):
            return self.names_of(value)[0]  # type: ignore[arg-type]  # a row of this field
        if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
            row = self._keyed(str(value))
            return self.names_of(row)[0] if row is not None else value
        return value

    def to_python(self, value: object) -> Row | None:
        words = sought(str(value or ""))
        return self.found(words) if words else None

    def found(self, words: str) -> Row:
        """The one that is meant; ValidationError if there is none, or more than one."""
        if words.isdecimal() and (row := self._keyed(words)) is not None:
            return row
        fitting = fitting_rows(self._rows(), words, self.names_of)
        if len(fitting) == 1:
            return fitting[0]
        self._line.offered = [(str(row.pk), self.names_of(row)[0]) for row in fitting[:50]]
        if not fitting:
            params = {"words": words}
            raise ValidationError(self.error_messages["unknown"], code="unknown", params=params)
        names = ", ".join(self.names_of(row)[0] for row in fitting[:MOST_NAMED])
        names += " …" if len(fitting) > MOST_NAMED else ""
        raise ValidationError(
            self.error_messages["several"], code="several", params={"names": names}
        )

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(self.prepare_value(initial) != data)

    def _rows(self) -> QuerySet[Row]:
        assert self.queryset is not None, "the form says among which"
        return self.queryset

    def _keyed(self, key: str) -> Row | None:
        # A form asks when it reads the value and again when it shows its name.
        rows = self._rows()
        among, asked, row = self._asked
        if among is not rows or asked != key:
            row = rows.filter(pk=key).first() if len(key) < 19 else None  # noqa: PLR2004 - a bigint
            self._asked = (rows, key, row)
        return row


def fitting_rows(
    rows: Iterable[Row],
    words: str,
    names_of: Callable[[Row], tuple[str, ...]],
) -> list[Row]:
    """The rows that are called so; if none is, those whose names hold all the words.

    A whole name as suggestions show it, with brackets, never means another one.
    """
    wanted, parts = folded(words), Words(words)
    named = [(row, names_of(row)) for row in rows]
    exact = [row for row, names in named if wanted in map(folded, names)]
    if exact or wanted.endswith(")"):
        return exact
    return [row for row, names in named if parts.match(*names)]


class UnitField(NamedField[Unit]):
    """A unit by its name or short name."""

    what = "einheiten"

    def names_of(self, row: Unit) -> tuple[str, ...]:
        return unit_names(row)


class DeskField(NamedField[Desk]):
    """A desk by its name, with the short name of its unit before it."""

    what = "stellen"

    def names_of(self, row: Desk) -> tuple[str, ...]:
        return desk_names(row)

    def offer(self, rows: Sequence[tuple[str, str]]) -> None:
        """Suggest these, and nothing else while one types."""
        self._line.offered, self._line.suggests = rows, ""


class UnitsField(UnitField):
    """Several units."""

    widget = NamesInput

    def prepare_value(self, value: object) -> object:
        keys, typed = _said(value)
        rows = [row for row in keys if isinstance(row, Unit)]
        known = [str(key) for key in keys if str(key).isdecimal() and len(str(key)) < 19]  # noqa: PLR2004 - a bigint
        rows += self._rows().filter(pk__in=known) if known else []
        return [(row.pk, self.names_of(row)[0]) for row in rows], typed

    def clean(self, value: object) -> list[Unit]:
        said, typed = _said(value)
        keys = [str(key) for key in said]
        known = [key for key in keys if key.isdecimal() and len(key) < 19]  # noqa: PLR2004 - a bigint
        chosen = list(self._rows().filter(pk__in=known)) if known else []
        if len(chosen) != len(set(keys)):
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"words": ", ".join(keys)}
            )
        words = [sought(part) for part in re.split(r"[;\n]", typed[:LONGEST])]
        named = [self.found(part) for part in words if part]
        return list({unit.pk: unit for unit in (*chosen, *named)}.values())

    def has_changed(self, initial: object, data: object) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data)


def _said(value: object) -> tuple[Sequence[object], str]:
    """The chosen ones and what was typed, out of what a widget or a model gives."""
    if isinstance(value, tuple):
        keys, typed = value
        return keys, typed
    return (value if isinstance(value, list) else ()), ""


def unit_names(unit: Unit) -> tuple[str, ...]:
    """How a unit is shown, then all that people call it."""
    shown = f"{unit.name} ({unit.short_name})" if unit.short_name != unit.name else unit.name
    return shown, unit.name, unit.short_name


def desk_names(desk: Desk) -> tuple[str, ...]:
    """How a desk is shown, then all that people call it."""
    return f"{desk.unit.short_name}: {desk.name}", desk.name
