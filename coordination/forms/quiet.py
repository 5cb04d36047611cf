"""Showing a form with what was typed so far, without judging it: it was not sent yet."""

from __future__ import annotations

from typing import Any

from django.forms.utils import ErrorDict, ErrorList


def stay_quiet(form: Any) -> None:
    """No errors for a form and its rows (`row_sets`), whatever is in them."""
    for part in (form, *(row for rows in form.row_sets for row in rows.forms)):
        part._errors, part.cleaned_data = ErrorDict(), {}  # noqa: SLF001 - what Django looks at
    for rows in form.row_sets:
        rows._errors = [ErrorDict() for _row in rows.forms]  # noqa: SLF001 - what Django looks at
        rows._non_form_errors = ErrorList()  # noqa: SLF001 - what Django looks at
