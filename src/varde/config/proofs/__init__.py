"""What proves a line of a checklist in the service model: the address of the line, and the function that answers.

A function takes the organisations and the instant, and answers for all of them at once: proven, lapsed, or nothing to
say. Where nothing is registered in Varde, it has nothing to say, and a person's word counts. To bind another line: a
function here, and a line in PROOFS.
"""

from __future__ import annotations

from datetime import datetime

from varde.config.proofs import equipment, pathways, response, support
from varde.config.proofs.said import MACHINE
from varde.foundation.authorisation import machine
from varde.foundation.worker import Job
from varde.governance.servicemodel import actions
from varde.governance.servicemodel.queries.proofs import Source, sources

PROOFS: dict[str, Source] = {
    "recipient.allocate/checklist/overview": pathways.offers,
    "recipient.allocate/checklist/criteria": pathways.criteria_written,
    "recipient.install/checklist/adapter": pathways.adaptation_has_doers,
    "recipient.install/checklist/installer": pathways.adaptation_has_doers,
    "recipient.install/checklist/sheet": pathways.has_sheets,
    "recipient.install/checklist/trainer": pathways.training_has_doers,
    "recipient.respond/checklist/service": response.receives,
    "recipient.respond/checklist/routing": response.routed_and_covered,
    "recipient.respond/checklist/log": response.log_kept,
    "recipient.respond/checklist/responsible": response.every_alert_has_its_plan,
    "recipient.respond/checklist/informed": response.risks_are_fresh,
    "recipient.respond/checklist/documents": response.texts_reach_the_record,
    "recipient.respond/checklist/bought": response.agreements_stand,
    "recipient.evaluate/checklist/routine": pathways.evaluated_on_time,
    "recipient.evaluate/checklist/tools": pathways.evaluated_with_form,
    "recipient.evaluate/checklist/evaluator": pathways.evaluation_has_doers,
    "recipient.evaluate/checklist/returned": equipment.wiped_when_returned,
    "recipient.evaluate/checklist/registered": pathways.texts_reach_the_record,
    "upkeep.criteria/checklist/written": pathways.criteria_written,
    "upkeep.criteria/checklist/form": pathways.allocated_by_criteria,
    "upkeep.criteria/checklist/review": pathways.criteria_reviewed,
    "upkeep.portfolio/checklist/overview": equipment.overview,
    "support.helpdesk/checklist/roles": support.somebody_answers,
    "support.helpdesk/checklist/contract": support.suppliers_have_agreed,
    "support.helpdesk/checklist/reporting": support.faults_are_reported,
    "support.helpdesk/checklist/follow_up": support.faults_are_followed_up,
    "support.store/checklist/overview": equipment.counted,
    "support.store/checklist/fits": equipment.stock_suffices,
    "support.store/checklist/routines": equipment.maintained,
    "operations.access/checklist/register": support.access_is_registered,
    "operations.access/checklist/roles": support.roles_are_described,
}


class Rounds:
    """One line at a time, so that the worker is never long away from the alarms; then from the beginning again."""

    def __init__(self) -> None:
        self._next = 0

    def look(self, now: datetime) -> int:
        address = list(sources)[self._next % len(sources)]
        self._next += 1  # before the look: a line that fails holds up no other
        return actions.look(machine(MACHINE), address=address, now=now)


def jobs() -> list[Job]:
    return [Job("servicemodel.proofs", Rounds().look, every=1.0)]


def install() -> None:
    sources.clear()
    sources.update(PROOFS)
