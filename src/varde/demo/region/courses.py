"""Recipients in every stage of every shipped template, brought there by the real actions at past times.

What other apps would have answered then is not known for a past that never was, so the region answers the gates itself
while it is being made. From then on the house asks as it always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from varde.care.pathways import actions as pathways
from varde.care.pathways.models import Case, CaseTask, CaseText, Letter
from varde.care.pathways.models.around import LetterState
from varde.care.pathways.models.task import WAITING
from varde.care.pathways.queries.gates import GateSource, sources
from varde.care.pathways.queries.shipped import shipped_grounds
from varde.care.pathways.rules.gates import Answer, CaseFacts
from varde.care.pathways.rules.template import template_from
from varde.care.pathways.rules.wording import MISSING
from varde.demo.region.answers import answers
from varde.demo.region.organisations import HOSPITAL_NAME
from varde.demo.region.past import Past
from varde.demo.region.places import HOSPITAL, STORY
from varde.ground.people.models import Recipient
from varde.ground.questionnaires import actions as forms
from varde.ground.questionnaires.permissions import QuestionnairePermission as FormPermission
from varde.ground.questionnaires.queries.shipped import shipped
from varde.kernel.actor import Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

FOLLOWED: Final = (
    18  # recipients of Froland beside its share of the region, so that there is somebody in each stage
)
STAGES: Final = (
    "referral", "assessment", "allocation", "adaptation", "training", "operation", "evaluation", "decision",
)  # fmt: skip
LATE: Final = "late"  # it runs, and its evaluation should have been made
# Days ago that a case in the stage was referred.
AGO: Final = {
    "referral": 2, "assessment": 12, "allocation": 20, "adaptation": 33, "training": 41, "operation": 75,
    "evaluation": 210, "decision": 220, LATE: 330,
}  # fmt: skip
TEMPLATES: Final = (
    "medicine_dispenser",
    "safety_alarm",
    "locating",
    "digital_supervision",
    "dho_tms",
    "dho_own",
)
GATES: Final = (
    "way_in",
    "equipment_tested",
    "response_plan",
    "receives",
    "equipment_back",
    "keys_back",
    "plan_ended",
)
REFERRALS: Final = (
    "Trenger å klare seg selv med medisinene.",
    "Ønsker å bo hjemme så lenge som mulig.",
    "Pårørende er bekymret når hun er alene.",
    "Utskrives på fredag og trenger oppfølging hjemme.",
)


@dataclass(slots=True)
class Work:
    """Who does what, and a case on its way. `at` is the present instant of the case."""

    past: Past
    by_role: dict[str, Actor]
    officer: Actor
    second: Actor
    at: datetime
    cases: list[Case] = field(default_factory=list)

    def on(self, day: int, hour: int = 10) -> None:
        """So many days later, in working hours; never after now."""
        later = instant_at(local(self.at).date() + timedelta(days=day), time(hour))
        self.at = min(max(later, self.at + timedelta(minutes=7)), self.past.now - timedelta(minutes=1))


@contextmanager
def in_order() -> Iterator[None]:
    """What other apps answer while the past is being made."""
    before = list(sources)

    def ask(case: CaseFacts, now: datetime) -> Iterable[Answer]:
        return [Answer(code, True) for code in GATES]

    sources[:] = [GateSource(frozenset(GATES), ask)]
    try:
        yield
    finally:
        sources[:] = before


def make(past: Past) -> dict[str, Case]:
    """The cases, by "template:stage"."""
    trust = past.named(HOSPITAL_NAME)
    ill = past.inpatients(trust, len(STAGES))
    here = (past.people(STORY)[1:], past.staff(STORY), TEMPLATES)
    there = (ill, past.staff(HOSPITAL), ("dho_hospital",))
    made: dict[str, Case] = {}
    with in_order():
        for people, staff, templates in (here, there):
            past.let_in(staff, people)
            for turn, code in enumerate(templates):
                for step, stage in enumerate(STAGES):
                    person = people[(turn * 4 + step) % len(people)]
                    made[f"{code}:{stage}"] = _case(past, staff, person, code, stage)
        people, staff, _ = here
        made[LATE] = _case(past, staff, people[-1], "safety_alarm", LATE)
        offer = "Stabil etter tre uker. Vi foreslår at kommunen følger opp videre."
        pathways.propose_hand_over(
            past.staff(HOSPITAL)["hospital_follow_up"],
            case_id=made["dho_hospital:operation"].pk,
            to=past.place(STORY).pk,
            text=offer,
            now=past.now - timedelta(hours=26),
        )
    return made


def _case(past: Past, staff: dict[str, Actor], person: Recipient, code: str, stage: str) -> Case:
    """One case, taken as far as the stage."""
    officer = staff.get("case_officer") or staff["hospital_follow_up"]
    second = staff.get("home_care") or staff["hospital_follow_up"]
    work = Work(past, staff, officer, second, past.now - timedelta(days=AGO[stage]))
    template = pathways.ready_template(officer, owner_id=person.owner_id, code=code, now=work.at)
    plan = template_from(template.data)
    chance = past.chance("course", code, stage)
    values = {
        "service_type": plan.service_types[0],
        "arrangement": plan.arrangements[0].value,
        "referrer": chance.choice(("gp", "next_of_kin", "home_care", "recipient")),
        "referrer_name": "",
        "referral": chance.choice(REFERRALS),
        "unit": None,
    }
    work.on(0)
    case = pathways.refer(
        officer, recipient_id=person.pk, template_id=template.pk, values=values, now=work.at
    )
    until = "operation" if stage == LATE else stage
    for name in STAGES[1 : STAGES.index(until) + 1]:
        STEPS[name](work, case)
        if name != stage:
            _tidy(work, case)  # what the last stage brought is still on the desk
    return case


def _tidy(work: Work, case: Case) -> None:
    """Letters are read, put right and sent, and texts stand in the record system."""
    for letter in list(Letter.objects.filter(case=case, state=LetterState.DRAFT).order_by("pk")):
        text, key = (
            str(letter.text).replace(MISSING, "se fagsystemet"),
            {"letter_id": letter.pk, "now": work.at},
        )
        pathways.release_letter(work.officer, text=text, to_name="", **key)
        pathways.mark_sent(work.officer, **key)
    for text_row in list(CaseText.objects.filter(case=case, copied_at__isnull=True).order_by("pk")):
        pathways.mark_copied(work.officer, text_id=text_row.pk, now=work.at)


def _answer(work: Work, case: Case) -> None:
    work.on(2)
    pathways.accept_referral(work.officer, case_id=case.pk, now=work.at)


def _assess(work: Work, case: Case) -> None:
    work.on(4)
    sign_all(work, case)
    said = {"considered": True, "chosen": True, "part_of_need": "Trygghet mellom besøkene", "why_not": ""}
    pathways.complete_assessment(work.officer, case_id=case.pk, values=said, now=work.at)


def _allocate(work: Work, case: Case) -> None:
    work.on(3)
    yes = {"kind": "care", "giver": "self", "giver_name": "", "given_on": local(work.at).date()}
    pathways.give_consent(
        work.officer, recipient_id=case.recipient_id, case_id=case.pk, values=yes, now=work.at
    )
    rule = shipped_grounds()["consent"]
    ground: dict[str, Any] = {
        "code": rule.code,
        "conditions": {one.code: "Vurdert i samtale" for one in rule.conditions},
        "clinician": "Fastlegen",
        "review_on": local(work.at).date() + timedelta(days=150),
    }
    pathways.choose_ground(work.officer, case_id=case.pk, values=ground, now=work.at)
    sign_all(work, case)
    given = {
        "given": "decision",
        "allocated_on": local(work.at).date(),
        "allocation_ref": f"{local(work.at):%y}/{1000 + len(work.by_role) + case.pk.int % 9000}",
        "allocated_until": None,
    }
    pathways.allocate(work.officer, case_id=case.pk, values=given, now=work.at)


def _install(work: Work, case: Case) -> None:
    work.on(6)
    sign_all(work, case)
    pathways.complete_installation(work.officer, case_id=case.pk, now=work.at)


def _start(work: Work, case: Case) -> None:
    work.on(5, 13)
    sign_all(work, case)
    pathways.start_case(work.officer, case_id=case.pk, now=work.at)


def _evaluate(work: Work, case: Case) -> None:
    work.on(130)
    pathways.open_evaluation(work.officer, case_id=case.pk, now=work.at)


def _find(work: Work, case: Case) -> None:
    work.on(3)
    sign_all(work, case)
    found = {
        "outcome": "extend",
        "reason": "",
        "is_suitable": True,
        "text": "Virker som tenkt. Færre unødige besøk.",
        "finding": "",
        "response_id": None,
        "survey_id": None,
    }
    pathways.evaluate(work.officer, case_id=case.pk, values=found, now=work.at)


# What brings a case into the stage, from the one before it.
STEPS: Final = {
    "assessment": _answer,
    "allocation": _assess,
    "adaptation": _allocate,
    "training": _install,
    "operation": _start,
    "evaluation": _evaluate,
    "decision": _find,
}


def sign_all(work: Work, case: Case) -> None:
    """What waits and can be signed now, by whoever has the role."""
    rows = CaseTask.objects.filter(case=case, state__in=WAITING, kind="step").order_by("place", "pk")
    for task in list(rows):
        who = work.by_role.get(task.role, work.officer)
        if task.form and not who.may(FormPermission.ANSWER, case.owner_id):
            who = work.officer
        key = _filled(work, case, who, task) if task.form else None
        with suppress(pathways.NotYet):
            pathways.sign_step(who, task_id=task.pk, response_id=key, now=work.at)
            if task.second_check:
                other = work.second if work.second.id != who.id else work.officer
                pathways.check_step(other, task_id=task.pk, now=work.at)


def _filled(work: Work, case: Case, who: Actor, task: CaseTask) -> UUID:
    """The form of the step, answered and completed."""
    about = {"recipient_id": case.recipient_id}
    row = forms.start_response(
        who,
        **about,
        owner_id=case.owner_id,
        definition_code=task.form,
        basis_kind="case_task",
        basis_id=task.pk,
        now=work.at,
    )
    definition = shipped()[task.form]
    given = answers(
        definition, work.past.chance("form", task.form, case.service_type, task.code), local(work.at).date()
    )
    saved = forms.save_answers(
        who,
        **about,
        response_id=row.pk,
        given=given,
        shown=frozenset(given),
        revision=row.revision,
        now=work.at,
    )
    forms.complete_response(who, **about, response_id=saved.id, now=work.at)
    return saved.id
