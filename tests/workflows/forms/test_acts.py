from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.words import json_value
from workflows.forms.fields import GermanDateField, GermanMoneyField
from workflows.models import User
from workflows.refusals import GuardsUnmet, Unmet

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COMMAND = UUID("018f3c1e-0000-7000-8000-000000000001")
TASK = UUID("018f3c1e-0000-7000-8000-000000000002")


class OrderForm(ActForm):
    act_name = "order"
    text_field = "reason"
    guard_fields = {"too_dear": "cost"}

    until = GermanDateField(label="Bis")
    cost = GermanMoneyField(label="Kosten", required=False)
    parts = forms.MultipleChoiceField(
        label="Teile", choices=[("a", "Erstens"), ("Mehr", [("b", "Zweitens")])], required=False
    )
    public = forms.BooleanField(label="Öffentlich", required=False)
    reason = forms.CharField(label="Begründung", required=False)


def form(**data: Any) -> OrderForm:
    values = {"command": str(COMMAND), "version": "3", "task": str(TASK), "until": "24.12.2026"}
    return OrderForm({**values, **data})


def test_request_holds_what_was_decided_as_json() -> None:
    sent = form(cost="1.234,50 €", parts=["a", "b"], public="on", reason="Darum.")
    assert sent.is_valid()
    request = sent.request(case=7, by=1, at=AT)
    assert (request.case, request.name, request.by, request.at) == (7, "order", 1, AT)
    assert (request.command, request.version, request.task) == (COMMAND, 3, TASK)
    assert request.text == "Darum."
    assert request.data == {
        "until": "2026-12-24", "cost": "1234.50", "parts": ["a", "b"], "public": True,
    }  # fmt: skip


def test_answers_are_in_words() -> None:
    sent = form(cost="1234,5", parts=["a", "b"], reason="Darum.")
    assert sent.is_valid()
    assert sent.answers() == [
        ("Bis", "24.12.2026"), ("Kosten", "1.234,50\N{NO-BREAK SPACE}€"),
        ("Teile", "Erstens, Zweitens"), ("Öffentlich", "nein"), ("Begründung", "Darum."),
    ]  # fmt: skip


def test_version_and_task_may_be_missing() -> None:
    sent = form(version="", task="")
    assert sent.is_valid()
    request = sent.request(case=7, by=1, at=AT, name="other")
    assert (request.version, request.task, request.name) == (None, None, "other")


@pytest.mark.parametrize(
    "broken", [{"command": "x"}, {"command": ""}, {"version": "1.5"}, {"task": "7"}]
)
def test_a_damaged_hidden_field_is_told_on_top_and_keeps_the_rest(broken: dict[str, str]) -> None:
    sent = form(reason="Darum.", **broken)
    assert not sent.is_valid()
    assert list(sent.errors) == ["__all__"]
    assert sent.has_error(NON_FIELD_ERRORS, code="damaged")
    assert sent["reason"].value() == "Darum."


def test_a_new_form_gets_a_new_command_and_a_shown_again_one_keeps_it() -> None:
    first, second = OrderForm(), OrderForm()
    assert first["command"].value() != second["command"].value()
    assert UUID(str(form(until="")["command"].value())) == COMMAND


def test_each_unmet_guard_goes_to_its_field_or_on_top() -> None:
    sent = form()
    assert sent.is_valid()
    sent.show_unmet(
        GuardsUnmet(
            [
                Unmet("late", "Zu spät.", "until"),
                Unmet("why", "Warum?", "text"),
                Unmet("too_dear", "Zu teuer.", "cover"),
                Unmet("other", "Anderes fehlt.", "milestones-0-title"),
            ]
        )
    )
    assert {name: list(errors) for name, errors in sent.errors.items()} == {
        "until": ["Zu spät."], "reason": ["Warum?"], "cost": ["Zu teuer."],
        "__all__": ["Anderes fehlt."],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (date(2026, 12, 24), "2026-12-24"),
        (Decimal("1.50"), "1.50"),
        (COMMAND, str(COMMAND)),
        (User(pk=7), 7),
        ([User(pk=7), date(2026, 1, 2)], [7, "2026-01-02"]),
        ({"a": Decimal(1)}, {"a": "1"}),
    ],
)
def test_json_value(value: object, expected: object) -> None:
    assert json_value(value) == expected


def test_json_value_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        json_value(object())
