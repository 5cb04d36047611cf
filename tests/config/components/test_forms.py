from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from tests.config.components.render import render

COLOURS = [("r", "Rot"), ("b", "Blau")]


class Sample(forms.Form):
    title = forms.CharField(label="Titel", help_text="Kurz.")
    note = forms.CharField(label="Notiz", required=False, widget=forms.Textarea)
    unit = forms.ChoiceField(label="Amt", choices=[("", "–"), ("51", "Jugendamt")])
    way = forms.ChoiceField(label="Weg", choices=COLOURS, widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label="Felder", choices=COLOURS, widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="Einverstanden")
    paper = forms.FileField(label="Anlage", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


Pair = forms.formset_factory(Sample, extra=0, min_num=1, validate_min=True)


def refused(**data: Any) -> Sample:
    return Sample(QueryDict("", mutable=True) | data)


def field(name: str, form: forms.Form | None = None, options: str = "") -> str:
    return render("{% field form." + name + options + " %}", form=form or Sample())


def test_empty_choice_is_said_in_words_and_a_label_begins_with_a_capital() -> None:
    kinds = [("", "---------"), ("a", "konsumtiv")]

    class Costs(forms.Form):
        kind = forms.ChoiceField(label="art der Kosten", choices=kinds, required=False)

    html = field("kind", Costs())
    assert ">Art der Kosten" in html
    assert '<option value="" selected>keine Angabe</option>' in html


def test_field_joins_label_hint_and_control() -> None:
    html = field("title")
    assert '<label class="kern-label" for="id_title">Titel </label>' in html
    assert '<div class="kern-hint" id="id_title_helptext">Kurz.</div>' in html
    assert 'class="kern-form-input__input"' in html
    assert 'aria-describedby="id_title_helptext"' in html


def test_field_leaves_checking_to_the_server() -> None:
    assert " required" not in field("title")


def test_optional_field_says_so() -> None:
    assert '<span class="kern-label__optional">(freiwillig)</span>' in field("note")
    assert "(freiwillig)" not in field("title")


def test_refused_field_is_described_by_its_error() -> None:
    html = field("title", refused())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert "Bitte füllen Sie „Titel“ aus." in html


def test_refused_field_keeps_what_was_typed() -> None:
    assert 'value="&lt;b&gt;"' in field("title", refused(title="<b>"))


@pytest.mark.parametrize("name", ["way", "areas"])
def test_group_is_a_fieldset_with_its_error(name: str) -> None:
    html = field(name, refused())
    assert "<fieldset" in html
    assert f'aria-describedby="id_{name}_error"' in html
    assert f'for="id_{name}_0">Rot</label>' in html


def test_group_shows_round_buttons_for_one_and_boxes_for_many() -> None:
    assert field("way").count("kern-form-check__radio") == 2
    assert field("areas").count("kern-form-check__checkbox") == 2


def test_field_options_change_words_rows_and_width() -> None:
    html = field("note", options=' label="Begründung" hint="Kurz." rows=3 width="medium"')
    assert "Begründung" in html
    assert 'rows="3"' in html
    assert "ff-field--medium" in html
    assert 'id="id_note_helptext">Kurz.' in html
    assert 'aria-describedby="id_note_helptext"' in html


def test_unknown_width_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown width"):
        field("note", options=' width="huge"')


def test_form_renders_by_itself_in_kern() -> None:
    html = render("{{ form }}", form=refused())
    places = [html.index(part) for part in ("ff-error-summary", 'name="hidden"', "<label")]
    assert places == sorted(places)


def test_error_summary_uses_the_words_beside_the_fields_and_links_to_them() -> None:
    html = render("{% error_summary form %}", form=refused(unit="99", agree="on"))
    assert '<a href="#id_title">Bitte füllen Sie „Titel“ aus.</a>' in html
    assert '<a href="#id_way_0">Bitte wählen Sie bei „Weg“ etwas aus.</a>' in html
    assert '<a href="#id_unit">Amt: ' in html
    assert "id_agree" not in html
    assert 'tabindex="-1" data-focus' in html


def test_error_summary_is_silent_for_good_and_fresh_forms() -> None:
    good = refused(title="x", unit="51", way="r", areas=["b"], agree="on")
    assert render("{% error_summary form %}", form=good) == ""
    assert render("{% error_summary form %}", form=Sample()) == ""


def test_error_summary_tells_the_errors_of_no_field_first() -> None:
    form = refused()
    form.add_error(None, "Zusammen geht das nicht.")
    html = render("{% error_summary form %}", form=form)
    assert html.index("<li>Zusammen geht das nicht.</li>") < html.index("#id_title")


def test_error_summary_reaches_into_formsets() -> None:
    pair = Pair({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": ""})
    html = render("{% error_summary pair %}", pair=pair)
    assert "#id_form-0-title" in html


@pytest.mark.parametrize(
    ("context", "prefix"),
    [
        ({"form": Sample()}, ""),
        ({"form": refused()}, "Fehler:"),
        ({"forms": [Sample(), refused()]}, "Fehler:"),
        ({"has_errors": True}, "Fehler:"),
        ({}, ""),
    ],
)
def test_title_prefix_tells_of_errors(context: dict[str, Any], prefix: str) -> None:
    assert render("{% title_prefix %}", **context).strip() == prefix


def test_button_can_carry_the_act() -> None:
    html = render('{% button "Ablehnen" variant="danger" name="act" value="reject" %}')
    assert html == (
        '<button type="submit" class="kern-btn kern-btn--primary ff-btn--danger" name="act"'
        ' value="reject"><span class="kern-label">Ablehnen</span></button>'
    )


def test_link_button_is_a_link() -> None:
    assert render('{% link_button "Zurück" "/" %}') == (
        '<a class="kern-btn kern-btn--secondary" href="/">'
        '<span class="kern-label">Zurück</span></a>'
    )
