"""The shipped service catalogue from the text of defaults/catalogue.yaml. Takes text, not paths: the action reads the file."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from varde.care.pathways.rules.catalogue.hours import hours_from
from varde.care.pathways.rules.catalogue.words import GIVEN, PAYMENTS, TARGETS
from varde.care.pathways.rules.template import Words
from varde.kernel.yaml import load as load_yaml

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class ShippedCriteria(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    inclusion: Annotated[tuple[Words, ...], Meta(min_length=1)]
    exclusion: tuple[Words, ...]


class ShippedService(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One service type as shipped: what an organisation starts from. `equipment`: product kinds that it uses."""

    code: Code
    name: Words
    purpose: Words
    benefit: Words
    target_groups: tuple[str, ...]
    given: str
    payment: str
    evaluation_months: Annotated[int, Meta(ge=1, le=60)]
    service_hours: str
    criteria: ShippedCriteria
    indicators: tuple[Words, ...]
    equipment: tuple[str, ...]
    how_to_apply: Words
    kpr: str = ""
    buy_yourself: Words | None = None
    trial_days: Annotated[int, Meta(ge=0, le=365)] = 0
    settings_sheet: str = ""

    def __post_init__(self) -> None:
        if (
            not set(self.target_groups) <= TARGETS.keys()
            or self.given not in GIVEN
            or self.payment not in PAYMENTS
        ):
            raise ValueError(f"{self.code}: unknown code")
        hours_from(self.service_hours)


def services_from_text(text: str) -> tuple[ShippedService, ...]:
    """Every shipped service type, in order. Raises ValueError (msgspec.ValidationError, HoursFault) or yaml.YAMLError."""
    rows = msgspec.convert(load_yaml(text), tuple[ShippedService, ...], strict=True)
    if len({row.code for row in rows}) != len(rows):
        raise ValueError("a service type stands twice")
    return rows


def english_of(at: Any) -> dict[str, str]:
    """Every Norwegian text in shipped data → its English, so that rows nobody has rewritten can be read in English."""
    if isinstance(at, Words):
        return {at.nb: at.en} if at.en else {}
    if isinstance(at, msgspec.Struct):
        at = [getattr(at, name) for name in at.__struct_fields__]
    if not isinstance(at, list | tuple):
        return {}
    return {nb: en for one in at for nb, en in english_of(one).items()}
