"""A word that stands in every text of a measure is shown to nobody who may not see the measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from coordination.measures.models import Measure
from tests.journeys.driver import Page, Person
from tests.kinds import want_mails_at_once
from tests.standing import settle, standing
from tests.town import Town, found
from workflows.actions.telling.delivery import dispatch
from workflows.models import User

CANARY = "Zaunkönigin"
LURE = "Geheimsache"
"""Stands beside the canary everywhere: a search for it finds the canary, if it finds anything."""

SIGHT = {
    "restricted": {"youth", "centre", "school"},
    "draft": {"youth"},
}
"""The units whose desks may see it; everybody else may not."""

OUTSIDERS = (
    "mayor-mayor", "division_3-deputy_mayor", "division_3-clerk", "social-head", "finance-head",
    "council_office-council_secretary", "council-observer", "organisation-organisation",
)  # fmt: skip
"""Whoever sees most of all else, and yet neither of the two."""

PAGES = (
    "/", "/?view=desk", "/?view=deputy", "/?view=done", "/?view=started", f"/?q={LURE}",
    "/benachrichtigungen/", "/massnahmen/", f"/massnahmen/?q={LURE}", "/massnahmen/?print=1",
    "/massnahmen/export/", f"/massnahmen/export/?q={LURE}", f"/suche/?q={LURE}",
    "/massnahmen/einlesen/", "/vertretung/",
    "/organisation/", f"/organisation/?q={LURE}", "/organisation/verlauf/",
    "/organisation/stoerungen/", "/organisation/unzustellbar/", "/organisation/personen/",
)  # fmt: skip
PUBLIC = (
    "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barriere-melden/", "/pruefsiegel/",
    "/pruefsiegel.txt", "/konto/anmelden/", "/healthz", "/readyz", "/demo/mails/",
)  # fmt: skip


def _marked(what: str) -> str:
    return f"{LURE} {CANARY}: {what}"


def _texts(town: Town) -> dict[str, object]:
    stones = [{"id": None, "title": _marked("Meilenstein"), "due_on": "2026-09-01"}]
    names = ("title", "facts", "goal", "proposal", "cover", "external_partners", "staff_effects")
    return {**{name: _marked(name) for name in names}, "milestones": stones}


@dataclass(frozen=True)
class Secret:
    """The town, what is kept from most of its people, and the mails about it."""

    town: Town
    measures: Mapping[str, Measure]
    mails: Sequence[mail.EmailMessage]


@pytest.fixture(scope="module")
def kept(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Secret]:
    """A draft, and a restricted measure with attachment, question, condition; all are told."""
    folder = tmp_path_factory.mktemp("files")
    with standing(django_db_blocker), override_settings(MEDIA_ROOT=folder):
        town = found()
        draft = town.propose(**_texts(town))
        town.do(draft, "ask_agreement", "youth-clerk")
        measure = town.propose(**_texts(town), access="restricted", impact_school=True)
        upload = SimpleUploadedFile(f"{LURE}-{CANARY}.txt", CANARY.encode(), "text/plain")
        page = Person(town, "youth-clerk").opens(measure).follow("/bearbeiten/").follow("/anlagen/")
        page.fill_in("/anlagen/", file=upload, title=_marked("Anlage"))
        town.do(measure, "submit", "youth-head")
        town.do(measure, "pass_check", "centre-clerk")
        school = Person(town, "school-head")
        school.does("ask_question", measure, text=_marked("Frage"))
        Person(town, "youth-clerk").does("answer_question", measure, text=_marked("Antwort"))
        vote = school.opens(measure)
        condition = {"conditions-0-text": _marked("Maßgabe"), "text": _marked("Anmerkung")}
        vote.do("vote", choice="conditional", **condition)
        want_mails_at_once(*User.objects.all())
        mail.outbox = []
        dispatch(at=town.now)
        settle()
        yield Secret(town, {"draft": draft, "restricted": measure}, [*mail.outbox])


@pytest.fixture
def measures(kept: Secret, db: None) -> Mapping[str, Measure]:
    return kept.measures


@pytest.fixture
def town(kept: Secret, db: None) -> Town:
    return kept.town


def _holds(page: Page) -> bool:
    return CANARY in page.html or quote(CANARY) in page.html


def test_canary_sings_for_those_who_may_see_it(
    town: Town, measures: Mapping[str, Measure], kept: Secret
) -> None:
    clerk = Person(town, "youth-clerk")
    for measure in measures.values():
        assert clerk.opens(measure).html.count(CANARY) >= 6
    assert all(
        _holds(clerk.get(page)) for page in ("/massnahmen/", f"/massnahmen/export/?q={LURE}")
    )
    assert any(CANARY in f"{message.subject}{message.body}" for message in kept.mails)


def test_nobody_else_meets_it(town: Town, measures: Mapping[str, Measure]) -> None:
    for desk in OUTSIDERS:
        person = Person(town, desk)
        pages = [person.get(page) for page in PAGES]
        own = [person.get(f"/massnahmen/{m.case_id}/{part}") for m in measures.values() for part in
               ("", "bearbeiten/", "bearbeiten/gegenstand/", "aenderungen/", "anlagen/",
                "mitzeichnen/")]  # fmt: skip
        assert [page.url for page in (*pages, *own) if _holds(page)] == [], desk
        assert {page.status for page in own} == {404}, desk
        assert {page.status for page in pages} <= {200, 403}, desk


def test_asked_office_does_not_meet_the_draft(town: Town, measures: Mapping[str, Measure]) -> None:
    school, draft = Person(town, "school-head"), measures["draft"]
    found = [school.get(page) for page in PAGES]
    assert [page.url for page in found if draft.reference in page.html] == []
    assert school.get(f"/massnahmen/{draft.case_id}/").status == 404


def test_stored_file_is_given_only_to_those_who_see_the_measure(
    town: Town, measures: Mapping[str, Measure]
) -> None:
    page = Person(town, "youth-clerk").opens(measures["restricted"])
    url = page.leads_to(LURE)
    assert url is not None
    for desk, status in {"youth-clerk": 200, "school-head": 200, "mayor-mayor": 404}.items():
        assert Person(town, desk).get(url).status == status


def test_nobody_else_is_written_to(town: Town, kept: Secret) -> None:
    told = {desk.split("-")[0]: town.emails[desk] for desk in town.emails}
    inside = {email for unit, email in told.items() if unit in SIGHT["restricted"]}
    inside |= {e for d, e in town.emails.items() if d.split("-")[0] in SIGHT["restricted"]}
    marked = [m for m in kept.mails if CANARY in f"{m.subject}{m.body}"]
    assert marked
    assert {to for message in marked for to in message.to} <= inside
    for user in User.objects.exclude(email__in=inside):
        assert not user.notices.filter(case__title__contains=CANARY).exists()


def test_public_pages_hold_none_of_it(town: Town, measures: Mapping[str, Measure]) -> None:
    for url in PUBLIC:
        answer = Client().get(url)
        assert (
            CANARY not in b"".join(answer).decode()
            if answer.streaming
            else CANARY not in (answer.content.decode())
        ), url
