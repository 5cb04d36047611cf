"""Other systems hear of each event once, in keys only, and stop nobody when they fail."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta, timezone

import pytest

from tests.kinds import AT, answered, make_office, sent
from tests.workflows.actions.test_public_http import receiver
from workflows.actions.people.foundation import found_organisation
from workflows.actions.people.hooks import add_hook, end_hook
from workflows.actions.telling.hooks import fill_calls, send_calls
from workflows.actions.telling.results import PAUSES, Tally
from workflows.models import Case, Event, Webhook, WebhookCall
from workflows.refusals import GuardsUnmet, NotAllowed

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db

EARLY = AT - timedelta(hours=1)


@pytest.fixture
def office():
    found_organisation(at=EARLY - timedelta(days=1))
    return make_office()


def hook(office, receiver, *, at=EARLY, **fields):
    values = {"name": "Other", "url": receiver.url, "kinds": [], **fields}
    return add_hook(**values, by=office.organiser.pk, at=at)


def heard(receiver):
    return [json.loads(body) for _path, _headers, body in receiver.heard]


def test_each_event_is_told_once_with_keys_only(office, receiver):
    hook(office, receiver)
    case = answered(office, title="Secret Swings", text="Nobody's business").case
    assert (fill_calls(at=AT), fill_calls(at=AT)) == (4, 0)
    assert send_calls(at=AT) == Tally(sent=4)
    assert send_calls(at=AT) == Tally()
    told = sorted(heard(receiver), key=lambda payload: payload["seq"])
    events = Event.objects.filter(case=case).order_by("seq")
    for payload, event in zip(told, events, strict=True):
        assert payload.pop("id") == str(WebhookCall.objects.get(payload__seq=event.seq).pk)
        assert payload.pop("at").startswith("2026-03-02T09:00:00")
        assert payload == {
            "case": case, "kind": "errand", "seq": event.seq, "action": event.action,
            "state": event.target or None,
        }  # fmt: skip
    assert (b"Secret" in str(receiver.heard).encode(), fill_calls(at=AT)) == (False, 0)


def test_event_that_was_committed_late_is_not_lost(office, receiver):
    hook(office, receiver)
    sent(office, at=AT)
    fill_calls(at=AT)
    sent(office, at=AT - timedelta(minutes=5))
    assert fill_calls(at=AT + timedelta(minutes=1)) == 2


def test_hook_hears_only_what_comes_after_it_and_of_its_kinds(office, receiver):
    sent(office, at=AT)
    hook(office, receiver, at=AT + timedelta(hours=1))
    hook(office, receiver, at=AT, kinds=["prompt-errand"])
    sent(office, at=AT + timedelta(hours=2))
    assert fill_calls(at=AT + timedelta(hours=2)) == 2


def test_receiver_can_check_that_a_call_is_ours(office, receiver):
    secret = hook(office, receiver).secret
    sent(office)
    fill_calls(at=AT)
    send_calls(at=AT.astimezone(timezone(timedelta(hours=2))))
    _path, headers, body = receiver.heard[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert (headers["webhook-signature"], len(key)) == (f"v1,{mac}", 32)
    assert headers["webhook-timestamp"] == str(int(AT.timestamp()))


def test_failing_system_waits_longer_each_time_and_holds_nobody_up(office, receiver):
    bad = hook(office, receiver, url="https://127.0.0.1:1/", name="Bad")
    hook(office, receiver)
    sent(office)
    fill_calls(at=AT)
    settings_url = WebhookCall.objects.filter(hook=bad)
    assert send_calls(at=AT) == Tally(sent=2, failed=1)
    at, waited = AT, []
    for _ in range(3):
        call = settings_url.exclude(error="").get()
        waited.append(call.send_at - at)
        settings_url.filter(error="").update(send_at=AT + timedelta(days=300))
        at = call.send_at
        send_calls(at=at)
    assert waited == list(PAUSES[:3])
    assert send_calls(at=AT + timedelta(days=8)) == Tally(dropped=1)
    call = settings_url.exclude(error="").get()
    assert (call.sent_at, call.dropped_at) == (None, AT + timedelta(days=8))


def test_call_is_tried_again_with_the_same_id_and_body(office, receiver):
    hook(office, receiver)
    sent(office)
    fill_calls(at=AT)
    WebhookCall.objects.exclude(payload__seq=1).delete()
    receiver.status = 500
    assert send_calls(at=AT) == Tally(failed=1)
    receiver.status = 204
    assert send_calls(at=AT + PAUSES[0]) == Tally(sent=1)
    (_, first, one), (_, second, other) = receiver.heard
    assert (first["webhook-id"], one) == (second["webhook-id"], other)


def test_inside_is_refused_also_for_a_row_that_somebody_wrote(office, settings):
    Webhook.objects.create(
        name="x", url="https://2130706433/", secret="whsec_MQ==", created_at=EARLY,
        created_by=office.organiser,
    )  # fmt: skip
    sent(office)
    fill_calls(at=AT)
    assert send_calls(at=AT) == Tally(failed=1)
    error = WebhookCall.objects.exclude(error="").get().error
    assert error == "InsideError: the host has an address that is not public"


def test_ended_hook_hears_nothing_more(office, receiver):
    mine = hook(office, receiver)
    sent(office)
    fill_calls(at=AT)
    end_hook(mine.pk, by=office.organiser.pk, at=AT)
    with pytest.raises(GuardsUnmet):
        end_hook(mine.pk, by=office.organiser.pk, at=AT)
    sent(office)
    assert (fill_calls(at=AT), send_calls(at=AT)) == (0, Tally())
    assert receiver.heard == []


def test_old_calls_are_forgotten_and_not_told_anew(office, receiver):
    hook(office, receiver)
    sent(office)
    fill_calls(at=AT)
    send_calls(at=AT)
    later = AT + timedelta(days=40)
    sent(office, at=later)
    assert fill_calls(at=later) == 2
    assert (WebhookCall.objects.count(), fill_calls(at=later)) == (2, 0)


def test_what_does_not_fit_is_said_all_at_once(office):
    with pytest.raises(GuardsUnmet) as refused:
        add_hook(name=" ", url="http://a/", kinds=["moon"], by=office.organiser.pk, at=AT)
    assert [unmet.field for unmet in refused.value.unmet] == ["name", "url", "kinds"]
    assert Webhook.objects.count() == 0


def test_begin_and_end_stand_in_the_trail_without_the_secret(office, receiver):
    mine = hook(office, receiver, url=f"{receiver.url}?token=secret")
    end_hook(mine.pk, by=office.organiser.pk, at=AT)
    begun, ended = Event.objects.filter(case__kind="organisation").order_by("seq")[1:]
    told = {"hook": mine.pk, "name": "Other", "host": "127.0.0.1"}
    assert [(event.action, event.data) for event in (begun, ended)] == [
        ("add_hook", told), ("end_hook", told),
    ]  # fmt: skip
    assert {begun.actor, ended.actor} == {office.organiser}
    with pytest.raises(NotAllowed):
        add_hook(name="Mine", url="https://a.example/", kinds=[], by=office.clerk.pk, at=AT)
    with pytest.raises(NotAllowed):
        end_hook(mine.pk, by=office.clerk.pk, at=AT)


def test_restricted_case_is_told_to_nobody_outside(office, receiver):
    hook(office, receiver)
    Case.objects.filter(pk=sent(office).case).update(access="restricted")
    assert fill_calls(at=AT) == 0
    later = sent(office).case
    assert fill_calls(at=AT) == 2
    Case.objects.filter(pk=later).update(access="restricted")
    assert (send_calls(at=AT), receiver.heard) == (Tally(dropped=2), [])
