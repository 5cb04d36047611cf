"""What everybody reads: released entries, the allowed fields, and nothing else in any byte."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from coordination.followup.models import FollowUp
from coordination.portal.actions.subscriptions import send_mails, subscribe, write_news
from coordination.portal.models import PublicMail, PublicSubscription
from coordination.portal.queries.allowed import PUBLIC_FIELDS
from coordination.portal.queries.items import PublicItem
from tests.coordination.followup.items import SECRETARY, answer, do, item
from tests.town import Town
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

CANARY = "KANARIENVOGEL"
ADDRESS = "buergerin@post.example"


def published(town: Town, **fields: object) -> FollowUp:
    """A released entry with a public and an internal note."""
    found = item(town, **fields)
    answer(
        town, found, "in_work", public_note="Zwei Plätze öffnen im Mai.",
        internal_note=f"{CANARY} intern", provided=f"{CANARY} nur für das Gremium",
    )  # fmt: skip
    do(town, found, "publish", SECRETARY)
    return found


def get(town: Town, name: str, *args: object) -> object:
    """A page as somebody without an account gets it."""
    with time_machine.travel(town.now, tick=False):
        return Client().get(reverse(f"portal:{name}", args=args))


def every_page(town: Town, *references: str) -> dict[str, bytes]:
    """Each public page, feed and mail as bytes."""
    found = {
        name: get(town, name).content
        for name in ("start", "followups", "followup_feed", "subscribe", "asked")
    }
    found |= {ref: get(town, "followup", ref).content for ref in references}
    subscribe(email=ADDRESS, item=None, at=town.now)
    PublicSubscription.objects.update(
        confirmed_at=town.now - timedelta(days=9), told_until=town.now - timedelta(days=9)
    )
    write_news(at=town.now + timedelta(hours=1))
    send_mails(at=town.now + timedelta(hours=1))
    return found | {f"mail {n}": m.message().as_bytes() for n, m in enumerate(mail.outbox)}


def test_no_internal_note_and_no_secret_item_is_in_any_public_byte(town: Town) -> None:
    shown = published(town)
    hidden = item(town, title=f"{CANARY} nicht freigegeben")
    secret = item(town, title=f"{CANARY} Grundstück", is_public=False, asked=CANARY)
    answer(town, secret, "delayed", public_note=CANARY, internal_note=CANARY)
    # Even if a row said so, what is secret stays inside.
    FollowUp.objects.filter(pk=hidden.pk).update(
        publication="public", published_at=town.now, renewed_at=town.now, is_public=True
    )
    type(hidden.case).objects.filter(pk=hidden.case_id).update(access="restricted")
    references = [shown.reference, hidden.reference, secret.reference]
    pages = every_page(town, *references)
    assert len(pages) == 10
    assert [name for name, content in pages.items() if CANARY.encode() in content] == []
    holds = [name for name, content in pages.items() if b"Zwei Pl" in content]
    assert sorted(holds) == sorted(["followup_feed", shown.reference, "mail 1"])


def test_the_allow_list_is_what_an_entry_is_made_of() -> None:
    """Typed once more: a field that joins is a decision."""
    assert set(PUBLIC_FIELDS["followup"]) == {
        "reference", "kind", "title", "asked_on", "mover", "paper", "asked", "state",
        "deadline_on", "new_date", "public_note", "publication", "published_at", "renewed_at",
        "body__name", "office__name",
    }  # fmt: skip
    names = [name.partition("__")[0] for name in PUBLIC_FIELDS["followup"]]
    assert names == list(PublicItem.__dataclass_fields__)


@pytest.mark.parametrize(
    ("ending", "status"), [("archive", 200), ("gone", 410), ("unavailable", 503)]
)
def test_a_publication_ends_by_choice(town: Town, ending: str, status: int) -> None:
    shown = published(town)
    do(town, shown, "end_publication", SECRETARY, publication=ending)
    response = get(town, "followup", shown.reference)
    assert response.status_code == status
    assert (shown.title in response.content.decode()) is (ending == "archive")
    assert ("Retry-After" in response.headers) is (ending == "unavailable")
    listed = get(town, "followups").content.decode()
    assert (shown.title in listed) is (ending == "archive")


def test_what_was_never_public_answers_404(town: Town) -> None:
    hidden = item(town)
    assert get(town, "followup", hidden.reference).status_code == 404
    with pytest.raises(GuardsUnmet):
        do(town, item(town, is_public=False), "publish", SECRETARY)


def test_public_pages_set_no_cookie_and_ask_for_no_session(town: Town) -> None:
    shown = published(town)
    for name, args in (("start", ()), ("followups", ()), ("followup", (shown.reference,)),
                       ("followup_feed", ()), ("subscribe", ())):  # fmt: skip
        response = get(town, name, *args)
        assert response.status_code == 200
        assert not response.cookies
        assert response.headers["Cache-Control"] == "public, max-age=60"


def test_nobody_gets_a_mail_before_the_address_says_yes(town: Town) -> None:
    shown = published(town)
    at = town.now
    with time_machine.travel(at, tick=False):
        client = Client(enforce_csrf_checks=True)
        where = f"{reverse('portal:subscribe')}?eintrag={shown.reference}"
        for _time in range(2):  # asked twice at once is asked once
            assert client.post(where, {"email": ADDRESS.upper()}).status_code == 302
        assert client.post(where, {"email": "keine Adresse"}).status_code == 422
        assert send_mails(at=at) == 1
        (asked,) = mail.outbox
        link = re.search(r"/oeffentlich/folgen/bestaetigen/\S+", asked.body)[0]
        assert asked.to == [ADDRESS]
        # Looking at the link confirms nothing.
        assert client.get(link).status_code == 200
    later = at + timedelta(days=2)
    town.now = later
    do(town, shown, "revise", SECRETARY, title="Spielplätze länger offen")
    assert write_news(at=later) == 0
    with time_machine.travel(later, tick=False):
        assert client.post(link).status_code == 200
    assert write_news(at=later + timedelta(days=1)) == 0  # nothing since the yes
    town.now = later + timedelta(days=1)
    answer(town, shown, "done", public_note="Alle Plätze sind offen.")
    assert write_news(at=town.now + timedelta(hours=1)) == 0  # one a day at most
    evening = town.now + timedelta(days=1)
    assert write_news(at=evening) == 1
    assert write_news(at=evening) == 0
    assert send_mails(at=evening) == 1
    assert send_mails(at=evening) == 0
    news = mail.outbox[-1]
    assert "Alle Plätze sind offen." in news.body
    end = re.search(r"/oeffentlich/folgen/beenden/\S+", news.body)[0]
    assert news.extra_headers["List-Unsubscribe"].endswith(f"{end}>")
    with time_machine.travel(evening, tick=False):
        for _time in range(2):
            assert client.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not PublicSubscription.objects.exists()
    assert not PublicMail.objects.exists()


def test_a_link_to_confirm_is_good_for_seven_days(town: Town) -> None:
    with time_machine.travel(town.now, tick=False):
        subscribe(email=ADDRESS, item=None, at=town.now)
        send_mails(at=town.now)
    link = re.search(r"/oeffentlich/folgen/bestaetigen/\S+", mail.outbox[0].body)[0]
    with time_machine.travel(town.now + timedelta(days=8), tick=False):
        assert "nicht mehr" in Client().post(link).content.decode()
    assert PublicSubscription.objects.get().confirmed_at is None


def test_a_mail_that_fails_waits_and_what_ended_is_left_out(town: Town, settings: Any) -> None:
    shown = published(town)
    subscribe(email=ADDRESS, item=None, at=town.now)
    PublicSubscription.objects.update(
        confirmed_at=town.now, told_until=town.now - timedelta(days=2)
    )
    PublicMail.objects.all().delete()
    assert write_news(at=town.now + timedelta(minutes=5)) == 1
    town.now += timedelta(minutes=5)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    assert send_mails(at=town.now) == 0
    waiting = PublicMail.objects.get()
    assert (waiting.attempts, waiting.sent_at) == (1, None)
    assert waiting.send_at > town.now
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    do(town, shown, "end_publication", SECRETARY, publication="gone")
    assert send_mails(at=town.now + timedelta(hours=1)) == 1
    assert mail.outbox == []
