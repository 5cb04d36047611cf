"""Somebody at a browser without JavaScript: opens pages, fills in the forms that stand there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from coordination.models import Measure
from tests.town import Town


class _Forms(HTMLParser):
    """The POST forms of a page: their address, their fields with their values, their buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._form: dict[str, Any] | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = {
                "action": given.get("action", ""),
                "fields": {},
                "buttons": [],
                "all": set(),
            }
            self.forms.append(self._form)
        if self._form is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._area = name
            self._form["all"].add(name)
            self._form["fields"].setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
            self._form["all"].add(name)
        elif tag == "option" and self._select and "selected" in given:
            self._form["fields"].setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "button" and name:
            self._form["buttons"].append((name, given.get("value", "")))

    def _input(self, name: str, given: dict[str, str]) -> None:
        assert self._form is not None
        self._form["all"].add(name)
        if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
            return
        if given.get("type") == "file":
            return
        self._form["fields"].setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            fields = self._form["fields"]
            fields[self._area][-1] += (
                data.removeprefix("\n") if not fields[self._area][-1] else data
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


class Page:
    """A page as it was answered."""

    def __init__(self, visitor: Visitor, response: Any) -> None:
        self.visitor, self.response = visitor, response
        self.status = response.status_code
        self.url = response.request["PATH_INFO"]
        query = response.request.get("QUERY_STRING")
        self.full_url = f"{self.url}?{query}" if query else self.url
        streamed = getattr(response, "streaming", False)
        self.text = "" if streamed else response.content.decode()

    @property
    def forms(self) -> list[dict[str, Any]]:
        """The forms on the page, without those of the frame."""
        parser = _Forms()
        parser.feed(self.text)
        own = ("logout", "abmelden", "theme", "darstellung")
        return [f for f in parser.forms if not any(word in f["action"] for word in own)]

    def form_with(self, *names: str) -> dict[str, Any]:
        """The form that has all these fields."""
        found = [
            form
            for form in self.forms
            if set(names) <= form["all"] | {n for n, _ in form["buttons"]}
        ]
        assert found, f"no form with {names} on {self.full_url} ({self.status})"
        return found[-1]

    def send(
        self, *, follow: bool = True, button: tuple[str, str] | None = None, **changes: Any
    ) -> Page:
        """Fill in and send the form that has the fields in `changes`; all else stays as shown."""
        named = [name for name in changes if not name.startswith("_")]
        form = self.form_with(*named, "command")
        data = {**form["fields"]}
        for name, value in changes.items():
            data[name] = value if isinstance(value, list) or hasattr(value, "read") else [value]
        if button:
            data[button[0]] = [button[1]]
        flat = {
            name: v[0] if isinstance(v, list) and len(v) == 1 else v for name, v in data.items()
        }
        return self.visitor.post(form["action"] or self.full_url, flat, follow=follow)


class Visitor:
    """A person of the town at a browser, at the town's time."""

    def __init__(self, town: Town, desk: str) -> None:
        self.town, self.client = town, Client()
        self.person, self.logged_in_at = town.person(desk), None

    @contextmanager
    def _at_the_towns_time(self) -> Iterator[None]:
        """Months may lie between two visits; a login does not last that long."""
        with time_machine.travel(self.town.now, tick=False):
            if self.logged_in_at != self.town.now:
                self.client.force_login(self.person)
                self.logged_in_at = self.town.now
            yield

    def get(self, url: str, **params: Any) -> Page:
        """Open a page."""
        with self._at_the_towns_time():
            return Page(self, self.client.get(url, params))

    def post(self, url: str, data: dict[str, Any], *, follow: bool = True) -> Page:
        """Send values to an address."""
        with self._at_the_towns_time():
            return Page(self, self.client.post(url, data, follow=follow))

    def case(self, measure: Measure) -> Page:
        """The page of a measure."""
        return self.get(reverse("coordination:measure", args=[measure.case_id]))

    def act(self, measure: Measure, name: str, **params: Any) -> Page:
        """The page of an act."""
        return self.get(reverse(f"coordination:{name}", args=[measure.case_id]), **params)
