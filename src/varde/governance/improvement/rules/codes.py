"""The few codes that people choose among, with the names that are shown."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


def N_(text: str) -> str:
    """A text that is translated where it is shown."""
    return text


class Source(StrEnum):
    """Where the wish for a change comes from: the eight sources of the service model."""

    NEEDS = "needs"
    USERS = "users"
    STAFF = "staff"
    LAW = "law"
    TECHNOLOGY = "technology"
    DEVIATION = "deviation"
    MONEY = "money"
    BENEFITS = "benefits"


class Technology(StrEnum):
    ALARM = "alarm"
    DISPENSER = "dispenser"
    LOCATING = "locating"
    SUPERVISION = "supervision"
    CALL = "call"
    FOLLOW_UP = "follow_up"


class Effect(StrEnum):
    """What a change came to."""

    HOPED = "hoped"
    PARTLY = "partly"
    NONE = "none"


SOURCE_NAMES: Final[dict[Source, str]] = {
    Source.NEEDS: N_("Tjenestemottakerne trenger noe annet"),
    Source.USERS: N_("Ønske fra en brukerorganisasjon"),
    Source.STAFF: N_("Innspill fra ansatte eller ledere"),
    Source.LAW: N_("Nytt i lov eller andre krav utenfra"),
    Source.TECHNOLOGY: N_("Ny teknologi eller nye muligheter i den"),
    Source.DEVIATION: N_("Avvik eller uønsket hendelse"),
    Source.MONEY: N_("Økonomien er endret"),
    Source.BENEFITS: N_("Måling av gevinster eller brukerundersøkelse"),
}
TECHNOLOGY_NAMES: Final[dict[Technology, str]] = {
    Technology.ALARM: N_("Trygghetsalarm"),
    Technology.DISPENSER: N_("Medisindispenser"),
    Technology.LOCATING: N_("Lokaliseringsteknologi (GPS)"),
    Technology.SUPERVISION: N_("Digitalt tilsyn"),
    Technology.CALL: N_("Pasientvarsling"),
    Technology.FOLLOW_UP: N_("Digital hjemmeoppfølging"),
}
EFFECT_NAMES: Final[dict[Effect, str]] = {
    Effect.HOPED: N_("Som vi håpet"),
    Effect.PARTLY: N_("Delvis"),
    Effect.NONE: N_("Ingen effekt"),
}
SCALE: Final = range(1, 6)
"""Value and effort: 1 is little, 5 is much."""
