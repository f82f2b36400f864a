"""What a page of answers says, why a file is refused, and the small forms around them. Text to values; saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from varde.ground.questionnaires.rules.checking import Fault, Faulty
from varde.ground.questionnaires.rules.definition import Definition
from varde.ground.questionnaires.rules.entry import understood
from varde.ground.questionnaires.rules.reading.shape import MOST_BYTES
from varde.ground.questionnaires.rules.refusals import Refusal, Why
from varde.ground.questionnaires.rules.values import Value

FAULTS = {
    Fault.REQUIRED: _("Svar på dette før du fullfører."),
    Fault.NOT_A_NUMBER: _("Skriv et tall, for eksempel 12 eller 12,5."),
    Fault.NOT_WHOLE: _("Skriv et helt tall, for eksempel 12."),
    Fault.TOO_SMALL: _("Tallet må være minst %(limit)s."),
    Fault.TOO_LARGE: _("Tallet kan være høyst %(limit)s."),
    Fault.NOT_A_DATE: _("Skriv datoen som dag.måned.år, for eksempel 07.11.2026."),
    Fault.TOO_EARLY: _("Datoen kan ikke være før %(limit)s."),
    Fault.TOO_LATE: _("Datoen kan ikke være etter %(limit)s."),
    Fault.TOO_LONG: _("Teksten kan ha høyst %(limit)s tegn. Kort den ned."),
    Fault.NOT_AN_OPTION: _("Velg et av svarene."),
    Fault.UNREAD: _("Vi forstår ikke det som står her. Skriv det på nytt."),
    Fault.CHANGED: _(
        "%(who)s svarte «%(limit)s» etter at du åpnet skjemaet. Det svaret står. Lagre én gang til for å bruke ditt."
    ),
}
WHY = {
    Why.NOT_JSON: _("Vi kan ikke lese filen. Den må være JSON i UTF-8."),
    Why.TOO_LARGE: _("Filen er for stor. Den kan være på høyst 512 kB."),
    Why.UNSUPPORTED: _("Varde støtter ikke dette."),
    Why.MISSING: _("Dette mangler."),
    Why.EMPTY: _("Dette står tomt. Fyll det ut eller ta det bort."),
    Why.WRONG_KIND: _("Verdien har feil form."),
    Why.TOO_LONG: _("Teksten er for lang."),
    Why.TOO_MANY: _("Det er for mange av disse."),
    Why.TOO_DEEP: _("Gruppene ligger for dypt. Seks nivåer er det meste."),
    Why.TWICE: _("Dette står to ganger."),
    Why.NOT_HERE: _("Dette hører ikke til et slikt spørsmål."),
    Why.UNKNOWN_QUESTION: _("Spørsmålet det vises til, finnes ikke."),
    Why.LATER_QUESTION: _("Spørsmålet det vises til, må stå tidligere i skjemaet."),
    Why.NOT_AN_OPTION: _("Svaret det vises til, er ikke blant svarene på spørsmålet."),
    Why.WRONG_RANGE: _("Grensene går ikke opp."),
    Why.NO_POINTS: _("Hvert svar må ha poeng når spørsmålet er med i en poengsum."),
}


def words_of(fault: Faulty) -> str:
    return str(FAULTS[fault.fault]) % {"limit": fault.limit, "who": fault.who}


def errors_of(faults: Iterable[Faulty]) -> dict[str, tuple[str, ...]]:
    """linkId → sentences for the page."""
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        found[fault.link_id] = (*found.get(fault.link_id, ()), words_of(fault))
    return found


@dataclass(frozen=True, slots=True)
class Filled:
    """What a posted page says: answers to the questions it showed, the revision it showed, and what cannot be read."""

    given: dict[str, tuple[Value, ...]]
    shown: frozenset[str]
    revision: int
    faults: tuple[Faulty, ...]


def filled(definition: Definition, posted: Any) -> Filled:
    """`posted` is a QueryDict. `on` names the questions that the page showed, by their numbers."""
    numbers = set(posted.getlist("on"))
    items = [item for item in definition.asked if str(item.nr) in numbers]
    read = {item.link_id: understood(item, posted.getlist(f"q{item.nr}")) for item in items}
    revision = posted.get("revision", "")
    return Filled(
        {link: values for link, (values, _fault) in read.items() if values},
        frozenset(read),
        int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0,
        tuple(fault for _values, fault in read.values() if fault),
    )


def refusal_lines(refusals: Iterable[Refusal]) -> list[tuple[str, str, str, str]]:
    """(linkId, element, what was there, why) for the table of an import."""
    return [(one.link_id, one.element, one.given, str(WHY[one.why])) for one in refusals]


class ImportForm(forms.Form):
    owner_id = forms.ChoiceField(label=_("Virksomhet"))
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("Et FHIR R4 Questionnaire i JSON, høyst 512 kB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json,application/fhir+json"}),
    )

    def __init__(self, *args: Any, places: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [(str(key), name) for key, name in places.items()]  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["owner_id"].initial = str(next(iter(places)))

    def content(self) -> bytes:
        """Not more than what would be refused for its size anyway."""
        return self.cleaned_data["file"].read(MOST_BYTES + 1)

    def owner(self) -> UUID:
        return UUID(self.cleaned_data["owner_id"])


class StartForm(forms.Form):
    code = forms.ChoiceField(label=_("Skjema"))

    def __init__(self, *args: Any, codes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = sorted(codes.items(), key=lambda pair: pair[1].casefold())
        self.fields["code"].choices = [("", _("Velg skjema")), *ordered]  # type: ignore[attr-defined]


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor er svaret feilført?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
