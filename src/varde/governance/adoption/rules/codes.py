"""The few codes that people choose among. The names are Norwegian message ids; whoever shows them translates."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


def N_(text: str) -> str:
    """Marks a text for translation where it stands; it is translated when it is shown."""
    return text


class Technology(StrEnum):
    """The six technologies that may be introduced."""

    ALARM = "alarm"
    DISPENSER = "dispenser"
    LOCATING = "locating"
    SUPERVISION = "supervision"
    CALL = "call"
    FOLLOW_UP = "follow_up"


class Status(StrEnum):
    """How far a municipality has come with a technology."""

    CONSIDERING = "considering"
    INTRODUCING = "introducing"
    IN_OPERATION = "in_operation"
    STOPPED = "stopped"


class Word(StrEnum):
    """What somebody answers to a point."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Part(StrEnum):
    """A checklist of an introduction."""

    GROUNDWORK = "groundwork"
    CRITERIA = "criteria"
    OPERATION = "operation"
    ROADMAP = "roadmap"


class Dimension(StrEnum):
    """The three sides of an evaluation [MTO]."""

    HUMAN = "human"
    TECHNOLOGY = "technology"
    ORGANISATION = "organisation"


class Kind(StrEnum):
    """What the first municipality makes, and the rest take over [bestilling 1]."""

    TECHNICAL_TEST = "technical_test"
    SERVICE_PATHWAY = "service_pathway"
    ROUTINE = "routine"
    BENEFIT_PLAN = "benefit_plan"
    INFORMATION = "information"
    RISK = "risk"
    DPIA = "dpia"
    USER_GUIDE = "user_guide"
    DIVISION = "division"
    INTRODUCTION_PLAN = "introduction_plan"
    OTHER = "other"


class Goal(StrEnum):
    """The national goals; defaults/goals.yaml says where each comes from."""

    CONSIDERED = "considered"
    ORDINARY = "ordinary"
    ADVICE = "advice"
    RESEARCH = "research"
    GUIDES = "guides"
    ARCHITECTURE = "architecture"
    STEWARDSHIP = "stewardship"
    SHARED = "shared"


class Reached(StrEnum):
    """How far a goal has been reached."""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"


TECHNOLOGY_NAMES: Final[dict[Technology, str]] = {
    Technology.ALARM: N_("Trygghetsalarm"),
    Technology.DISPENSER: N_("Medisindispenser"),
    Technology.LOCATING: N_("Lokaliseringsteknologi (GPS)"),
    Technology.SUPERVISION: N_("Digitalt tilsyn"),
    Technology.CALL: N_("Pasientvarsling"),
    Technology.FOLLOW_UP: N_("Digital hjemmeoppfølging"),
}
STATUS_NAMES: Final[dict[Status, str]] = {
    Status.CONSIDERING: N_("Vurderes"),
    Status.INTRODUCING: N_("Innføres"),
    Status.IN_OPERATION: N_("I drift"),
    Status.STOPPED: N_("Stanset"),
}
WORD_NAMES: Final[dict[Word, str]] = {Word.YES: N_("Ja"), Word.PARTLY: N_("Delvis"), Word.NO: N_("Nei")}
DIMENSION_NAMES: Final[dict[Dimension, str]] = {
    Dimension.HUMAN: N_("Menneske"),
    Dimension.TECHNOLOGY: N_("Teknologi"),
    Dimension.ORGANISATION: N_("Organisasjon"),
}
KIND_NAMES: Final[dict[Kind, str]] = {
    Kind.TECHNICAL_TEST: N_("Teknisk test"),
    Kind.SERVICE_PATHWAY: N_("Tjenesteforløp"),
    Kind.ROUTINE: N_("Rutine"),
    Kind.BENEFIT_PLAN: N_("Gevinstplan"),
    Kind.INFORMATION: N_("Informasjonsskriv"),
    Kind.RISK: N_("ROS-analyse"),
    Kind.DPIA: N_("DPIA"),
    Kind.USER_GUIDE: N_("Brukerveiledning"),
    Kind.DIVISION: N_("Fordeling av oppgaver"),
    Kind.INTRODUCTION_PLAN: N_("Plan for innføring"),
    Kind.OTHER: N_("Annet"),
}
GOAL_NAMES: Final[dict[Goal, str]] = {
    Goal.CONSIDERED: N_("Teknologi vurderes ved hver tildeling"),
    Goal.ORDINARY: N_("Teknologi er en vanlig del av tjenestene"),
    Goal.ADVICE: N_("Nasjonale anbefalinger følges"),
    Goal.RESEARCH: N_("Råd fra forskning brukes"),
    Goal.GUIDES: N_("Veiledere er tatt i bruk"),
    Goal.ARCHITECTURE: N_("Anbefalt arkitektur følges"),
    Goal.STEWARDSHIP: N_("Forvaltning er på plass"),
    Goal.SHARED: N_("Nasjonale fellesløsninger er tatt i bruk"),
}
REACHED_NAMES: Final[dict[Reached, str]] = {
    Reached.NO: N_("Ikke nådd"),
    Reached.PARTLY: N_("Delvis nådd"),
    Reached.YES: N_("Nådd"),
}
