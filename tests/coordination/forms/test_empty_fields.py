"""What a form calls optional the act takes empty; what the act refuses empty is not called so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.situations import Stage
from tests.town import Town
from workflows.forms.acting.context import ActContext, CaseForm
from workflows.forms.acting.panels import panel_of
from workflows.forms.inbox.notes import WordsForm
from workflows.queries.acting.offers import Offer, situation

pytestmark = pytest.mark.django_db

SITUATIONS = ("cosigning", "implementation", "deliberation", "draft:asked", "final_signature")
"""Between them they offer nearly every act of a measure that asks for anything."""


def forms_in(town: Town, name: str) -> Iterator[tuple[Offer, CaseForm]]:
    """Each act that is offered to anybody in a situation, with its empty form."""
    measure, seen = Stage(town).bring(name), set()
    for desk in sorted(town.emails):
        person = town.person(desk)
        met = situation(measure.case, person=person.pk, at=town.now)
        for offer in met.offers:
            panel = panel_of("measure", offer.name)
            if panel is None or offer.objection or offer.name in seen:
                continue
            seen.add(offer.name)
            context = ActContext(measure, person, town.now, met, offer.task)
            yield offer, panel.form(context=context)


def differences(offer: Offer, form: CaseForm) -> Iterator[str]:
    """Fields of which the form says something else than the act."""
    refused = {form.field_of(item) for item in offer.unmet}
    needed = getattr(form, "needed", frozenset())
    for field in form.visible_fields():
        is_refused, is_required = field.name in refused, field.field.required
        if is_refused and not is_required and field.name not in needed:
            yield f"{offer.name}: {field.name} is called optional"
        elif is_required and not is_refused and not field.value():
            yield f"{offer.name}: {field.name} may stay empty"


@pytest.mark.parametrize("name", SITUATIONS)
def test_form_requires_what_the_act_refuses_empty(town: Town, name: str) -> None:
    found = list(forms_in(town, name))
    assert len(found) > 4
    assert [line for offer, form in found for line in differences(offer, form)] == []


def test_note_is_never_called_optional_but_for_erasing_it() -> None:
    assert WordsForm().fields["text"].required
    assert not WordsForm(erases=True).fields["text"].required
