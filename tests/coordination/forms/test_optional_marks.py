"""What a text calls needed in some case bears no mark that it is optional."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.utils import translation

from coordination.measures.forms.sections import SECTIONS
from coordination.measures.views.pages import MEASURE_PAGES

NEEDED = re.compile(r"\b[Nn]eeded (if|for)\b|^Only if (you|it|your)")
FORMS = sorted({panel.form for panel in MEASURE_PAGES.panels} | {*SECTIONS.values()}, key=str)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_fields_that_are_needed_in_a_case_are_not_called_optional(
    form: type[forms.BaseForm],
) -> None:
    with translation.override("en"):
        said = {
            name: str(field.help_text)
            for name, field in form.base_fields.items()
            if not field.required and not isinstance(field, forms.BooleanField)
        }
    wanted = {name for name, text in said.items() if NEEDED.search(text)}
    assert wanted - getattr(form, "needed", frozenset()) == set()
