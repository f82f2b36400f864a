"""What a pause of a service may keep from ringing: that a device misses something the person should have done.

"Missing" is a dose not taken and a report not sent, and nothing else. Every other alarm rings as before, so does a missing
one of another service, and so does all that is missing when the pause is past its end.
"""

from collections.abc import Collection
from typing import Final

from varde.care.alarms.rules.codes import lineage
from varde.care.alarms.rules.wording import Wording

MISSING: Final[dict[str, str]] = {
    "1.1": "medicine_dispenser",  # not dispensed
    "1.3": "medicine_dispenser",  # dispensed, not confirmed
    "1.10": "medicine_dispenser",  # waits to be taken out
    "5.3": "dho",  # no activity, form or measurement
}
"""Alert code (its sub-codes too) → how the service type begins that the code is about."""

ON_PAUSE: Final = Wording(
    "Tjenesten er på pause. Derfor ringte ikke dette varselet.",
    "The service is paused. That is why this did not ring.",
)


def service_of_missing(code: str) -> str:
    """How the service type begins whose pause may keep this code from ringing; "" for every other code."""
    return next((MISSING[one] for one in lineage(code) if one in MISSING), "")


def rests(code: str, paused: Collection[str]) -> bool:
    """Whether the code only says what a pause expects. `paused`: the service types whose pause stops missing alerts now,
    for everybody who uses the unit."""
    service = service_of_missing(code)
    return bool(service) and any(one == service or one.startswith(f"{service}_") for one in paused)
