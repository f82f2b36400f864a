"""The closed words that a pathway template is written with: stages, anchors of dates, arrangements, roles and gates.

What a municipality may change is data (defaults/templates); what it may not change stands here. Names are bokmål and
English side by side, so that a rule needs no translation machinery.
"""

from enum import StrEnum
from typing import Final

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in bokmål and English. Norwegian is always there; English falls back to it."""

    nb: str
    en: str = ""

    def __post_init__(self) -> None:
        if not self.nb.strip() or len(self.nb) > 1000 or len(self.en) > 1000:
            raise ValueError("length")

    def said_in(self, language: str) -> str:
        """The text in that language ("nb", "en", "en-gb"); Norwegian when there is no English one."""
        return self.en if language.startswith("en") and self.en else self.nb


class Stage(StrEnum):
    """The eight stages of every pathway, in order. Fixed: a template fills them, it never adds or drops one."""

    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    ALLOCATION = "allocation"
    ADAPTATION = "adaptation"
    TRAINING = "training"
    OPERATION = "operation"
    EVALUATION = "evaluation"
    DECISION = "decision"


STAGES: Final[dict[Stage, Words]] = {
    Stage.REFERRAL: Words("Henvisning", "Referral"),
    Stage.ASSESSMENT: Words("Kartlegging", "Assessment"),
    Stage.ALLOCATION: Words("Tildeling", "Allocation"),
    Stage.ADAPTATION: Words("Tilpasning og installering", "Adaptation and installation"),
    Stage.TRAINING: Words("Opplæring og oppstart", "Training and start"),
    Stage.OPERATION: Words("Drift", "Operation"),
    Stage.EVALUATION: Words("Evaluering", "Evaluation"),
    Stage.DECISION: Words("Videreføre, endre eller avslutte", "Continue, change or end"),
}


class Arrangement(StrEnum):
    """Who follows up [oppfølgingsform]: a regional centre, the municipality's own service, or the hospital."""

    TMS = "tms"
    OWN = "own"
    HOSPITAL = "hospital"


ARRANGEMENTS: Final[dict[Arrangement, Words]] = {
    Arrangement.TMS: Words("Regionalt oppfølgingssenter", "Regional follow-up centre"),
    Arrangement.OWN: Words("Egen tjeneste", "Own service"),
    Arrangement.HOSPITAL: Words("Sykehus", "Hospital"),
}


class Anchor(StrEnum):
    """What a due date is counted from. `previous`: the step before it in this arrangement was signed."""

    REFERRED = "referred"
    STAGE_ENTERED = "stage_entered"
    ALLOCATED = "allocated"
    STARTED = "started"
    PREVIOUS = "previous"


ANCHORS: Final[dict[Anchor, Words]] = {
    Anchor.REFERRED: Words("etter at henvisningen kom", "after the referral came"),
    Anchor.STAGE_ENTERED: Words("etter at fasen begynte", "after the stage began"),
    Anchor.ALLOCATED: Words("etter tildeling", "after allocation"),
    Anchor.STARTED: Words("etter oppstart", "after the start"),
    Anchor.PREVIOUS: Words("etter forrige steg", "after the previous step"),
}


class Need(StrEnum):
    """What opens a step that waits for something to happen. Without one, a step opens when its stage begins.

    Each time it happens is one occurrence of the step; it is signed like any other.
    """

    DOSE_MISSED = "dose_missed"  # the device says that medicine was not taken
    TECHNICAL_ALERT = "technical_alert"  # the device says that something is wrong with itself
    MEASUREMENT_MISSED = "measurement_missed"
    RED_MEASUREMENT = "red_measurement"
    NOT_REACHED = "not_reached"  # the recipient does not answer
    CHANGE = "change"  # settings, function or services have changed
    TRAVEL = "travel"
    SHORT_STAY = "short_stay"
    END_DECIDED = "end_decided"
    NEEDED = "needed"  # when the person responsible finds it right


NEEDS: Final[dict[Need, Words]] = {
    Need.DOSE_MISSED: Words("når medisin ikke er tatt", "when medicine was not taken"),
    Need.TECHNICAL_ALERT: Words("ved teknisk varsel", "at a technical alert"),
    Need.MEASUREMENT_MISSED: Words("når en måling mangler", "when a measurement is missing"),
    Need.RED_MEASUREMENT: Words("ved rød måling", "at a red measurement"),
    Need.NOT_REACHED: Words("når vi ikke får tak i tjenestemottakeren", "when we do not reach the recipient"),
    Need.CHANGE: Words("når noe er endret", "when something has changed"),
    Need.TRAVEL: Words("ved reise", "when travelling"),
    Need.SHORT_STAY: Words("ved korttidsopphold", "during a short stay"),
    Need.END_DECIDED: Words("når tjenesten skal avsluttes", "when the service is to end"),
    Need.NEEDED: Words("ved behov", "when needed"),
}


class Place(StrEnum):
    """Where in Varde a step is done, so that its page can lead there. A step without one is done elsewhere and signed here."""

    GROUND = "ground"
    ADAPTATIONS = "adaptations"
    PAUSE = "pause"
    ORDER = "order"
    WIPING = "wiping"
    CARD = "card"  # way in, next of kin, what stands in the home, response plan


PLACES: Final[dict[Place, Words]] = {
    Place.GROUND: Words("Se grunnlaget", "See the ground"),
    Place.ADAPTATIONS: Words("Se tilpasningene", "See the adaptations"),
    Place.PAUSE: Words("Sett på pause", "Pause"),
    Place.ORDER: Words("Bestill utstyr", "Order equipment"),
    Place.WIPING: Words("Utstyr som skal slettes", "Equipment to be wiped"),
    Place.CARD: Words("Åpne kortet til personen", "Open the person's card"),
}


class Audience(StrEnum):
    """Whom a step tells by a message that a person releases (A12). Which moment it is follows from its stage."""

    RECIPIENT = "recipient"
    NEXT_OF_KIN = "next_of_kin"
    GP = "gp"
    MUNICIPALITY = "municipality"
    CENTRE = "centre"
    HOME_CARE = "home_care"
    HOSPITAL = "hospital"


AUDIENCES: Final[dict[Audience, Words]] = {
    Audience.RECIPIENT: Words("tjenestemottakeren", "the recipient"),
    Audience.NEXT_OF_KIN: Words("pårørende", "next of kin"),
    Audience.GP: Words("fastlegen", "the GP"),
    Audience.MUNICIPALITY: Words("hjemkommunen", "the home municipality"),
    Audience.CENTRE: Words("oppfølgingssenteret", "the follow-up centre"),
    Audience.HOME_CARE: Words("hjemmetjenesten", "home care"),
    Audience.HOSPITAL: Words("sykehuset", "the hospital"),
}

ROLES: Final[dict[str, Words]] = {
    "case_officer": Words("Saksbehandler", "Case officer"),
    "superuser": Words("Ressursperson", "Superuser"),
    "home_care": Words("Ansatt i hjemmetjenesten", "Home-care worker"),
    "response_operator": Words("Responsoperatør", "Response operator"),
    "unit_leader": Words("Avdelingsleder", "Unit leader"),
    "technician": Words("Tekniker", "Technician"),
    "dho_contact": Words("Kommunal DHO-kontakt", "Municipal remote follow-up contact"),
    "follow_up_nurse": Words("Digital oppfølger", "Follow-up nurse"),
    "hospital_follow_up": Words("Oppfølgingsansvarlig på sykehuset", "Follow-up lead at the hospital"),
}
"""Roles that a step may name. Each is a role code of config/roles/: a test in config holds the two together."""


class GateKind(StrEnum):
    """Safety: nobody overrides it. Quality: may be deferred, then excepted by a leader, with an end."""

    SAFETY = "safety"
    QUALITY = "quality"


START_GATES: Final[dict[str, tuple[GateKind, Words]]] = {
    "ground": (GateKind.SAFETY, Words("Rettslig grunnlag", "Legal ground")),
    "allocation": (GateKind.SAFETY, Words("Tildeling", "Allocation on record")),
    "way_in": (GateKind.SAFETY, Words("Vei inn", "Way in")),
    "equipment_tested": (
        GateKind.SAFETY,
        Words("Utstyr utplassert og prøvd med prøvealarm", "Equipment placed and tested by a test call"),
    ),
    "response_plan": (
        GateKind.SAFETY,
        Words("Varslingsplan uten udekket tid", "Response plan without a hole"),
    ),
    "receives": (GateKind.SAFETY, Words("Noen tar imot", "Somebody receives")),
    "told": (
        GateKind.SAFETY,
        Words("Tjenestemottakeren har fått vite det", "The recipient has been told"),
    ),
    "baseline": (GateKind.QUALITY, Words("Nullpunkt målt", "Baseline measured")),
    "iplos": (GateKind.QUALITY, Words("IPLOS vurdert", "IPLOS assessed")),
    "training_recipient": (
        GateKind.QUALITY,
        Words("Opplæring av tjenestemottakeren", "Training of recipient"),
    ),
    "training_kin": (GateKind.QUALITY, Words("Opplæring av pårørende", "Training of next of kin")),
    "contacts_verified": (GateKind.QUALITY, Words("Kontakter bekreftet", "Contacts verified")),
}
"""Every gate before a service starts: its kind, and its name. A template may leave out a quality gate, never a safety gate."""

END_GATES: Final[dict[str, tuple[GateKind, Words]]] = {
    "equipment_back": (
        GateKind.SAFETY,
        Words("Utstyr innhentet, nullstilt og slettet", "Equipment collected, reset, wiped"),
    ),
    "keys_back": (GateKind.SAFETY, Words("Nøkler levert tilbake", "Keys returned")),
    "subscription_stopped": (GateKind.SAFETY, Words("Abonnement stoppet", "Subscription stopped")),
    "plan_ended": (
        GateKind.SAFETY,
        Words("Overvåking og varslingsplan avsluttet", "Monitoring and response plan ended"),
    ),
    "access_closed": (GateKind.SAFETY, Words("Tilganger stengt", "Access closed")),
    "retention_decided": (GateKind.QUALITY, Words("Lagring bestemt", "Retention decided")),
    "benefits_measured": (
        GateKind.QUALITY,
        Words("Gevinster målt eller ikke aktuelt", "Benefits measured or not applicable"),
    ),
    "closing_messages": (GateKind.QUALITY, Words("Sluttmeldinger sendt", "Closing messages sent")),
}
"""Every gate before a service ends (A11)."""

GATES: Final = START_GATES | END_GATES
MUST_START: Final = frozenset(code for code, (kind, _) in START_GATES.items() if kind is GateKind.SAFETY)
MUST_END: Final = frozenset(END_GATES)
"""Closure is whole or it is not closure: no template drops one of its gates."""

SIGNED_GATES: Final = frozenset(
    {
        "told",
        "baseline",
        "iplos",
        "training_recipient",
        "training_kin",
        "contacts_verified",
        "benefits_measured",
    }
)
"""Gates that a signed step meets (`meets`). The others are answered by the app that knows: people, equipment, alarms …"""
