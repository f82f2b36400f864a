"""What a ticket is described with: who saw it, what it is about, how bad, and what was behind it.

The names are Norwegian message ids; whoever shows them translates.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


def N_(text: str) -> str:
    """Marks a text for translation where it stands; it is translated when it is shown."""
    return text


class Discoverer(StrEnum):
    SERVICE = "service"
    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    NEXT_OF_KIN = "next_of_kin"
    SYSTEM = "system"


class Criticality(StrEnum):
    """The same four words as alarms use. CRITICAL: somebody may not get help because of this."""

    CRITICAL = "critical"
    SERIOUS = "serious"
    MODERATE = "moderate"
    NORMAL = "normal"


SEVERE: Final = frozenset({Criticality.CRITICAL, Criticality.SERIOUS})
ORDER: Final = {one: place for place, one in enumerate(Criticality)}


class Technology(StrEnum):
    """The kinds that equipment has, by the same codes, and what is not equipment."""

    BASE_UNIT = "base_unit"
    MOBILE_ALARM = "mobile_alarm"
    PENDANT = "pendant"
    FALL = "fall"
    DOOR = "door"
    BED = "bed"
    MOTION = "motion"
    SMOKE = "smoke"
    DISPENSER = "dispenser"
    LOCATOR = "locator"
    SUPERVISION = "supervision"
    PATIENT_CALL = "patient_call"
    LOCK = "lock"
    MEASURING = "measuring"
    PHONE = "phone"
    NETWORK = "network"
    SYSTEM = "system"
    OTHER = "other"


class Problem(StrEnum):
    NO_CONTACT = "no_contact"
    POWER = "power"
    BROKEN = "broken"
    FALSE_ALARMS = "false_alarms"
    NO_VOICE = "no_voice"
    SETTINGS = "settings"
    MEDICINE = "medicine"
    LOGIN = "login"
    APP = "app"
    MISSING = "missing"
    USE = "use"
    UNKNOWN_SENDER = "unknown_sender"
    OTHER = "other"


class Cause(StrEnum):
    """What was behind it, decided when it is solved."""

    FUNCTIONAL = "functional"
    TECHNICAL = "technical"
    CONFIGURATION = "configuration"
    USE = "use"
    SURROUNDINGS = "surroundings"
    SUPPLIER_SYSTEM = "supplier_system"
    UNKNOWN = "unknown"


class Harm(StrEnum):
    """What a deviation led to."""

    NONE = "none"
    COULD = "could"
    DELAYED = "delayed"
    HARMED = "harmed"


class Verdict(StrEnum):
    """Whether a serious ticket is a deviation. Somebody decides before it closes."""

    OPEN = ""
    RAISED = "raised"
    SPARED = "spared"


DISCOVERER_NAMES: Final[dict[Discoverer, str]] = {
    Discoverer.SERVICE: N_("Ansatt i tjenesten"),
    Discoverer.SUPPLIER: N_("Leverandøren"),
    Discoverer.RECIPIENT: N_("Tjenestemottaker"),
    Discoverer.NEXT_OF_KIN: N_("Pårørende"),
    Discoverer.SYSTEM: N_("Systemet selv"),
}
CRITICALITY_NAMES: Final[dict[Criticality, str]] = {
    Criticality.CRITICAL: N_("Kritisk"),
    Criticality.SERIOUS: N_("Alvorlig"),
    Criticality.MODERATE: N_("Moderat"),
    Criticality.NORMAL: N_("Normal"),
}
CRITICALITY_MEANS: Final[dict[Criticality, str]] = {
    Criticality.CRITICAL: N_("Kritisk: noen kan bli uten hjelp nå"),
    Criticality.SERIOUS: N_("Alvorlig: tjenesten virker ikke for noen, men de er ivaretatt på annen måte"),
    Criticality.MODERATE: N_("Moderat: tjenesten virker dårligere"),
    Criticality.NORMAL: N_("Normal: plager ingen ennå"),
}
TECHNOLOGY_NAMES: Final[dict[Technology, str]] = {
    Technology.BASE_UNIT: N_("Trygghetsalarm, base"),
    Technology.MOBILE_ALARM: N_("Mobil trygghetsalarm"),
    Technology.PENDANT: N_("Alarmknapp"),
    Technology.FALL: N_("Falldetektor"),
    Technology.DOOR: N_("Døralarm"),
    Technology.BED: N_("Sengealarm"),
    Technology.MOTION: N_("Bevegelsessensor"),
    Technology.SMOKE: N_("Røykvarsler"),
    Technology.DISPENSER: N_("Medisindispenser"),
    Technology.LOCATOR: N_("Lokaliseringsteknologi (GPS)"),
    Technology.SUPERVISION: N_("Digitalt tilsyn"),
    Technology.PATIENT_CALL: N_("Pasientvarsling"),
    Technology.LOCK: N_("E-lås"),
    Technology.MEASURING: N_("Måleutstyr og nettbrett (hjemmeoppfølging)"),
    Technology.PHONE: N_("Smarttelefon eller vakttelefon"),
    Technology.NETWORK: N_("Nett, strøm eller bygg"),
    Technology.SYSTEM: N_("Programvare og innlogging"),
    Technology.OTHER: N_("Annet"),
}
PROBLEM_NAMES: Final[dict[Problem, str]] = {
    Problem.NO_CONTACT: N_("Uten kontakt"),
    Problem.POWER: N_("Batteri, lading eller strøm"),
    Problem.BROKEN: N_("Ødelagt eller virker ikke"),
    Problem.FALSE_ALARMS: N_("Utløser alarm uten grunn"),
    Problem.NO_VOICE: N_("Talen virker ikke"),
    Problem.SETTINGS: N_("Feil innstilling"),
    Problem.MEDICINE: N_("Dosen kommer ikke ut"),
    Problem.LOGIN: N_("Kommer ikke inn"),
    Problem.APP: N_("Appen eller skjermbildet svikter"),
    Problem.MISSING: N_("Mistet eller ikke levert"),
    Problem.USE: N_("Hvordan bruke det"),
    Problem.UNKNOWN_SENDER: N_("Melding som ingen kjenner"),
    Problem.OTHER: N_("Annet"),
}
CAUSE_NAMES: Final[dict[Cause, str]] = {
    Cause.FUNCTIONAL: N_("Utstyret passer ikke til behovet"),
    Cause.TECHNICAL: N_("Feil i utstyret"),
    Cause.CONFIGURATION: N_("Feil oppsett"),
    Cause.USE: N_("Bruk eller opplæring"),
    Cause.SURROUNDINGS: N_("Strøm, nett eller bygg"),
    Cause.SUPPLIER_SYSTEM: N_("Leverandørens system"),
    Cause.UNKNOWN: N_("Årsaken er ikke funnet"),
}
HARM_NAMES: Final[dict[Harm, str]] = {
    Harm.NONE: N_("Ingen følger"),
    Harm.COULD: N_("Kunne ha skadet noen"),
    Harm.DELAYED: N_("Noen fikk hjelp for sent"),
    Harm.HARMED: N_("Noen ble skadet"),
}

# What people type when they look for help, beside the names: Norwegian, lower case, and never shown.
TECHNOLOGY_WORDS: Final[dict[Technology, str]] = {
    Technology.BASE_UNIT: "trygghetsalarm base basestasjon alarmboks",
    Technology.MOBILE_ALARM: "mobilalarm mobil trygghetsalarm alarmklokke",
    Technology.PENDANT: "alarmknapp knapp smykke armbånd halssmykke",
    Technology.FALL: "falldetektor fallalarm fall",
    Technology.DOOR: "døralarm dørsensor dør",
    Technology.BED: "sengealarm sengesensor seng",
    Technology.MOTION: "bevegelsessensor bevegelse",
    Technology.SMOKE: "røykvarsler røyk brannvarsler",
    Technology.DISPENSER: "medisindispenser dispenser pilleboks multidose medisin medisinrull",
    Technology.LOCATOR: "lokalisering gps sporing sporingsklokke",
    Technology.SUPERVISION: "tilsyn kamera kameratilsyn nattkamera",
    Technology.PATIENT_CALL: "pasientvarsling pasientsignal snor ringeanlegg",
    Technology.LOCK: "elås dørlås lås nøkkelboks elektronisk nøkkel",
    Technology.MEASURING: "nettbrett måleutstyr blodtrykksmåler vekt pulsoksymeter oksymeter spirometer hjemmeoppfølging dho",
    Technology.PHONE: "smarttelefon telefon mobiltelefon vakttelefon simkort",
    Technology.NETWORK: "internett nett wifi trådløst dekning strøm bygg",
    Technology.SYSTEM: "programvare system pc datamaskin innlogging varde journalsystem",
    Technology.OTHER: "",
}
PROBLEM_WORDS: Final[dict[Problem, str]] = {
    Problem.NO_CONTACT: "kontakt offline frakoblet signal",
    Problem.POWER: "batteri lading lader lade strøm strømbrudd",
    Problem.BROKEN: "ødelagt knust virker defekt død",
    Problem.FALSE_ALARMS: "falsk feilalarm feilutløst utløser grunn",
    Problem.NO_VOICE: "tale lyd høyttaler høre mikrofon samtale",
    Problem.SETTINGS: "innstilling innstilt stille oppsett konfigurasjon",
    Problem.MEDICINE: "dose doser dosen sitter fast fastkjørt",
    Problem.LOGIN: "passord pålogging logge innlogging bankid kode låst",
    Problem.APP: "app appen skjerm skjermbilde henger oppdatering",
    Problem.MISSING: "mistet borte stjålet levert mangler",
    Problem.USE: "bruke opplæring hvordan veiledning",
    Problem.UNKNOWN_SENDER: "ukjent avsender",
    Problem.OTHER: "",
}
