"""Guests see their room and nothing else: every address × every guest, and the canaries."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from coordination.guests.models import GuestLook
from tests.architecture.test_urls import addresses
from tests.coordination.concept import concepts as stage
from tests.coordination.demands.demands import brought_to, draft
from tests.coordination.guests.people import CENTRE, CLERK, NAMES, Guests, invited, let_in
from tests.kinds import want_mails_at_once
from tests.standing import settle, standing
from workflows.actions.acting.acts import Request, act
from workflows.actions.telling.delivery import dispatch
from workflows.models import Case, Notice, User
from workflows.refusals import Refusal

TABLE = Path(__file__).parents[2] / "tables" / "guest_urls.csv"
ROLES = {
    "association": "caritas", "agency": "institute", "rival": "rival", "over": "over",
    "clerk": CLERK,
}  # fmt: skip
CANARY = "Zaunkönigin"
OPEN = re.compile(r"guests:|portal:|account_|mfa_|demo_|coordination:oparl")
OPEN_PAGES = {
    "own_account", "choose_theme", "imprint", "privacy", "accessibility", "report_barrier",
    "barrier_reported", "healthz", "readyz", "workflows:seals", "workflows:seals_text",
    "workflows:feed", "workflows:delivery",
}  # fmt: skip
"""What everybody sees, or is about one's own account; typed from the decision about guests."""


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Guests]:
    """The guests; beside them whoever's access was withdrawn, and secrets wherever texts stand."""
    with standing(django_db_blocker):
        guests = let_in()
        town = guests.town
        town.do(guests.accesses["rival"].case_id, "move_the_end", CENTRE, until="2026-10-01")
        _withdraw_a_fourth(guests)
        _hide_secrets(guests)
        want_mails_at_once(*User.objects.all())
        mail.outbox = []
        dispatch(at=town.now)
        guests.mails = [*mail.outbox]  # type: ignore[attr-defined] # for the tests below
        settle()
        yield guests


def _withdraw_a_fourth(guests: Guests) -> None:
    town = guests.town
    access = invited(town, "caritas", email="weg@caritas.example")
    town.emails = {
        **town.emails, "over": "weg@caritas.example", "caritas": "gast@caritas.example",
    }  # fmt: skip
    town.do(access.case_id, "withdraw_access", CENTRE, text="Sie hat den Verband verlassen.")


def _hide_secrets(guests: Guests) -> None:
    """What stands inside: a measure, the concept's prose, another one's comment, an inner group."""
    town, concept = guests.town, guests.concept
    town.in_cosigning(title=CANARY, facts=CANARY, goal=CANARY, impact_school=True)
    stage.do(town, concept, "edit", CLERK, facts=CANARY, proposal=CANARY)
    stage.do(
        town, concept, "comment_on_chapter", CENTRE, chapter=guests.chapters[0].pk,
        organisation=CANARY, comment=CANARY,
    )  # fmt: skip
    inner = concept.groups.filter(is_moderated_by_agency=False).first()
    assert inner is not None
    stage.do(
        town, concept, "record_session", CENTRE, group=inner.pk, participants=CANARY,
        results=CANARY, held_on=town.now.date().isoformat(),
    )  # fmt: skip
    stage.do(town, concept, "ask_agreement", CLERK, text=CANARY)
    brought_to(town, "examining", sender=town.units["rival"], title=CANARY, words=CANARY)
    own = brought_to(town, "examining", sender=town.units["caritas"], title="Mehr Dolmetscher")
    draft(town, own, answer=CANARY)


@pytest.fixture
def guests(kept: Guests, db: None) -> Guests:
    return kept


def table() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter=";"))


DEMAND = ("demand", "confirm_fulfilled", "dispute", "withdraw_demand")


def _url(guests: Guests, name: str, what: str) -> str:
    concept, chapter = guests.concept, guests.chapters[what == "uninvited"]
    commission = guests.commissions["rival" if what == "rival" else "institute"]
    group = concept.groups.filter(is_moderated_by_agency=True).first()
    report = commission.reports.first()
    values: dict[str, tuple[Any, ...]] = {
        "room": (), "concept": (concept.case_id,), "chapter": (chapter.pk,),
        "file": (chapter.pk, 1), "commission": (commission.pk,),
        "report": (commission.pk, report.pk if report else 0),
        "demand_new": (), **dict.fromkeys(DEMAND, (guests.demand,)),
        "session": (commission.pk, group.pk if group else 0), "draft": (commission.pk,),
        "document": (commission.pk, guests.session),
        "session_file": (commission.pk, guests.session, 1),
    }  # fmt: skip
    return reverse(name, args=values[name.partition(":")[2]])


def _asked(client: Client, url: str) -> str:
    got, sent = client.get(url), client.post(url, {"csrfmiddlewaretoken": "x"})
    if got.streaming:
        b"".join(got)
    return f"{got.status_code},{sent.status_code}"


def test_table_names_every_address_of_the_room() -> None:
    named = {row["url"] for row in table()}
    assert {n for n in addresses() if n.startswith("guests:")} <= named


@pytest.mark.parametrize("role", ROLES)
def test_the_room_answers_each_guest_as_the_table_says(guests: Guests, role: str) -> None:
    client = guests.browser(ROLES[role])
    with guests.now():
        found = {
            (row["url"], row["object"]): _asked(client, _url(guests, row["url"], row["object"]))
            for row in table()
        }
    assert found == {(row["url"], row["object"]): row[role] for row in table()}


@pytest.mark.parametrize(("role", "method"), [("association", "get"), ("over", "post")])
def test_nothing_else_exists_for_a_guest(guests: Guests, role: str, method: str) -> None:
    client, case = guests.browser(ROLES[role]), guests.concept.case_id
    known = OPEN_PAGES | {row["url"] for row in table()}
    inside = [name for name in addresses() if not OPEN.match(name) and name not in known]
    assert len(inside) > 300
    said: dict[str, int] = {}
    with guests.now():
        for name in inside:
            url = reverse(name, kwargs={key: _value(key, case) for key in addresses()[name]})
            # As a program asks: the page of a refusal is tested elsewhere.
            said[name] = getattr(client, method)(url, headers=JSON).status_code
    start = said.pop("workflows:inbox")
    assert {name: status for name, status in said.items() if status != 404} == {}
    assert start == {"get": 302, "post": 404}[method]


MAILED = r"/$|/konto/|/forderungen/\d+/|/benachrichtigungen/einstellungen/$"
JSON = {"accept": "application/json"}


def _value(key: str, case: int) -> Any:
    texts = {"what": "einheiten", "topic": "plan", "slug": "paper", "body_key": "council"}
    uuids = {
        "task_id", "deadline_id", "row", "key", "milestone_id", "item_id", "run_id", "note_id",
    }  # fmt: skip
    if key in uuids:
        return "00000000-0000-0000-0000-000000000007"
    return texts.get(key, case)


def _crawled(client: Client) -> Iterator[Any]:
    """Every page that a guest comes to from the start by links."""
    ahead, seen = ["/"], set()
    while ahead:
        url = ahead.pop().partition("#")[0]
        if url in seen or not url.startswith("/") or url.startswith(("/static/", "/konto/abm")):
            continue
        seen.add(url)
        page = client.get(url, follow=True)
        body = b"".join(page) if page.streaming else page.content
        yield url, page.status_code, body.decode(errors="replace")
        if "text/html" in page.headers["Content-Type"]:
            ahead += re.findall(r'href="([^"]+)"', body.decode())


@pytest.mark.parametrize("role", ["association", "agency"])
def test_canary_is_met_on_no_page_that_a_guest_comes_to(guests: Guests, role: str) -> None:
    with guests.now():
        pages = list(_crawled(guests.browser(ROLES[role])))
    room = [url for url, _status, _body in pages if url.startswith("/gast/")]
    assert len(room) >= {"association": 3, "agency": 6}[role], room
    # No link of a guest's page leads to a wall.
    assert [(url, status) for url, status, _body in pages if status != 200] == []
    assert [url for url, _status, body in pages if CANARY in body] == []


def test_canary_is_in_no_mail_to_a_guest(guests: Guests) -> None:
    addresses_of = {
        email for email in guests.town.emails.values() if not email.endswith("town.example")
    }
    mails = [m for m in guests.mails if set(m.to) & addresses_of]  # type: ignore[attr-defined] # set above
    inside = [m for m in guests.mails if CANARY in f"{m.subject}{m.body}"]  # type: ignore[attr-defined] # set above
    assert inside, "the canary sings inside"
    assert sorted({to for m in mails for to in m.to}) == sorted(
        [f"gast@{key}.example" for key in NAMES] + ["weg@caritas.example"]
    )
    texts = [f"{m.subject}{m.body}{m.alternatives}" for m in mails]
    assert not [text for text in texts if CANARY in text]
    for text in texts:
        for path in re.findall(r"http://127\.0\.0\.1:8000(/[^\s\"'<]*)", text):
            # To the room, one's own account and mails, and what one has asked for.
            assert re.match(MAILED, path), text
    assert not Notice.objects.filter(
        recipient__email__in=addresses_of, case__title__contains=CANARY
    ).exists()


def test_looks_are_read_by_the_centre_office_and_nobody_else(guests: Guests) -> None:
    access = guests.accesses["caritas"]
    with guests.now():
        client = guests.browser("caritas")
        client.get(reverse("guests:chapter", args=[guests.chapters[0].pk]))
        assert (
            client.get(reverse("guests:chapter", args=[guests.chapters[1].pk])).status_code == 404
        )
        found = list(GuestLook.objects.filter(access=access).values_list("what", "name"))
        assert found[0] == ("chapter", guests.chapters[0].title)
        assert guests.chapters[1].title not in dict(found).values()
        said = {}
        for who in (CENTRE, "organisation-organisation", CLERK, "mayor-mayor"):
            page = guests.browser(who).get(reverse("coordination:guest", args=[access.case_id]))
            said[who] = page.status_code
            if page.status_code == 200:
                assert guests.chapters[0].title in page.content.decode()
    assert said == {CENTRE: 200, "organisation-organisation": 200, CLERK: 404, "mayor-mayor": 404}


def test_act_by_its_name_is_refused_to_a_guest_without_the_role(guests: Guests) -> None:
    """Beside the pages the engine says no itself: a guest's desk has no act but its own."""
    town, case = guests.town, Case.objects.get(pk=guests.concept.case_id)
    for name in ("edit", "answer_comment", "set_programme", "submit", "record_report"):
        with pytest.raises(Refusal) as refusal:
            act(Request(case.pk, name, town.person("institute").pk, town.now, version=case.version))
        assert refusal.value.status == 403, name
    with pytest.raises(Refusal) as refusal:
        act(Request(case.pk, "edit", town.person("rival").pk, town.now, version=case.version))
    assert refusal.value.status == 404
