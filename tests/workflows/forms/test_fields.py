import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from workflows.forms.fields import CommandIdField, GermanDateField, GermanMoneyField

CHRISTMAS_EVE = dt.date(2026, 12, 24)


class Sample(forms.Form):
    day = GermanDateField(required=False)
    cost = GermanMoneyField(required=False)
    command = CommandIdField()


@pytest.mark.parametrize(
    "text",
    [
        "24.12.2026", "24.12.26", "24. 12. 2026", " 24.12.2026 ", "2026-12-24", "24. 12.26",
    ],
)  # fmt: skip
def test_date_field_takes_what_people_write(text: str) -> None:
    assert GermanDateField().clean(text) == CHRISTMAS_EVE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31.02.2026", "Diesen Tag gibt es im Kalender nicht: 31.02.2026."),
        ("00.01.2026", "Diesen Tag gibt es im Kalender nicht: 00.01.2026."),
        ("24.12.0000", "Diesen Tag gibt es im Kalender nicht: 24.12.0000."),
        ("12/24/2026", "Bitte schreiben Sie das Datum in der Form TT.MM.JJJJ."),
        ("24.12.", "Bitte schreiben Sie das Datum in der Form TT.MM.JJJJ."),
        ("morgen", "Bitte schreiben Sie das Datum in der Form TT.MM.JJJJ."),
        ("24.12.20266", "Bitte schreiben Sie das Datum in der Form TT.MM.JJJJ."),
        ("9" * 5000, "Bitte schreiben Sie das Datum in der Form TT.MM.JJJJ."),
    ],
)
def test_date_field_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        GermanDateField().clean(text)
    assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56 €", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1 234,5", "1234.50"),
        ("1\N{NARROW NO-BREAK SPACE}234 EUR", "1234.00"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234", "1234.00"),
        ("1.23", "1.23"),
        ("1.234.567", "1234567.00"),
        (" -   € ", "0.00"),
        (" 1.500,00 € ", "1500.00"),
        ("1.500,- €", "1500.00"),
        ("1.500,-- €", "1500.00"),
        ("1.500,\N{EN DASH}\N{NO-BREAK SPACE}€", "1500.00"),
        ("€ 1.500", "1500.00"),
        ("EUR 1.500,50", "1500.50"),
        ("1.500 Euro", "1500.00"),
        ("1'500,00", "1500.00"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}500.-", "1500.00"),
        ("0", "0.00"),
        ("007", "7.00"),
    ],
)
def test_money_field_takes_what_people_write(text: str, value: str) -> None:
    assert str(GermanMoneyField().clean(text)) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,234", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("12,3,4", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("1.23.456", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("TEUR 15", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("1.500--", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("viel", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("NaN", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("1e9", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("0,001", "Bitte schreiben Sie den Betrag so: 1.234,56."),
        ("-1", "Der Betrag muss mindestens 0,00 € sein."),
        ("\N{MINUS SIGN}1", "Der Betrag muss mindestens 0,00 € sein."),
        ("99999999999999", "Der Betrag darf höchstens 9.999.999.999.999,99 € sein."),
        ("9" * 5000, "Der Betrag darf höchstens 9.999.999.999.999,99 € sein."),
    ],
)
def test_money_field_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        GermanMoneyField().clean(text)
    assert refusal.value.messages == [message]


def test_money_field_may_allow_negative_sums() -> None:
    assert GermanMoneyField(min_value=None).clean("-1,5") == Decimal("-1.50")


def test_fields_show_values_in_german_and_mistakes_as_typed() -> None:
    fresh = Sample(initial={"day": CHRISTMAS_EVE, "cost": Decimal("1234.5")})
    assert 'value="24.12.2026"' in str(fresh["day"])
    assert 'value="1.234,50"' in str(fresh["cost"])
    wrong = Sample({"day": "32.1.", "cost": "zwei"})
    assert 'value="32.1."' in str(wrong["day"])
    assert 'value="zwei"' in str(wrong["cost"])


def test_optional_fields_may_be_empty() -> None:
    form = Sample({"day": "", "cost": " ", "command": str(uuid.uuid4())})
    assert form.is_valid()
    assert (form.cleaned_data["day"], form.cleaned_data["cost"]) == (None, None)


def test_fields_know_whether_something_changed() -> None:
    data = {"day": "24.12.26", "cost": "5,00", "command": str(uuid.uuid4())}
    form = Sample(data, initial={"day": CHRISTMAS_EVE, "cost": Decimal(5)})
    assert {"day", "cost"} & set(form.changed_data) == set()
    other = Sample({**data, "day": "quark"}, initial={"day": CHRISTMAS_EVE, "cost": Decimal(6)})
    assert {"day", "cost"} & set(other.changed_data) == {"day", "cost"}


def test_command_id_is_new_for_each_form_and_kept_when_it_is_shown_again() -> None:
    first, second = (str(Sample()["command"].value()) for _ in range(2))
    assert first != second
    again = Sample({"command": first, "day": "falsch"})
    assert f'value="{first}"' in str(again["command"])


@pytest.mark.parametrize("text", ["", "x", "1234"])
def test_broken_command_id_asks_for_a_fresh_page(text: str) -> None:
    form = Sample({"command": text})
    assert form.errors["command"] == [
        "Dieses Formular ist beschädigt. Bitte öffnen Sie die Seite neu."
    ]
