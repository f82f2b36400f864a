"""Django's own form errors in klarspråk; English stays Django's."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

pytestmark = pytest.mark.unit

WRONG = [
    (forms.CharField(), "", "Fyll ut feltet.", "This field is required."),
    (forms.ChoiceField(choices=[("a", "A")]), "b", "Velg et av alternativene.", "Select a valid choice."),
    (forms.DateField(), "x", "Skriv en dato", "Enter a valid date."),
    (forms.TimeField(), "x", "Skriv et klokkeslett", "Enter a valid time."),
    (forms.IntegerField(), "x", "Skriv et helt tall.", "Enter a whole number."),
    (forms.EmailField(), "x", "Skriv en e-postadresse", "Enter a valid email address."),
    (
        forms.CharField(max_length=2),
        "xyz",
        "Skriv høyst 2 tegn. Nå er det 3.",
        "Ensure this value has at most 2",
    ),
]


@pytest.mark.parametrize(("field", "text", "norwegian", "english"), WRONG)
def test_what_is_wrong_is_said_plainly(field: forms.Field, text: str, norwegian: str, english: str) -> None:
    for language, words in (("nb", norwegian), ("en", english)):
        with translation.override(language), pytest.raises(forms.ValidationError) as fault:
            field.clean(text)
        with translation.override(language):
            assert fault.value.messages[0].startswith(words)


def test_two_factor_pages_say_reserve_codes_and_two_steps() -> None:
    words = {
        "Recovery Codes": "Reservekoder",
        "Recovery codes": "Reservekoder",
        "No recovery codes set up.": "Du har ingen reservekoder ennå.",
        "Two-Factor Authentication": "Innlogging med to steg",
    }
    with translation.override("nb"):
        assert {text: translation.gettext(text) for text in words} == words
