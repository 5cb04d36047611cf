"""Fields, their errors and buttons in KERN's markup."""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    BaseForm,
    BaseFormSet,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    RadioSelect,
    Select,
    SelectMultiple,
    Widget,
)
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.template import Context, Library
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workflows.forms.naming import NamesInput
from workflows.refusals import Unmet

register = Library()

Obstacle = str | tuple[str, str] | Unmet
"""What is in the way, in words or with the address where it can be mended."""

VARIANTS = {"primary": "primary", "secondary": "secondary", "tertiary": "tertiary"}
ROWS = 5  # of a text area of which nothing else is said
_DJANGO_ROWS = "10"
WIDTHS = frozenset({"", "short", "medium"})


def kind_of(field: BoundField) -> str:
    """Which markup the field takes: text, select, multiselect, check, choices, names or file."""
    widget = field.field.widget
    return next((kind for kinds, kind in _KINDS if isinstance(widget, kinds)), "text")


_KINDS: tuple[tuple[tuple[type[Widget], ...], str], ...] = (
    ((CheckboxSelectMultiple, RadioSelect), "choices"),
    ((SelectMultiple,), "multiselect"),
    ((Select,), "select"),
    ((CheckboxInput,), "check"),
    ((FileInput,), "file"),
    ((NamesInput,), "names"),
)

_CLASSES = {
    "text": "kern-form-input__input",
    "file": "kern-form-input__input",
    "select": "kern-form-input__select",
    "check": "kern-form-check__checkbox",
    "multiselect": "ff-multiselect",
    "names": "kern-form-input__input",
}


def _class_of(field: BoundField, kind: str) -> str:
    if kind == "choices":
        several = isinstance(field.field.widget, CheckboxSelectMultiple)
        name = "kern-form-check__checkbox" if several else "kern-form-check__radio"
    else:
        name = _CLASSES[kind]
    return f"{name} {name}--error" if field.errors else name


def messages_of(field: BoundField) -> list[str]:
    """What is wrong with the field, in words that name it where nothing was given."""
    errors = field.form.errors.as_data().get(field.name, [])
    return [message for error in errors for message in _words(field, error)]


def _words(field: BoundField, error: ValidationError) -> Iterator[str]:
    default = Field.default_error_messages["required"]
    if error.code != "required" or error.message != default:
        yield from (str(message) for message in error.messages)
    elif kind_of(field) in {"select", "multiselect", "choices", "check", "file", "names"}:
        yield _("Please choose something for “%(label)s”.") % {"label": field.label}
    else:
        yield _("Please fill in “%(label)s”.") % {"label": field.label}


def render_field(
    field: BoundField,
    *,
    label: str = "",
    hint: str = "",
    width: str = "",
    rows: int | None = None,
    legend_size: str = "",
    columns: bool = False,
) -> SafeString:
    """One field with label, hint, error and control; the order is the order of reading."""
    if width not in WIDTHS:
        raise ValueError(f"unknown width {width!r}")
    kind = kind_of(field)
    # The server checks on submit; browsers' own bubbles cannot be read well nor translated.
    field.form.use_required_attribute = False
    widget = field.field.widget
    widget.attrs["class"] = f"{_class_of(field, kind)} {widget.attrs.get('class', '')}".strip()
    widget.attrs.pop("placeholder", None)  # grey words in a field are no label
    _name_the_empty_choice(field.field)
    if rows is not None or widget.attrs.get("rows") == _DJANGO_ROWS:
        widget.attrs["rows"] = rows or ROWS
    if hint:
        field.help_text = hint
        field.field.help_text = hint
    template = get_template(f"forms/fields/{kind}.html")
    return SafeString(
        template.render(
            {
                "field": field,
                "label": capfirst(label or field.label),
                "messages": messages_of(field),
                "optional": not field.field.required and kind != "check",
                "width": width or getattr(widget, "width", ""),
                "unit": getattr(widget, "unit", ""),
                "legend_size": legend_size,
                "columns": columns,
            }
        )
    )


def _name_the_empty_choice(field: Field) -> None:
    """Words instead of Django's nine dashes; choices that are rows say theirs by `empty_label`."""
    widget = field.widget
    if not isinstance(widget, Select) or isinstance(widget.choices, ModelChoiceIterator):
        return
    choices = list(widget.choices)
    if choices[:1] == BLANK_CHOICE_DASH:
        words = _("please choose") if field.required else _("not given")
        widget.choices = [("", words), *choices[1:]]


@register.simple_tag(name="field")
def field_tag(field: BoundField, **options: object) -> SafeString:
    """`render_field` for templates; a hidden field is rendered bare."""
    if field.is_hidden:
        return SafeString(str(field))
    return render_field(field, **options)  # type: ignore[arg-type] # options come from templates


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """All fields of a form, the hidden ones first."""
    return SafeString(get_template("forms/form_fields.html").render({"form": form}))


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *forms: BaseForm | BaseFormSet[BaseForm], mends: Iterable[tuple[str, str]] = ()
) -> dict[str, object]:
    """All errors of forms and formsets with links to their fields; nothing without errors.

    `mends`: where what no field of the form can mend is mended, by its words.
    """
    elsewhere = dict(mends)
    entries = [(link or elsewhere.get(text, ""), text) for link, text in _entries(forms)]
    # Then no other entries would help.
    is_early = all(text in elsewhere for _link, text in entries)
    return {"errors": entries, "is_early": is_early}


@register.filter
def unsaid(obstacles: Sequence[Obstacle], form: object) -> list[Obstacle]:
    """What is in the way, without what the summary of the form's errors says already."""
    if not (isinstance(form, BaseForm) and form.is_bound):
        return list(obstacles)
    said = {str(message) for message in form.non_field_errors()}
    return [one for one in obstacles if _text_of(one) not in said]


def _text_of(obstacle: Obstacle) -> str:
    if isinstance(obstacle, Unmet):
        return str(obstacle.text)
    return obstacle if isinstance(obstacle, str) else obstacle[0]


def _entries(forms: Iterable[BaseForm | BaseFormSet[BaseForm]]) -> Iterator[tuple[str, str]]:
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield from (("", str(message)) for message in form.non_form_errors())
            yield from _entries(form.forms)
        elif form and form.is_bound:
            yield from (("", str(message)) for message in form.non_field_errors())
            for name in form.errors:
                if name != NON_FIELD_ERRORS:
                    yield from _field_entries(form[name])


def _field_entries(field: BoundField) -> Iterator[tuple[str, str]]:
    for message in messages_of(field):
        if field.is_hidden:
            yield "", message
            continue
        named = str(field.label).casefold() in message.casefold()
        target = target_of(field)
        yield target and f"#{target}", message if named else f"{field.label}: {message}"


def target_of(field: BoundField) -> str:
    """The id of the control that an error links to: the first of a group."""
    if kind_of(field) == "choices":
        return f"{field.auto_id}_0" if field.auto_id else ""
    return str(field.id_for_label or field.auto_id)


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """What stands before the page title when the form on it was refused."""
    forms = [context.get("form"), *(context.get("forms") or [])]
    refused = context.get("has_errors") or any(_refused(form) for form in forms)
    return _("Error: ") if refused else ""


def _refused(form: object) -> bool:
    if isinstance(form, BaseFormSet):
        return form.is_bound and not form.is_valid()
    return isinstance(form, BaseForm) and form.is_bound and bool(form.errors)


@register.simple_tag
def button(
    label: str,
    variant: str = "primary",
    name: str = "",
    value: str = "",
    icon: str = "",
    block: bool = False,
    form: str = "",
) -> SafeString:
    """A submit button. Variants: primary (one per page), secondary, tertiary, danger."""
    values = {"name": name, "value": value, "form": form}
    return _button("button", label, variant, icon, block, values)


@register.simple_tag
def link_button(
    label: str, url: str, variant: str = "secondary", icon: str = "", block: bool = False
) -> SafeString:
    """A link that looks like a button: it leads somewhere and changes nothing."""
    return _button("link_button", label, variant, icon, block, {"url": url})


def _button(
    template: str, label: str, variant: str, icon: str, block: bool, values: dict[str, str]
) -> SafeString:
    danger = variant == "danger"
    classes = f"kern-btn kern-btn--{'primary' if danger else VARIANTS[variant]}"
    classes += " ff-btn--danger" if danger else ""
    classes += " kern-btn--block" if block else ""
    return SafeString(
        get_template(f"components/{template}.html").render(
            {"label": label, "icon": icon, "classes": format_html("{}", classes), **values}
        )
    )
