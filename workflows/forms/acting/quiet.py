"""Showing a form with what was typed so far, without judging it: it was not sent yet."""

from __future__ import annotations

from django.forms.utils import ErrorDict, ErrorList

from workflows.forms.acting.acts import ActForm


def hide_optional_mark(form: ActForm) -> None:
    """Show fields without the mark “optional” that are left out only for good reason (`needed`).

    For the form and its rows. It is judged before, so that nothing becomes stricter by it.
    """
    for part in (form, *(row for rows in form.row_sets for row in rows.forms)):
        if part.is_bound:
            part.errors  # noqa: B018 - judged before the fields look stricter than they are
        for name in getattr(part, "needed", frozenset()) & set(part.fields):
            part.fields[name].required = True


def stay_quiet(form: ActForm) -> None:
    """No errors for a form and its rows (`row_sets`), whatever is in them."""
    for part in (form, *(row for rows in form.row_sets for row in rows.forms)):
        part._errors, part.cleaned_data = ErrorDict(), {}  # noqa: SLF001 - what Django looks at
    for rows in form.row_sets:
        rows._errors = [ErrorDict() for _row in rows.forms]  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        rows._non_form_errors = ErrorList()  # type: ignore[attr-defined]  # noqa: SLF001 - as above
