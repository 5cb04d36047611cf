"""Guests log in by invitation until a day, comment and report, and are shut out at any time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from coordination.concept.models import ChapterComment, ChapterInvitation
from coordination.guests.actions.inviting import close_accounts, invite
from coordination.guests.models import GuestAccess, GuestLook
from tests.coordination.concept import concepts as stage
from tests.coordination.demands.demands import association
from tests.coordination.guests.people import (
    CENTRE,
    CLERK,
    PURPOSE,
    UNTIL,
    Guests,
    invited,
    let_in,
    partner,
)
from tests.kinds import want_mails_at_once
from tests.town import Town
from workflows.actions.telling.delivery import dispatch
from workflows.actions.time.clock import take_effects
from workflows.actions.time.forgetting import forget
from workflows.models import Case, DeskHolder, User
from workflows.queries.people.accounts import guests as all_guests
from workflows.queries.proof.verification import verify
from workflows.queries.time.retention import passing
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

OFFICE = "organisation-organisation"


@pytest.fixture
def guests(db: None) -> Guests:
    return let_in()


def _ask(unit: int | None, **said: str) -> dict[str, Any]:
    return {
        "unit": unit or "", "given_name": "Gast", "family_name": "Verband", "until": "01.09.2026",
        "email": "gast@caritas.example", "purpose": PURPOSE, "command": str(uuid4()), **said,
    }  # fmt: skip


def test_invited_person_sets_a_password_once_and_lands_in_the_room(town: Town) -> None:
    partner(town, "caritas")
    mail.outbox = []
    want_mails_at_once(*User.objects.all())
    invite(
        unit=town.unit("caritas"), email="gast@caritas.example", given_name="", purpose=PURPOSE,
        family_name="Verband", until=UNTIL, by=town.person(CENTRE), at=town.now, command=uuid4(),
    )  # fmt: skip
    dispatch(at=town.now)
    (invitation,) = [m for m in mail.outbox if "schluessel" in m.body]
    assert invitation.to == ["gast@caritas.example"]
    found = re.search(r"http://127\.0\.0\.1:8000(/konto/\S+)", invitation.body)
    assert found is not None
    client = Client()
    page = client.get(found[1], follow=True)
    word = "Pappel-Wiese-39-Kahn"
    client.post(page.redirect_chain[-1][0], {"password1": word, "password2": word})
    assert Client().get(found[1], follow=True).context["token_fail"]
    said = {"login": "gast@caritas.example", "password": word}
    with pytest.MonkeyPatch.context():
        landed = client.post(reverse("account_login"), said, follow=True)
    assert landed.redirect_chain[-1][0] == reverse("guests:room")
    assert "Caritasverband" in landed.content.decode()
    assert list(verify()) == []


def test_who_may_invite_and_what_it_needs(guests: Guests) -> None:
    town = guests.town
    with pytest.raises(NotAllowed):
        invited(town, "caritas", by=CLERK, email="neu@caritas.example")
    assert not User.objects.filter(email="neu@caritas.example").exists()
    with pytest.raises(GuardsUnmet) as refusal:
        invite(
            unit=town.unit("youth"), email="x@y.example", given_name="", family_name="X",
            until=date(2028, 1, 1), purpose="x", by=town.person(CENTRE), at=town.now,
        )  # fmt: skip
    codes = {unmet.code for unmet in refusal.value.unmet}
    assert codes == {"until_far", "unit_missing", "purpose_missing"}
    with guests.now():
        office, clerk = guests.browser(OFFICE), guests.browser(CLERK)
        assert clerk.get(reverse("coordination:guests")).status_code == 403
        url, unit = reverse("coordination:guest_new"), town.units["caritas"]
        assert clerk.get(url).status_code == 403
        wrong = {
            "gast@caritas.example": "hat schon einen Zugang",
            town.emails["youth-head"]: "gehört zu einem anderen Konto",
            "gast@rival.example": "hat schon einen Zugang",
        }
        for email, words in wrong.items():
            page = office.post(url, _ask(unit, email=email))
            assert page.status_code == 422
            assert words in page.content.decode(), email
            assert PURPOSE in page.content.decode()
        said = _ask(unit, email="neu@caritas.example")
        first, again = office.post(url, said), office.post(url, said)
        assert (first.status_code, first.url) == (302, again.url)
    assert GuestAccess.objects.filter(unit=unit).count() == 2


def test_access_ends_by_itself_after_its_last_day_and_the_account_with_it(guests: Guests) -> None:
    town, access = guests.town, guests.accesses["caritas"]
    room = reverse("guests:room")
    town.now = town.now.replace(month=9, day=1, hour=21)
    with guests.now():
        assert "Caritasverband" in guests.browser("caritas").get(room).content.decode()
    town.now += timedelta(hours=3)
    # Over at once, also before the clock has noticed it.
    with guests.now():
        client = guests.browser("caritas")
        assert "Ihr Zugang ist beendet" in client.get(room).content.decode()
        assert client.get(_chapter(guests)).status_code == 404
    take_effects(at=town.now)
    assert Case.objects.get(pk=access.case_id).state == "ended"
    assert close_accounts(at=town.now) == 3
    assert close_accounts(at=town.now) == 0
    person = User.objects.get(pk=access.person_id)
    assert person.deactivated_at == town.now
    assert not DeskHolder.objects.not_over(on=town.now.date()).filter(person=person).exists()
    # A guest stays one: no former desk opens a page of the house.
    assert all_guests(on=town.now.date()).filter(pk=person.pk).exists()
    with guests.now():
        assert client.get(room).status_code == 302
    assert list(verify()) == []


def test_withdrawn_access_is_shut_at_once_and_may_be_given_again(guests: Guests) -> None:
    town, access = guests.town, guests.accesses["caritas"]
    with guests.now():
        client = guests.browser("caritas")
        assert client.get(_chapter(guests)).status_code == 200
        with pytest.raises(GuardsUnmet):
            town.do(access.case_id, "withdraw_access", CENTRE)
        town.do(access.case_id, "withdraw_access", OFFICE, text="Sie hat den Verband verlassen.")
        assert client.get(_chapter(guests)).status_code == 404
    # Its desk is one of today: the account goes with the day.
    assert close_accounts(at=town.now) == 0
    town.now += timedelta(days=1)
    assert close_accounts(at=town.now) == 1
    again = invited(town, "caritas")
    assert again.person_id == access.person_id
    with guests.now():
        assert guests.browser("caritas").get(_chapter(guests)).status_code == 200
    assert list(verify()) == []


def test_last_day_is_moved_by_whoever_invites(guests: Guests) -> None:
    town, access = guests.town, guests.accesses["caritas"]
    with pytest.raises(GuardsUnmet):
        town.do(access.case_id, "move_the_end", CENTRE, until="2026-02-01")
    town.do(access.case_id, "move_the_end", CENTRE, until="2026-10-01")
    town.now = town.now.replace(month=9, day=20)
    take_effects(at=town.now)
    with guests.now():
        assert guests.browser("caritas").get(_chapter(guests)).status_code == 200


def _chapter(guests: Guests) -> str:
    return reverse("guests:chapter", args=[guests.chapters[0].pk])


def _comment(client: Client, guests: Guests, text: str) -> Any:
    said = {"comment": text, "command": str(uuid4()), "organisation": "Ein anderer Verband"}
    return client.post(_chapter(guests), said)


def test_association_comments_and_finds_what_became_of_it_in_three_clicks(guests: Guests) -> None:
    town, text = guests.town, "Es fehlen Angebote für Frauen."
    with guests.now():
        client = guests.browser("caritas")
        assert _comment(client, guests, text).status_code == 302
    made = ChapterComment.objects.get()
    assert (made.organisation, made.text) == ("Caritasverband", text)
    stage.do(
        town, guests.concept, "answer_comment", CLERK, comment=made.pk, outcome="adopted",
        text="Im Abschnitt 3 ergänzt.",
    )  # fmt: skip
    with guests.now():
        # One click: the chapter on the overview.
        start = client.get("/", follow=True).content.decode()
        assert _chapter(guests) in start
        assert "übernommen" in start
        assert "Im Abschnitt 3 ergänzt." in client.get(_chapter(guests)).content.decode()
    assert list(verify()) == []


def test_association_finds_its_demand_and_confirms_it_in_three_clicks(guests: Guests) -> None:
    page = reverse("coordination:demand", args=[guests.demand])
    confirm = reverse("demand:confirm_fulfilled", args=[guests.demand])
    with guests.now():
        client = guests.browser("caritas")
        # The state stands on the first page; one click to the answer, one to confirm, one to send.
        start = client.get("/", follow=True).content.decode()
        assert page in start
        assert "als erfüllt gemeldet" in start
        shown = client.get(page).content.decode()
        assert "Das Konzept liegt im Herbst vor." in shown
        assert confirm in shown
        form = client.get(confirm)
        said = {"command": str(uuid4()), "version": form.context["form"].initial["version"]}
        assert client.post(confirm, said).status_code == 302
        assert GuestLook.objects.filter(what="demand").count() == 1
    assert Case.objects.get(pk=guests.demand).state == "confirmed"
    assert list(verify()) == []


def test_comment_after_the_period_is_refused_and_the_text_kept(guests: Guests) -> None:
    town, text = guests.town, "Zu spät, aber wichtig."
    stage.do(
        town, guests.concept, "edit", CLERK, comments_until=town.now.date().isoformat(),
        proposal="Der Rat beschließt.", facts="Es ist so.",
    )  # fmt: skip
    town.now += timedelta(days=1)
    with guests.now():
        client = guests.browser("caritas")
        assert "<textarea" not in client.get(_chapter(guests)).content.decode()
        page = _comment(client, guests, text)
        assert page.status_code == 422
        assert "Stellungnahmen waren bis zum 02.03.2026 möglich." in page.content.decode()
        assert text in page.content.decode()
    stage.do(town, guests.concept, "submit", "youth-head")
    with guests.now():
        page = _comment(client, guests, text)
        assert page.status_code == 409
        assert text in page.content.decode()
    assert not ChapterComment.objects.exists()


def _status(client: Client, url: str) -> int:
    """Of a page or a file, read to its end."""
    answer: Any = client.get(url)
    if answer.streaming:
        b"".join(answer)
    return int(answer.status_code)


def test_later_versions_are_no_affair_of_guests(guests: Guests) -> None:
    town, concept, first = guests.town, guests.concept, guests.chapters[0]
    with guests.now():
        client = guests.browser("caritas")
        _comment(client, guests, "Es fehlen Angebote für Frauen.")
    made = ChapterComment.objects.get()
    stage.do(
        town, concept, "answer_comment", CLERK, comment=made.pk, outcome="noted",
        text="Steht schon drin.",
    )  # fmt: skip
    stage.upload(town, concept, body=b"two", chapter=first.pk, based_on=1)
    file = [reverse("guests:file", args=[first.pk, number]) for number in (1, 2)]
    with guests.now():
        assert [_status(client, url) for url in file] == [404, 200]
        stage.do(town, concept, "submit", "youth-head")
        assert [_status(client, url) for url in file] == [200, 404]


def test_invitation_is_taken_back_and_needs_somebody_to_invite(guests: Guests) -> None:
    town, concept = guests.town, guests.concept
    partner_without = "school"
    with pytest.raises(GuardsUnmet):
        stage.do(
            town, concept, "invite_to_comment", CENTRE, unit=town.units[partner_without],
            chapters=[],
        )  # fmt: skip
    stage.do(town, concept, "invite_to_comment", CENTRE, unit=town.units["caritas"], chapters=[])
    assert not ChapterInvitation.objects.exists()
    with guests.now():
        client = guests.browser("caritas")
        assert client.get(_chapter(guests)).status_code == 404
        assert _comment(client, guests, "Trotzdem eine Stellungnahme.").status_code == 404
    assert list(verify()) == []


def test_report_goes_from_the_agency_over_the_centre_to_the_deputy_mayor(guests: Guests) -> None:
    town, commission = guests.town, guests.commissions["institute"]
    report = commission.reports.get()
    url = reverse("guests:report", args=[commission.pk, report.pk])
    text = "Die Bestandsaufnahme ist zur Hälfte fertig."
    want_mails_at_once(*User.objects.all())
    dispatch(at=town.now)
    mail.outbox = []
    with guests.now():
        client = guests.browser("institute")
        said = {"report": text, "command": str(uuid4())}
        assert client.post(url, {**said, "report": "kurz"}).status_code == 422
        assert client.post(url, said).status_code == 302
        dispatch(at=town.now)
        assert {to for m in mail.outbox for to in m.to} == {
            town.emails["centre-head"], town.emails["centre-clerk"],
        }  # fmt: skip
        mail.outbox = []
        # What was handed in stands in the centre's form.
        page = guests.browser(CENTRE).get(
            reverse("concept:record_report", args=[guests.concept.case_id])
        )
        assert text in page.content.decode()
    stage.do(
        town, guests.concept, "record_report", CENTRE, month=report.month.isoformat(), text=text
    )
    dispatch(at=town.now)
    assert town.emails["division_3-integration_deputy"] in {to for m in mail.outbox for to in m.to}
    with guests.now():
        assert client.post(url, {**said, "command": str(uuid4())}).status_code == 422
        assert (
            "entgegengenommen"
            in client.get(reverse("guests:commission", args=[commission.pk])).content.decode()
        )
    assert list(verify()) == []


def test_agency_records_a_session_of_its_group_and_of_no_other(guests: Guests) -> None:
    town, commission = guests.town, guests.commissions["institute"]
    own, inner = commission.concept.groups.order_by("-is_moderated_by_agency")
    said = {
        "held_on": "02.03.2026", "participants": "Verbände", "results": "Drei Ziele.",
        "command": str(uuid4()),
    }  # fmt: skip
    with guests.now():
        client = guests.browser("institute")
        for group, status in ((own, 302), (inner, 404)):
            url = reverse("guests:session", args=[commission.pk, group.pk])
            assert client.post(url, said).status_code == status
    assert own.sessions.filter(results="Drei Ziele.").count() == 1
    with pytest.raises(GuardsUnmet):
        stage.do(
            town, guests.concept, "record_session", "institute", group=inner.pk,
            held_on="2026-03-02", participants="Verbände", results="Drei Ziele.",
        )  # fmt: skip


def test_agency_and_clerk_upload_the_same_chapter_at_once_and_both_are_kept(
    guests: Guests, tmp_path: Any, settings: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    town, first = guests.town, guests.chapters[0]
    commission = guests.commissions["institute"]
    stage.upload(town, guests.concept, body=b"clerk", chapter=first.pk, based_on=1)
    url = f"{reverse('guests:draft', args=[commission.pk])}?chapter={first.pk}"
    file = SimpleUploadedFile("entwurf.pdf", b"%PDF-1.7 agency", "application/pdf")
    with guests.now():
        client = guests.browser("institute")
        page = client.post(url, {"file": file, "based_on": "1", "command": str(uuid4())})
    assert page.status_code == 409
    found = list(first.versions.values_list("number", "is_beside"))
    assert found == [(3, True), (2, False), (1, False)]


def test_desk_at_a_partner_alone_opens_nothing(town: Town) -> None:
    association(town, with_desk=True)
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person("aid-guest"))
        page = client.get("/", follow=True)
        assert "Sie haben noch keinen Zugang" in page.content.decode()
        said = [client.get(url).status_code for url in ("/massnahmen/", "/forderungen/neu/")]
    assert said == [404, 404]


def test_looks_are_forgotten_after_their_time(guests: Guests) -> None:
    town = guests.town
    with guests.now():
        guests.browser("caritas").get(reverse("guests:room"))
    assert GuestLook.objects.count() == 1
    (rule,) = [one for one in passing if one.key == "guest_looks"]
    forget(rule, at=town.now + timedelta(days=364))
    assert GuestLook.objects.count() == 1
    forget(rule, at=town.now + timedelta(days=366))
    assert not GuestLook.objects.exists()
