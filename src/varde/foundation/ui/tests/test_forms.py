import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

from varde.foundation.ui.components.blocks import error_summary
from varde.foundation.ui.forms import DateInput, Renderer

pytestmark = pytest.mark.unit


class Questions(forms.Form):
    default_renderer = Renderer

    name = forms.CharField(label="Navn", help_text="Slik det står i passet")
    way = forms.ChoiceField(
        label="Måte", choices=[("a", "<b>Ring</b>"), ("b", "SMS")], widget=forms.RadioSelect
    )
    on = forms.DateField(label="Dato", widget=DateInput, required=False)
    sure = forms.BooleanField(label="Sikker", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_its_label_help_and_error_together():
    html = str(Questions({"name": ""}))
    assert '<label class="ds-label" for="id_name">Navn' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html and "ds-validation-message" in html


def test_choices_stand_in_a_fieldset_with_a_label_each():
    html = str(Questions())
    assert "<fieldset" in html and "<legend" in html
    assert 'type="radio"' in html and 'for="id_way_0"' in html
    assert "<b>Ring</b>" not in html


def test_optional_fields_say_so_and_dates_use_the_calendar_of_the_browser():
    html = str(Questions())
    assert html.count("(valgfritt)") == 1
    assert 'type="date"' in html


def test_the_summary_links_to_each_field_that_is_wrong_and_escapes_what_was_written():
    form = Questions({"name": "", "way": "<script>"})
    html = error_summary([form])
    assert 'href="#id_name"' in html and 'href="#id_way_0"' in html
    assert "<script>" not in html
    assert error_summary([Questions()]) == ""


def test_hidden_fields_are_drawn_without_a_label():
    assert str(Questions()).count('type="hidden"') == 1


@pytest.mark.parametrize(("required", "words"), [(True, ">Velg</option>"), (False, ">–</option>")])
def test_the_empty_line_of_a_menu_says_what_it_is(required, words):
    class Menu(forms.Form):
        default_renderer = Renderer
        what = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")], required=required)

    html = str(Menu())
    assert words in html and "----" not in html
