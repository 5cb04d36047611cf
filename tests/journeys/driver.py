"""People of the town at their browsers, without JavaScript.

They open the start page and then only follow links and send forms that a page shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import time_machine
from django.test import Client
from django.urls import reverse

from coordination.measures.models import Measure
from coordination.measures.views.pages import MEASURE_PAGES
from tests.journeys.reading import Button, Form, Reader
from tests.town import Town

OK = 200


OTHER_PAGES = {"take_up_again": "wieder-aufnehmen", "supplement": "ergaenzen"}
"""What is done on a page of its own without being an act of the case."""


def _part(name: str) -> str:
    """The end of the address at which something is done."""
    return f"/{OTHER_PAGES.get(name) or MEASURE_PAGES.by_act[name].address}/"


class Page:
    """A page as it was answered to somebody."""

    def __init__(self, person: Person, response: Any) -> None:
        self.person = person
        self.response = response
        self.status: int = response.status_code
        request = response.request
        query = request.get("QUERY_STRING", "")
        self.url: str = request["PATH_INFO"] + (f"?{query}" if query else "")
        self.content = b"".join(response) if response.streaming else response.content

    @cached_property
    def html(self) -> str:
        """Its source."""
        return self.content.decode(errors="replace")

    @cached_property
    def reader(self) -> Reader:
        """The page, read."""
        return Reader(self.html)

    @property
    def text(self) -> str:
        """Its words."""
        return self.reader.text

    def shows(self, *words: str) -> bool:
        """Whether all these words stand on the page."""
        return all(found in self.text for found in words)

    # --- links --------------------------------------------------------------------------------

    def leads_to(self, part: str) -> str | None:
        """The address of the first link with this in its words or its path (`?…` in its query)."""
        for link in self.reader.links:
            place = link.url if part.startswith("?") else urlsplit(link.url).path
            if part in link.words or part in place:
                return link.url
        return None

    def follow(self, part: str) -> Page:
        """Follow the link in whose address or words this stands."""
        url = self.leads_to(part)
        assert url is not None, f"no link “{part}” on {self.url}: {self.text}"
        return self.person.get(urljoin(self.url, url.partition("#")[0]))

    # --- forms --------------------------------------------------------------------------------

    def form(self, part: str = "", *, fields: Mapping[str, Any] | tuple[str, ...] = ()) -> Form:
        """The form that has these fields and whose address (or that of a button) ends like this."""
        for form in self.reader.forms:
            targets = [form.action or self.url, *(button.action for button in form.buttons)]
            paths = [urlsplit(url).path for url in targets]
            if set(fields) <= set(form.fields) and any(path.endswith(part) for path in paths):
                return form
        message = f"no form “{part}” with {sorted(fields)} on {self.url}: {self.text}"
        raise AssertionError(message)

    def has_form(self, part: str, *fields: str) -> bool:
        """Whether there is such a form."""
        try:
            return bool(self.form(part, fields=fields))
        except AssertionError:
            return False

    def send(
        self, form: Form, button: Button | None = None, *, follow: bool = True, **values: Any
    ) -> Page:
        """Fill in a form and press a button: by default the first, as the Enter key does."""
        button = button or (form.buttons[0] if form.buttons else Button())
        data: dict[str, Any] = form.shown()
        for name, value in values.items():
            data[name] = self._typed(form, name, value)
        if button.name:
            data[button.name] = [button.value]
        target = urljoin(self.url, button.action or form.action or self.url)
        if form.method == "post":
            return self.person.post(target, data, follow=follow)
        return self.person.get(target, data)

    def answer(self, *, button: tuple[str, str] = ("", ""), **values: Any) -> Page:
        """Fill in the act's form that has these fields and press this button, if one is named."""
        wanted = {*values, "command"}
        forms = [form for form in self.reader.forms if wanted <= set(form.fields)]
        assert forms, f"no form with {sorted(wanted)} on {self.url}: {self.text}"
        pressed = [b for b in forms[-1].buttons if (b.name, b.value) == button]
        assert pressed or not any(button), f"no button {button} on {self.url}"
        return self.send(forms[-1], next(iter(pressed), Button()), **values)

    @staticmethod
    def _typed(form: Form, name: str, value: Any) -> Any:
        field = form.fields.get(name)
        assert field is not None, f"no field “{name}”, only {sorted(form.fields)}"
        if hasattr(value, "read"):
            return value
        given = [str(one) for one in (value if isinstance(value, list) else [value]) if one != ""]
        if field.options:
            assert set(given) <= set(field.options), f"{name}: {given} not in {field.options}"
        return given or ([] if field.options else [""])

    # --- what people do -----------------------------------------------------------------------

    def page_of(self, name: str) -> Page:
        """The page on which an act can be done: its own, or this one if the form stands here."""
        part = _part(name)
        return self if self.has_form(part) else self.follow(part)

    def do(self, name: str, *, status: int = OK, **values: Any) -> Page:
        """Do an act that this page offers, past its check page."""
        page = self.page_of(name)
        return page.fill_in(_part(name), status=status, **values)

    def fill_in(self, part: str = "", *, status: int = OK, **values: Any) -> Page:
        """Fill in the form with these fields, press its first button, confirm on the check page."""
        answer = self.send(self.form(part, fields=values), **values)
        for form in answer.reader.forms:
            sends = [b for b in form.buttons if (b.name, b.value) == ("stage", "send")]
            if answer.status == OK and sends:
                answer = answer.send(form, sends[0])
                break
        assert answer.status == status, f"{answer.status} {answer.url}: {answer.text}"
        return answer

    def press(self, name: str, value: str, **values: Any) -> Page:
        """Press the button of this name and value, after filling in its form."""
        for form in self.reader.forms:
            for button in form.buttons:
                if (button.name, button.value) == (name, value) and set(values) <= set(form.fields):
                    return self.send(form, button, **values)
        message = f"no button {name}={value} on {self.url}"
        raise AssertionError(message)


class Person:
    """Somebody of the town, at the town's time."""

    def __init__(self, town: Town, desk: str) -> None:
        self.town, self.desk, self.client = town, desk, Client()
        self.user = town.person(desk)
        self._since: object = None

    @contextmanager
    def now(self) -> Iterator[None]:
        """The town's time, at which the person is logged in."""
        # Months may lie between two visits; a login does not last that long.
        with time_machine.travel(self.town.now, tick=False):
            if self._since != self.town.now:
                self.client.force_login(self.user)
                self._since = self.town.now
            yield

    def get(self, url: str, data: Mapping[str, Any] | None = None) -> Page:
        """Open an address that a page named."""
        with self.now():
            return Page(self, self.client.get(url, data or None))

    def post(self, url: str, data: Mapping[str, Any], *, follow: bool = True) -> Page:
        """Send a form as a page showed it."""
        with self.now():
            return Page(self, self.client.post(url, data, follow=follow))

    def case(self, measure: Measure) -> Page:
        """The measure's page by its address, as from a mail or a bookmark."""
        return self.get(reverse("coordination:measure", args=[measure.case_id]))

    def act(self, measure: Measure, name: str, **params: Any) -> Page:
        """The page of an act by its address, offered or not; or another page of a measure."""
        place = "measure" if name in MEASURE_PAGES.by_act else "coordination"
        return self.get(reverse(f"{place}:{name}", args=[measure.case_id]), params)

    def inbox(self, view: str = "") -> Page:
        """The start page; `view` is one of its tabs."""
        page = self.get("/")
        return page.follow(f"?view={view}") if view else page

    def sees_task(self, measure: Measure) -> bool:
        """Whether the inbox has work on the measure."""
        return self.inbox().leads_to(measure.reference) is not None

    def opens(self, measure: Measure, *, task: str = "") -> Page:
        """The measure's page, from the inbox; else found by its number in the list."""
        page = self._found(measure)
        return page.follow(task) if task else page

    def _found(self, measure: Measure) -> Page:
        inbox = self.inbox()
        for link in inbox.reader.links:
            if measure.reference in link.words:
                return self.get(urljoin("/", link.url.partition("#")[0]))
        found = inbox.follow("/massnahmen/").fill_in("/massnahmen/", q=measure.reference)
        return found.follow(f"/massnahmen/{measure.case_id}/")

    def does(self, name: str, measure: Measure, *, status: int = OK, **values: Any) -> Page:
        """Open the measure and do what its page offers."""
        return self.opens(measure).do(name, status=status, **values)
