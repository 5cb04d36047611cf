"""What a person typed into a form that could not be taken: it is shown, never lost."""

from django.core.exceptions import SuspiciousOperation
from django.forms import BaseForm, FileInput, PasswordInput
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..components.forms import kind_of

Kept = list[tuple[str, str]]
_TECHNICAL = frozenset(
    {"csrfmiddlewaretoken", "command", "next", "version", "task", "stage", "inbox", "instead_of"}
)
_SECRET = "password"  # noqa: S105 - part of a field's name, not a password


def typed_by(request: HttpRequest) -> Kept:
    """Labels and values, from `request.kept_form` if the view set it, else from the raw fields."""
    form = getattr(request, "kept_form", None)
    return _of_form(form) if isinstance(form, BaseForm) else _of_post(request)


def _of_form(form: BaseForm) -> Kept:
    kept: Kept = []
    for field in form.visible_fields():
        widget = field.field.widget
        if isinstance(widget, PasswordInput):
            continue
        value = field.data
        if isinstance(widget, FileInput):
            text = _chosen(value.name) if value else ""
        elif kind_of(field) in {"select", "multiselect", "choices"}:
            text = ", ".join(_labels(field))
        elif kind_of(field) == "check":
            text = _("yes") if value else ""
        else:
            text = str(value or "")
        if text:
            kept.append((str(field.label), text))
    return kept


def _labels(field: BoundField) -> list[str]:
    """The words of the chosen options; what is no option is left out."""
    widget = field.field.widget
    assert isinstance(widget, ChoiceWidget)
    options = widget.subwidgets(field.html_name, field.data)
    return [str(option["label"]) for option in options if option["selected"] and option["value"]]


def _of_post(request: HttpRequest) -> Kept:
    typed = [
        (name.replace("_", " ").capitalize(), ", ".join(values))
        for name, values in request.POST.lists()
        if name not in _TECHNICAL and _SECRET not in name and any(values)
    ]
    files = [
        (name.replace("_", " ").capitalize(), _chosen(file.name))
        for name, found in request.FILES.lists()
        for file in found
    ]
    return typed + files


def raw_typed(request: HttpRequest) -> tuple[Kept, Kept]:
    """What was typed, and what can be sent again, asking no form: it might ask the database.

    Twice empty if the request cannot be read, e.g. because there was no room for it.
    """
    try:
        return (_of_post(request) if request.method == "POST" else []), typed_fields(request)
    except (OSError, ValueError, SuspiciousOperation):
        return [], []


def _chosen(name: str | None) -> str:
    return _("%(name)s (please choose again)") % {"name": name}


def typed_fields(request: HttpRequest) -> Kept:
    """Names and values as they came, to be sent again unchanged; none if files were among them."""
    if request.method != "POST" or request.FILES:
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and _SECRET not in name
        for value in values
    ]
