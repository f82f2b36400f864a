"""Codes that alarms are described with: VKP (kodeverk), our own technical faults, causes and measures.

Source: VKP-R4 CodeSystems v090 (vkp-alert-code, vkp-severity-level, vkp-triage, vkp-composition-event).
Names are Norwegian msgids marked with N_; the page translates them when it shows them.
"""

from enum import IntEnum, StrEnum
from typing import Final


def N_(text: str) -> str:
    """Mark a text for translation where it is declared; returns it unchanged."""
    return text


class Severity(IntEnum):
    """VKP severity level (alvorlighet). Higher is worse; 0 means nobody has judged it."""

    NOT_ASSESSED = 0
    NORMAL = 10
    MODERATE = 20
    SERIOUS = 30
    CRITICAL = 40


class Urgency(StrEnum):
    """VKP triage colour (hastegrad). Black exists in VKP and is never selectable here."""

    RED = "R"
    ORANGE = "O"
    YELLOW = "Y"
    GREEN = "G"
    BLUE = "B"

    @property
    def rank(self) -> int:
        """0 for the most urgent, 4 for the least: sort by it."""
        return "ROYGB".index(self.value)


class CompositionEvent(IntEnum):
    """VKP composition event: what happened in the life of an alarm. There is no 2 in the code system."""

    REPORTED = 0
    HANDLED = 1
    RECEIPTED = 3
    DISPATCHED = 4
    DISPATCH_ACCEPTED = 5
    CAUSE = 6
    MEASURE = 7
    CONVERSATION = 8
    ACTION = 9
    OTHER_PARTY = 10


class Fault(StrEnum):
    """Our own technical fault codes (teknisk varsel). The T. prefix keeps them apart from VKP's numbers."""

    UNREADABLE = "T.unreadable"
    UNKNOWN_DEVICE = "T.unknown_device"
    NOT_PLACED = "T.not_placed"
    NO_PLAN = "T.no_plan"
    UNKNOWN_CODE = "T.unknown_code"
    UNKNOWN_SENDER = "T.unknown_sender"
    TWO_CLAIM_ONE_ID = "T.two_claim_one_id"
    SOURCE_REVOKED = "T.source_revoked"
    CLOCK_WRONG = "T.clock_wrong"
    BATTERY_LOW = "T.battery_low"
    BATTERY_EMPTY = "T.battery_empty"
    POWER_LOST = "T.power_lost"
    CONTACT_LOST = "T.contact_lost"
    SENSOR_LOST = "T.sensor_lost"
    TAMPERED = "T.tampered"
    DEVICE_FAULT = "T.device_fault"
    MAINTENANCE = "T.maintenance"
    RADIO_DISTURBED = "T.radio_disturbed"
    MUTED = "T.muted"
    WORKER_STALE = "T.worker_stale"
    POLICY_UNFIT = "T.policy_unfit"
    ALARM_STUCK = "T.alarm_stuck"


ALERT_UNKNOWN: Final = "0"
"""An alarm about a person whose kind the device did not tell in words we know. Not a VKP code; never dropped."""
ALERT_BURGLARY: Final = "0.1"
ALERT_VITAL: Final = "0.2"
ALERT_CLIMATE: Final = "0.3"
"""Kinds that devices send and VKP has no code for: ours, under "0", and sent to VKP as the service they belong to."""

SEVERITY_NAMES: Final[dict[Severity, str]] = {
    Severity.CRITICAL: N_("Kritisk"),
    Severity.SERIOUS: N_("Alvorlig"),
    Severity.MODERATE: N_("Moderat"),
    Severity.NORMAL: N_("Normal"),
    Severity.NOT_ASSESSED: N_("Ikke vurdert"),
}

URGENCY_NAMES: Final[dict[Urgency, str]] = {
    Urgency.RED: N_("Rød – svar straks"),
    Urgency.ORANGE: N_("Oransje – haster mye"),
    Urgency.YELLOW: N_("Gul – haster"),
    Urgency.GREEN: N_("Grønn – vanlig"),
    Urgency.BLUE: N_("Blå – kan vente"),
}

EVENT_NAMES: Final[dict[CompositionEvent, str]] = {
    CompositionEvent.REPORTED: N_("Hendelse meldt"),
    CompositionEvent.HANDLED: N_("Behandles"),
    CompositionEvent.RECEIPTED: N_("Kvittert"),
    CompositionEvent.DISPATCHED: N_("Til utrykning"),
    CompositionEvent.DISPATCH_ACCEPTED: N_("Utrykning tatt imot"),
    CompositionEvent.CAUSE: N_("Årsak"),
    CompositionEvent.MEASURE: N_("Tiltak"),
    CompositionEvent.CONVERSATION: N_("Samtale"),
    CompositionEvent.ACTION: N_("Aksjon"),
    CompositionEvent.OTHER_PARTY: N_("Annen aktør"),
}

FAULT_NAMES: Final[dict[str, str]] = {
    Fault.UNREADABLE: N_("Melding som ikke kan leses"),
    Fault.UNKNOWN_DEVICE: N_("Ukjent apparat"),
    Fault.NOT_PLACED: N_("Apparatet er ikke utplassert"),
    Fault.NO_PLAN: N_("Tjenestemottaker uten varslingsplan"),
    Fault.UNKNOWN_CODE: N_("Ukjent kode fra apparatet"),
    Fault.UNKNOWN_SENDER: N_("Melding fra ukjent avsender"),
    Fault.TWO_CLAIM_ONE_ID: N_("To apparater bruker samme nummer"),
    Fault.SOURCE_REVOKED: N_("Avsenderens nøkkel er trukket tilbake"),
    Fault.CLOCK_WRONG: N_("Apparatets klokke går feil"),
    Fault.BATTERY_LOW: N_("Lavt batteri"),
    Fault.BATTERY_EMPTY: N_("Tomt batteri"),
    Fault.POWER_LOST: N_("Strømbrudd"),
    Fault.CONTACT_LOST: N_("Apparatet har mistet kontakten"),
    Fault.SENSOR_LOST: N_("Sensor uten kontakt"),
    Fault.TAMPERED: N_("Apparatet er åpnet eller flyttet"),
    Fault.DEVICE_FAULT: N_("Feil i apparatet"),
    Fault.MAINTENANCE: N_("Apparatet trenger vedlikehold"),
    Fault.RADIO_DISTURBED: N_("Forstyrret radiosignal"),
    Fault.MUTED: N_("Apparatet er slått av eller dempet"),
    Fault.WORKER_STALE: N_("Varde behandler ikke nye signaler"),
    Fault.POLICY_UNFIT: N_("Egen regel eller plan som ikke kan leses"),
    Fault.ALARM_STUCK: N_("Alarm som ikke kommer videre"),
}

CAUSES: Final[dict[str, str]] = {
    "fall": N_("Fall uten kjent skade"),
    "fall_injury": N_("Fall med skade"),
    "acute_illness": N_("Akutt sykdom"),
    "pain": N_("Smerter"),
    "breathing": N_("Pusteproblemer"),
    "seizure": N_("Anfall"),
    "toilet": N_("Hjelp til toalett"),
    "moving": N_("Hjelp til å flytte seg"),
    "personal_care": N_("Hjelp til stell eller klær"),
    "medicine": N_("Spørsmål om eller hjelp med medisin"),
    "food": N_("Mat eller drikke"),
    "missed_visit": N_("Planlagt besøk uteble eller er forsinket"),
    "practical": N_("Praktisk spørsmål"),
    "unsafe": N_("Utrygg eller engstelig"),
    "wandered": N_("Gått ut eller ikke funnet veien"),
    "accident": N_("Utløst ved et uhell"),
    "test": N_("Prøvealarm"),
    "false_device": N_("Feilutløst av utstyret"),
    "technical": N_("Teknisk feil"),
    "fire": N_("Brann eller røyk"),
    "not_found_out": N_("Årsaken er ikke avklart"),
    "other": N_("Annen årsak"),
}

MEASURES: Final[dict[str, str]] = {
    "talked": N_("Avklart i samtale"),
    "supervised": N_("Avklart med digitalt tilsyn"),
    "visited": N_("Utrykning til hjemmet"),
    "helped_up": N_("Hjulpet opp"),
    "care_given": N_("Gitt helsehjelp eller stell"),
    "medicine_given": N_("Hjulpet med medisin"),
    "next_visit": N_("Følges opp ved neste besøk"),
    "kin_informed": N_("Pårørende varslet"),
    "kin_came": N_("Pårørende hjalp"),
    "doctor": N_("Fastlege eller legevakt kontaktet"),
    "called_113": N_("Overlatt til 113"),
    "called_110": N_("Overlatt til 110"),
    "called_112": N_("Overlatt til 112"),
    "device_fixed": N_("Utstyret rettet eller byttet"),
    "sent_to_support": N_("Sendt til support"),
    "no_measure": N_("Ingen tiltak nødvendig"),
    "other": N_("Annet tiltak"),
}

ALERT_NAMES: Final[dict[str, str]] = {
    ALERT_UNKNOWN: N_("Alarm av ukjent type"),
    ALERT_BURGLARY: N_("Mulig innbrudd"),
    ALERT_VITAL: N_("Alarm fra puls- eller pustemåler"),
    ALERT_CLIMATE: N_("Uvanlig temperatur eller luft i boligen"),
    "1": N_("Elektronisk medisineringsstøtte"),
    "1.1": N_("Medisin er ikke utlevert"),
    "1.2": N_("Utlevering stoppet, medisin mangler"),
    "1.3": N_("Mangler bekreftelse på utlevering"),
    "1.4": N_("Melding på dispenseren er ikke lest"),
    "1.5": N_("Teknisk feil på dispenseren"),
    "1.6": N_("Medisinpose er ikke lest"),
    "1.7": N_("Feil ved medisinrull"),
    "1.8": N_("Medisinrull sitter fast"),
    "1.9": N_("Full skuff i dispenseren"),
    "1.10": N_("Medisin venter på å bli tatt ut"),
    "1.11": N_("Mangler nok medisin til reise"),
    "1.12": N_("Dispenseren er snart tom"),
    "1.13": N_("Dispenseren er tom"),
    "1.14": N_("Dispenseren mangler tidsplan"),
    "1.15": N_("Endring i medisinplan må kontrolleres"),
    "1.16": N_("Medisinrull er behandlet"),
    "1.17": N_("Lavt batteri i dispenseren"),
    "1.18": N_("Tomt batteri i dispenseren"),
    "1.19": N_("Dispenseren er ikke koblet til strøm"),
    "1.20": N_("Ingen kontakt med dispenseren"),
    "1.21": N_("Dispenseren er åpen"),
    "1.22": N_("Dispenseren er brutt opp"),
    "1.23": N_("Dosett er feil plassert"),
    "2": N_("Lokaliseringsteknologi (GPS)"),
    "3": N_("Trygghetsalarm"),
    "4": N_("Digitalt tilsyn"),
    "4.1": N_("Fall"),
    "4.2": N_("Forlatt sengen"),
    "4.3": N_("Satt seg opp i sengen"),
    "4.4": N_("Reist seg fra stolen"),
    "4.5": N_("Kommet inn i rommet"),
    "4.6": N_("Forlatt rommet"),
    "4.7": N_("Uventet langt opphold"),
    "4.8": N_("Aktivitet i rommet"),
    "4.9": N_("Ingen aktivitet"),
    "4.10": N_("Høyt lydnivå"),
    "4.11": N_("Brannalarm"),
    "4.12": N_("Fravær"),
    "4.13": N_("Knappetrykk"),
    "4.14": N_("Snortrekk"),
    "4.15": N_("Dør åpnet"),
    "4.16": N_("Dør lukket"),
    "4.17": N_("Vannalarm"),
    "4.18": N_("Bevegelse"),
    "4.19": N_("Manglende bevegelse"),
    "4.20": N_("Lagt seg i sengen"),
    "4.21": N_("Forlatt boligen"),
    "4.22": N_("Mislykket anrop fra tjenestemottaker"),
    "4.23": N_("Ingen aktivitet fra badet"),
    "4.24": N_("Mulig epileptisk anfall"),
    "4.25": N_("Tilsyn med kamera etter hendelse"),
    "4.26": N_("Planlagt tilsyn med kamera"),
    "5": N_("Digital hjemmeoppfølging"),
    "5.1": N_("Oppsummerende varsel"),
    "5.2": N_("Handling utført"),
    "5.2.1": N_("Måledata rapportert"),
    "5.2.2": N_("Skjema besvart"),
    "5.2.3": N_("Annen handling"),
    "5.3": N_("Ingen aktivitet i oppfølgingen"),
    "5.3.1": N_("Mangler svar på skjema"),
    "5.3.2": N_("Måling er ikke rapportert"),
    "6": N_("Elektronisk dørlås"),
    "7": N_("Sykesignalanlegg"),
    "7.1": N_("Inkontinens"),
}


def is_technical(code: str) -> bool:
    """Whether the code is one of our own technical fault codes (T.…), not a VKP alert code."""
    return code.startswith("T.")


def tells_of_service(code: str) -> bool:
    """Whether the code says how a service goes (medicine, remote follow-up), so that its pathway has something to do too."""
    return code.partition(".")[0] in ("1", "5")


def alert_name(code: str) -> str:
    """The Norwegian name of an alert or fault code; an unknown code takes its nearest known parent's name."""
    for candidate in lineage(code):
        name = ALERT_NAMES.get(candidate) or FAULT_NAMES.get(candidate)
        if name:
            return name
    return ALERT_NAMES[ALERT_UNKNOWN]


def lineage(code: str) -> tuple[str, ...]:
    """The code and its parents, nearest first: "5.2.1" → ("5.2.1", "5.2", "5")."""
    parts = code.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts), 0, -1))
