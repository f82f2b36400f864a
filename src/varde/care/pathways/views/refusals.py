"""What is said when an action refuses: what is wrong, and what one may do instead."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varde.care.pathways import actions
from varde.care.pathways.rules import consents
from varde.care.pathways.rules import gates as gate_rules
from varde.care.pathways.rules import pause as pause_rules
from varde.care.pathways.rules.gates import Judged
from varde.care.pathways.rules.lifecycle import GateClosed, NotAllowed
from varde.care.pathways.rules.responsibility import HandOverRefused
from varde.care.pathways.rules.template import GateKind
from varde.care.pathways.views.words import STATUS, gate_word, role_word, stage_word

PAUSE = {
    pause_rules.Problem.ENDS_BEFORE: gettext_lazy("Velg en dag fram i tid."),
    pause_rules.Problem.TOO_LONG: gettext_lazy(
        "Pausen er for lang. Vurder om tjenesten skal avsluttes, og henvis på nytt senere."
    ),
}
LEAVE = {
    gate_rules.Problem.SAFETY: gettext_lazy(
        "Dette er et sikkerhetskrav. Ingen kan utsette det eller gjøre unntak."
    ),
    gate_rules.Problem.IS_MET: gettext_lazy("Kravet er alt i orden."),
    gate_rules.Problem.NO_OWNER: gettext_lazy("Velg hvem som sørger for at det blir gjort."),
    gate_rules.Problem.NO_REASON: gettext_lazy("Skriv hvorfor, med minst ti tegn."),
    gate_rules.Problem.NO_END: gettext_lazy("Velg en dag fram i tid."),
    gate_rules.Problem.TOO_LONG: gettext_lazy(
        "Så lenge kan det ikke vente. Velg en tidligere dag, eller be lederen om et unntak."
    ),
    gate_rules.Problem.ALREADY: gettext_lazy("Kravet er alt utsatt."),
}
SIMPLE: dict[type[Exception], Any] = {
    actions.AlreadyOpen: gettext_lazy(
        "Personen har alt et åpent forløp for denne tjenesten. Åpne det i stedet."
    ),
    actions.WrongTemplate: gettext_lazy("Malen er ikke i bruk lenger. Velg en annen tjeneste."),
    actions.WrongArrangement: gettext_lazy(
        "Sykehuset tildeler sin egen oppfølging. Kommunen tildeler de andre."
    ),
    actions.ReasonMissing: gettext_lazy("Skriv hvorfor, med minst ti tegn."),
    actions.NotYet: gettext_lazy("Dette hører til en tjeneste som er i gang. Start tjenesten først."),
    actions.SecondPerson: gettext_lazy("Du gjorde dette selv. En annen må kontrollere det."),
    actions.NotOptional: gettext_lazy("Dette steget kan ikke settes til side."),
    actions.FormMissing: gettext_lazy("Steget er gjort når skjemaet er fylt ut. Åpne skjemaet."),
    actions.NotForHand: gettext_lazy("Denne oppgaven gjøres på sin egen måte. Gå tilbake til forløpet."),
    actions.NotReleased: gettext_lazy("Meldingen må være lest og godkjent før den sendes."),
    actions.GapsLeft: gettext_lazy("Det står fortsatt «(fyll inn)» i teksten, eller den er tom."),
    actions.ToTheDead: gettext_lazy("Personen er død. Det sendes ingenting til den døde."),
    actions.NobodyHere: gettext_lazy(
        "Ingen av dem meldingen er til, har konto i Varde og kjenner personen. Kopier teksten i stedet."
    ),
    actions.AlreadySent: gettext_lazy("Meldingen er sendt, og kan ikke endres."),
    actions.InTheFuture: gettext_lazy("Datoen har ikke vært ennå."),
    actions.OfferIsOpen: gettext_lazy(
        "Forløpet er tilbudt en annen organisasjon. Trekk tilbudet tilbake, eller vent på svaret."
    ),
    actions.NoSuchGate: gettext_lazy("Forløpet har ikke dette kravet."),
    actions.NoGround: gettext_lazy("Forløpet har ikke noe grunnlag nå. Velg et først."),
    actions.BadDoses: gettext_lazy(
        "Hver dose har et klokkeslett og en senere tid å gripe inn, og står én gang."
    ),
    actions.AnswerMissing: gettext_lazy("Skriv hva dere svarte."),
    actions.ReasonNeeded: gettext_lazy("Velg årsak når tjenesten skal avsluttes, og bare da."),
    actions.TooEarly: gettext_lazy("Velg en dag fram i tid."),
    actions.NotToThem: gettext_lazy("Velg en annen organisasjon som kan ha ansvar for personen."),
    actions.NotPrepared: gettext_lazy("Registrer personen hos dere først, og lag varslingsplanen."),
    actions.MedicalMissing: gettext_lazy("Skriv hvem som har det medisinske ansvaret hos dere."),
    HandOverRefused: gettext_lazy("Tilbudet kan ikke gis eller besvares slik."),
}
CONSENT = {
    consents.Problem.KIN_FOR_ADULT: gettext_lazy("Pårørende kan ikke samtykke for en voksen."),
    consents.Problem.PARENT_FOR_ADULT: gettext_lazy("Foreldre samtykker bare for barn under 16 år."),
    consents.Problem.CHILD: gettext_lazy("Personen er under 16 år. Foreldrene samtykker."),
    consents.Problem.ONLY_CAMERA: gettext_lazy("Den som bor der også, samtykker bare til kamera."),
    consents.Problem.AGE_UNKNOWN: gettext_lazy("Fødselsdatoen mangler på kortet. Skriv den der først."),
    consents.Problem.IN_THE_FUTURE: gettext_lazy("Datoen har ikke vært ennå."),
}
REFUSED: tuple[type[Exception], ...] = (
    GateClosed,
    NotAllowed,
    pause_rules.PauseRefused,
    gate_rules.LeaveRefused,
    consents.ConsentRefused,
    *SIMPLE,
)


def gate_row(one: Judged) -> dict[str, Any]:
    """One gate as it is read: what, how it stands, why, and who owns it."""
    return {
        "title": gate_word(one.code),
        "verdict": one.verdict,
        "is_safety": one.kind is GateKind.SAFETY,
        "why": one.why,
        "owner": role_word(one.owner),
        "url": one.url,
        "until": one.until,
    }


def refusal(fault: Exception) -> dict[str, Any]:
    """`text`, and `gates` where it is gates that are closed."""
    if isinstance(fault, GateClosed):
        return {"text": _("Dette må være på plass først:"), "gates": [gate_row(one) for one in fault.missing]}
    if isinstance(fault, NotAllowed):
        at = {"status": str(STATUS[fault.at.status].word).lower(), "stage": stage_word(fault.at.stage)}
        return {"text": _("Dette går ikke nå. Forløpet er %(status)s, i fasen «%(stage)s».") % at}
    if isinstance(fault, pause_rules.PauseRefused):
        return {"text": PAUSE[fault.problem]}
    if isinstance(fault, gate_rules.LeaveRefused):
        return {"text": LEAVE[fault.problem]}
    if isinstance(fault, consents.ConsentRefused):
        return {"text": CONSENT[fault.problem]}
    return {"text": next(words for kind, words in SIMPLE.items() if isinstance(fault, kind))}
