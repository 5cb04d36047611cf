"""What a person finds on a page: words, links, forms with their fields and buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"checkbox", "radio"}


@dataclass
class Field:
    """A named field of a form, with what it shows and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class Button:
    """A button that sends a form, perhaps to an address of its own."""

    words: str = ""
    name: str = ""
    value: str = ""
    action: str = ""


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    def shown(self) -> dict[str, list[str]]:
        """What would be sent if nothing were changed."""
        return {name: list(found.values) for name, found in self.fields.items() if found.values}

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        return name in self.fields


@dataclass
class Link:
    """A link with its words."""

    url: str
    words: str = ""


class Reader(HTMLParser):
    """Reads a page from top to bottom, as a screen reader would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._form: Form | None = None
        self._field: Field | None = None
        self._option: str | None = None
        self._open: list[Link | Button] = []
        self._mute = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag in {"script", "style"}:
            self._mute = tag
        elif tag == "a" and "href" in given:
            self.links.append(Link(given["href"]))
            self._open.append(self.links[-1])
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._in_form(tag, given, self._form)

    def _in_form(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button":
            form.buttons.append(Button("", name, value, given.get("formaction", "")))
            self._open.append(form.buttons[-1])
        elif tag == "input" and name:
            self._input(form, name, given)
        elif tag in {"textarea", "select"} and name:
            kind = "list" if "multiple" in given else tag
            self._field = form.fields.setdefault(name, Field(name, kind))
            if tag == "textarea":
                self._field.values.append("")
        elif tag == "option" and self._field is not None:
            self._option = value
            self._field.options[value] = ""
            if "selected" in given:
                self._field.values.append(value)

    @staticmethod
    def _input(form: Form, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        found = form.fields.setdefault(name, Field(name, kind))
        if kind in _VOID:
            value = given.get("value", "on")
            found.options[value] = value
            if "checked" in given:
                found.values.append(value)
        elif kind != "file":
            found.values.append(value)

    def handle_data(self, data: str) -> None:
        if self._mute:
            return
        if self._field is not None and self._field.kind == "textarea":
            # A browser drops the first line break after the tag.
            old = self._field.values[-1]
            self._field.values[-1] = old + (data if old else data.removeprefix("\n"))
        elif self._field is not None and self._option is not None:
            self._field.options[self._option] += data.strip()
        for element in self._open:
            element.words = " ".join(f"{element.words} {data}".split())
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._mute:
            self._mute = ""
        elif tag == "form":
            self._form = None
        elif tag in {"textarea", "select"}:
            self._field = None
        elif tag == "option":
            self._option = None
        elif tag in {"a", "button"} and self._open:
            self._open.pop()

    @property
    def text(self) -> str:
        """All words of the page with single spaces, without the marks where they may break."""
        return " ".join(" ".join(self.words).replace("\u00ad", "").split())
