"""What stands in the way of putting a plan in force: a safety gate."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from varde.care.alarms.rules.codes import N_
from varde.care.alarms.rules.plan.steps import Plan, ReceiverKind, Step, StepKind, Terms


class PlanFault(StrEnum):
    """What is wrong with a plan. A safety gate: a plan with one of these is not put in force."""

    EMPTY = "empty"
    NUMBERING = "numbering"
    NO_LIMIT = "no_limit"
    NO_REPEAT = "no_repeat"
    NO_CHANNEL = "no_channel"
    DISPATCH_SILENT = "dispatch_silent"
    CONTACT_WITHOUT_TERMS = "contact_without_terms"
    CONTACT_NOT_ACCEPTED = "contact_not_accepted"
    CONTACT_WITHOUT_KEY = "contact_without_key"
    CONTACT_WITHOUT_END = "contact_without_end"
    CONTACT_ENDED = "contact_ended"
    ENDS_WITH_KIN = "ends_with_kin"
    ENDS_WITH_NOBODY = "ends_with_nobody"
    LAST_SILENT = "last_silent"


PLAN_FAULT_NAMES: Final[dict[PlanFault, str]] = {
    PlanFault.EMPTY: N_("Planen har ingen ledd"),
    PlanFault.NUMBERING: N_("Leddene er ikke nummerert 1, 2, 3 …"),
    PlanFault.NO_LIMIT: N_("Leddet mangler tidsfrist"),
    PlanFault.NO_REPEAT: N_("Planen sier ikke hvor ofte siste ledd ringes på nytt"),
    PlanFault.NO_CHANNEL: N_("Leddet mangler kanal"),
    PlanFault.DISPATCH_SILENT: N_("Et utrykningsledd må ha minst én kanal som ringer"),
    PlanFault.CONTACT_WITHOUT_TERMS: N_("Varslingskontakten har ingen avtale"),
    PlanFault.CONTACT_NOT_ACCEPTED: N_("Varslingskontakten har ikke sagt ja"),
    PlanFault.CONTACT_WITHOUT_KEY: N_("Varslingskontakten har ikke nøkkel"),
    PlanFault.CONTACT_WITHOUT_END: N_("Avtalen med varslingskontakten mangler sluttdato"),
    PlanFault.CONTACT_ENDED: N_("Avtalen med varslingskontakten er utløpt"),
    PlanFault.ENDS_WITH_KIN: N_("Siste ledd kan ikke være pårørende eller nabo"),
    PlanFault.ENDS_WITH_NOBODY: N_("Siste ledd må ha en mottaker som alltid finnes"),
    PlanFault.LAST_SILENT: N_("Siste ledd må ha en kanal som ringer"),
}


def faults(plan: Plan, on: date) -> tuple[tuple[int, PlanFault], ...]:
    """What is wrong with the plan on that day: (step number, fault), number 0 for the plan as a whole."""
    if not plan.steps:
        return ((0, PlanFault.EMPTY),)
    found: list[tuple[int, PlanFault]] = []
    if plan.repeat_every <= timedelta(0):
        found.append((0, PlanFault.NO_REPEAT))
    if tuple(step.number for step in plan.steps) != tuple(range(1, plan.last + 1)):
        found.append((0, PlanFault.NUMBERING))
    for step in plan.steps:
        found.extend((step.number, fault) for fault in _step_faults(step, on))
    last = plan.steps[-1]
    if last.kind is StepKind.CONTACT or last.receiver.kind is ReceiverKind.CONTACT:
        found.append((last.number, PlanFault.ENDS_WITH_KIN))
    elif last.kind is not StepKind.LAST_RESORT:
        found.append((last.number, PlanFault.ENDS_WITH_NOBODY))
    elif not last.rings:
        found.append((last.number, PlanFault.LAST_SILENT))
    return tuple(found)


def _step_faults(step: Step, on: date) -> Iterable[PlanFault]:
    if step.limit <= timedelta(0):
        yield PlanFault.NO_LIMIT
    if not step.channels:
        yield PlanFault.NO_CHANNEL
    if step.kind is StepKind.DISPATCH and not step.rings:
        yield PlanFault.DISPATCH_SILENT
    if step.kind is StepKind.CONTACT:
        yield from _terms_faults(step.terms, on)


def _terms_faults(terms: Terms | None, on: date) -> Iterable[PlanFault]:
    if terms is None:
        yield PlanFault.CONTACT_WITHOUT_TERMS
        return
    if not terms.accepted:
        yield PlanFault.CONTACT_NOT_ACCEPTED
    if not terms.has_key:
        yield PlanFault.CONTACT_WITHOUT_KEY
    if terms.ends_on is None:
        yield PlanFault.CONTACT_WITHOUT_END
    elif terms.ends_on <= on:
        yield PlanFault.CONTACT_ENDED
