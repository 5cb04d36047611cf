"""The town of the tests behind a real server: people log in and look at its pages."""

from __future__ import annotations

from datetime import datetime, timedelta

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from coordination.measures.models import Measure
from tests.town import Town
from workflows.models import Task


class Stage:
    """A founded town, the server that shows it, and the town's clock."""

    def __init__(self, town: Town, server: LiveServer, clock: time_machine.Traveller) -> None:
        self.town, self.server, self.clock = town, server, clock

    def log_in(self, page: Page, desk: str) -> Page:
        """From now on the browser belongs to the holder of the desk."""
        client = Client()
        client.force_login(self.town.person(desk))
        name = settings.SESSION_COOKIE_NAME
        page.set_default_timeout(10_000)
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": self.server.url}]
        )
        return page

    def open(self, page: Page, path: str = "/") -> Page:
        """Show a page of the town."""
        page.goto(self.server.url + path)
        return page

    def case(self, measure: Measure) -> str:
        """The path of a measure's page."""
        return reverse("coordination:measure", args=[measure.case_id])

    def page_of(self, measure: Measure, name: str) -> str:
        """The path of another page of a measure."""
        return reverse(f"coordination:{name}", args=[measure.case_id])

    def act(self, measure: Measure, name: str) -> str:
        """The path of an act's page."""
        return reverse(f"measure:{name}", args=[measure.case_id])

    def task(self, measure: Measure, desk: str) -> str:
        """The path of the measure's page with the open task of a desk at hand."""
        task = Task.objects.get(case=measure.case_id, status="open", desk__key=desk)
        return f"{self.case(measure)}?task={task.pk}"

    def await_session(self, measure: Measure) -> None:
        """Let the time pass until the next session that deals with the measure is over."""
        station = measure.case.consultations.filter(result="").order_by("position")[0]
        assert station.meeting is not None
        self.travel_to(station.meeting.starts_at + timedelta(hours=2))

    def decide(self, measure: Measure) -> None:
        """Let the time pass in which all bodies agree."""
        self.town.decide(measure)
        self.travel_to(self.town.now)

    def travel_to(self, moment: datetime) -> None:
        """Set the clock of the town and of its server."""
        self.town.now = moment
        self.clock.move_to(moment)
