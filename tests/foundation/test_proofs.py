"""What proves a line of the service model, on real records: bound to lines that exist, asked in batch, each turning both ways."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from varde.care.alarms import actions as alarms
from varde.care.alarms.models import AlarmEvent, RecordText
from varde.care.alarms.testing import alarms as all_alarms
from varde.care.alarms.testing import make_signal, scaip
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.care.alarms.tests.conftest import world as world  # a fixture
from varde.care.pathways.actions import take_over
from varde.care.pathways.models import Case, CaseTask, CaseText, CriteriaVersion, Evaluation, ServiceType
from varde.care.pathways.permissions import PathwayPermission
from varde.care.pathways.testing import make_case
from varde.care.rota.testing import Pool, make_shift
from varde.config.proofs import PROOFS, Rounds
from varde.config.roles import ROLES
from varde.foundation.accounts.testing import make_user
from varde.foundation.authorisation import machine
from varde.foundation.outbox import post
from varde.foundation.ownership import scope
from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import points_of_model
from varde.governance.servicemodel.rules.codes import Proof
from varde.governance.servicemodel.testing import adopt, findings
from varde.governance.support.testing import make_level, make_route, make_ticket
from varde.ground.equipment.models import MaintenanceTask, ReorderPoint, StockTake
from varde.ground.equipment.testing import make_collected, make_item, make_product, make_rule, make_store
from varde.ground.messaging.testing import Message
from varde.ground.organisations.models import Agreement
from varde.ground.organisations.testing import make_actor, make_membership, make_organisation
from varde.ground.people.permissions import PeoplePermission
from varde.ground.people.testing import make_relation, make_risk
from varde.interfaces.web.work import waiting_for
from varde.kernel.actor import EVERYWHERE

pytestmark = pytest.mark.django_db
ROUTING = "recipient.respond/checklist/routing"
PROVEN, LAPSED, NOTHING = Proof.PROVEN, Proof.LAPSED, Proof.NOT_APPLICABLE


def said(world: World, address: str, *, now: datetime | None = None) -> Proof:
    owner = world.municipality.pk
    return PROOFS[address]([owner], now or world.now)[owner].proof


def test_every_bound_line_stands_in_the_national_edition() -> None:
    lines = points_of_model("national-2023", "2023.1")
    assert len(PROOFS) >= 20
    assert [one for one in PROOFS if one not in lines or "/checklist/" not in one] == []


def test_where_nothing_is_registered_the_system_has_nothing_to_say() -> None:
    empty = make_organisation("Risør")
    now = datetime.fromisoformat("2026-11-07T01:14:00+00:00")
    found = {address: source([empty.pk], now)[empty.pk].proof for address, source in PROOFS.items()}
    assert {address for address, proof in found.items() if proof is not NOTHING} == set()


def test_each_asks_as_often_for_25_municipalities_as_for_one(world: World) -> None:
    many = [world.municipality.pk, *(make_organisation(f"Kommune {nr:02}").pk for nr in range(24))]
    for address, source in PROOFS.items():
        asked = []
        for owners in (many[:1], many):
            with CaptureQueriesContext(connection) as captured:
                source(owners, world.now)
            asked.append(len(captured))
        assert asked[0] == asked[1] <= 20, (address, asked)


def manned(world: World, pool: Pool, *, but: timedelta = timedelta()) -> None:
    """Somebody on a shift for 15 days, without the last `but` of the second day."""
    start = world.now - timedelta(hours=1)
    make_shift(pool, start, start + timedelta(days=2) - but)
    make_shift(pool, start + timedelta(days=2), start + timedelta(days=16))


def test_an_hour_with_nobody_on_shift_lapses_the_routing(world: World) -> None:
    manned(world, world.patrol)
    assert said(world, ROUTING) is PROVEN
    with scope(EVERYWHERE):
        world.patrol.shifts.all().delete()
    manned(world, world.patrol, but=timedelta(hours=1))
    found = PROOFS[ROUTING]([world.municipality.pk], world.now)[world.municipality.pk]
    assert found.proof is LAPSED
    assert found.why.values["hours"] == 60
    assert found.url


def test_a_plan_and_somebody_who_receives_are_seen(world: World) -> None:
    for address in ("recipient.respond/checklist/service", "recipient.respond/checklist/responsible"):
        assert said(world, address) is PROVEN
    Agreement.objects.filter(pk=world.agreement.pk).update(ended_at=world.now)
    assert said(world, "recipient.respond/checklist/service") is LAPSED
    with scope(EVERYWHERE):
        from varde.care.alarms.models import PlanVersion

        PlanVersion.objects.update(ends_at=world.now)
    assert said(world, "recipient.respond/checklist/responsible") is LAPSED
    assert said(world, ROUTING) is LAPSED


def test_an_agreement_that_has_lapsed_is_seen(world: World) -> None:
    address = "recipient.respond/checklist/bought"
    assert said(world, address) is PROVEN
    Agreement.objects.filter(pk=world.agreement.pk).update(ends_at=world.now - timedelta(hours=1))
    assert said(world, address) is LAPSED


def test_the_log_and_the_texts_for_the_record_are_seen(world: World, monkeypatch: Any) -> None:
    log, texts = "recipient.respond/checklist/log", "recipient.respond/checklist/documents"
    assert (said(world, log), said(world, texts)) == (NOTHING, NOTHING)
    signal = make_signal(scaip(DEVICE), source=world.source, at=world.now)
    alarms.read_signals(machine("signal_reader"), signals=[signal], now=world.now)
    (alarm,) = all_alarms()
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.count()
        row = RecordText.objects.create(owner=alarm.owner, alarm=alarm, text="Falt", made_at=world.now)
    later = world.now + timedelta(days=4)
    assert (said(world, log), said(world, texts)) == (PROVEN, PROVEN)
    assert said(world, texts, now=later) is LAPSED
    with scope(EVERYWHERE):
        RecordText.objects.filter(pk=row.pk).update(copied_at=later)
    assert said(world, texts, now=later) is PROVEN
    monkeypatch.setattr("varde.foundation.appendonly.toothless", lambda: ["alarms_alarmevent"])
    assert said(world, log) is LAPSED


def test_risks_past_their_day_are_seen(world: World) -> None:
    address = "recipient.respond/checklist/informed"
    row = make_risk(world.recipient, review_due_on=world.now.date() + timedelta(days=5))
    assert said(world, address) is PROVEN
    assert said(world, address, now=world.now + timedelta(days=6)) is LAPSED
    assert row.pk


def everything(world: World) -> Any:
    """Somebody who may do all that a pathway needs, and has no role that a template names."""
    actor = make_actor(world.municipality, permissions=(*PathwayPermission, *PeoplePermission), name="Nina")
    make_relation(world.recipient, actor.id)
    return actor


def test_the_catalogue_and_its_criteria_are_seen(world: World) -> None:
    offered, written = "recipient.allocate/checklist/overview", "recipient.allocate/checklist/criteria"
    review, sheet = "upkeep.criteria/checklist/review", "recipient.install/checklist/sheet"
    boss = make_actor(world.municipality, permissions=(*PathwayPermission,))
    take_over(boss, owner_id=world.municipality.pk, now=world.now)
    assert said(world, offered) is NOTHING, "what is taken over is offered to nobody yet"
    with scope(EVERYWHERE):
        ServiceType.objects.filter(code="medicine_dispenser").update(
            is_offered=True, settings_sheet="oppsett"
        )
    assert [said(world, one) for one in (offered, written, sheet)] == [PROVEN] * 3
    assert said(world, review) is LAPSED, "the shipped criteria are to be gone through before they count"
    with scope(EVERYWHERE):
        CriteriaVersion.objects.update(review_on=world.now.date() + timedelta(days=200))
    assert said(world, review) is PROVEN
    assert said(world, review, now=world.now + timedelta(days=3 * 365)) is LAPSED
    with scope(EVERYWHERE):
        ServiceType.objects.update(settings_sheet="")
        CriteriaVersion.objects.update(ends_at=world.now)
    assert (said(world, written), said(world, sheet)) == (LAPSED, LAPSED)


def test_roles_of_the_pathway_that_nobody_has_are_seen(world: World) -> None:
    lines = [f"recipient.install/checklist/{one}" for one in ("adapter", "installer", "trainer")]
    make_case(everything(world), world.recipient, to="active", now=world.now - timedelta(days=30))
    assert {said(world, one) for one in lines} == {LAPSED}, "nobody is superuser"
    for role in ("superuser", "home_care", "case_officer", "unit_leader", "technician"):
        make_membership(make_user(role), world.municipality, role)
    assert {said(world, one) for one in lines} == {PROVEN}
    assert said(world, "recipient.evaluate/checklist/evaluator") is PROVEN


def test_evaluations_allocations_and_texts_of_the_pathway_are_seen(world: World) -> None:
    routine, tools = "recipient.evaluate/checklist/routine", "recipient.evaluate/checklist/tools"
    form, record = "upkeep.criteria/checklist/form", "recipient.evaluate/checklist/registered"
    take_over(
        make_actor(world.municipality, permissions=(*PathwayPermission,)),
        owner_id=world.municipality.pk,
        now=world.now - timedelta(days=60),
    )
    case = make_case(everything(world), world.recipient, to="active", now=world.now - timedelta(days=30))
    assert (said(world, form), said(world, tools)) == (PROVEN, NOTHING)
    with scope(EVERYWHERE):
        Evaluation.objects.filter(case=case).delete()
        Evaluation.objects.create(
            owner=case.owner,
            case=case,
            opened_at=world.now - timedelta(days=5),
            evaluated_at=world.now - timedelta(days=2),
            response_id=case.pk,
        )
        CaseTask.objects.filter(case=case, kind="evaluation").update(
            state="done", due_at=world.now - timedelta(days=1), done_at=world.now - timedelta(days=2)
        )
        CaseText.objects.filter(case=case).update(made_at=world.now - timedelta(hours=1), copied_at=None)
        assert CaseText.objects.filter(case=case).exists()
        assert CaseTask.objects.filter(case=case, kind="evaluation").exists()
    assert [said(world, one) for one in (routine, tools, record)] == [PROVEN] * 3
    with scope(EVERYWHERE):
        Evaluation.objects.update(response_id=None)
        Case.objects.update(criteria=None)
        CaseTask.objects.filter(case=case, kind="evaluation").update(state="open", done_at=None)
    assert [said(world, one) for one in (routine, tools, form)] == [LAPSED] * 3
    assert said(world, record, now=world.now + timedelta(days=4)) is LAPSED


def test_equipment_stock_maintenance_and_wiping_are_seen(world: World) -> None:
    owner = world.municipality.pk
    overview, counted = "upkeep.portfolio/checklist/overview", "support.store/checklist/overview"
    fits, kept = "support.store/checklist/fits", "support.store/checklist/routines"
    wiped = "recipient.evaluate/checklist/returned"
    store, product = make_store(owner), make_product(owner)
    assert [said(world, one) for one in (overview, wiped)] == [PROVEN] * 2
    assert [said(world, one) for one in (counted, fits, kept)] == [NOTHING] * 3
    item, _second = (make_item(owner, store=store, product=product) for _ in range(2))
    with scope(EVERYWHERE):
        more = {"started_at": world.now, "started_by": store.pk, "started_by_name": "Tore"}
        StockTake.objects.create(owner_id=owner, store=store, closed_at=world.now, **more)
        point = {"store": store, "product": product, "point": 1, "fill_to": 2}
        ReorderPoint.objects.create(owner_id=owner, **point)
        day = world.now.date() - timedelta(days=20)
        MaintenanceTask.objects.create(owner_id=owner, item=item, rule=make_rule(product), due_on=day)
    assert [said(world, one) for one in (counted, fits, kept)] == [PROVEN] * 3
    make_collected(make_item(owner, product=product), [world.recipient.pk], at=world.now - timedelta(days=3))
    assert said(world, wiped) is PROVEN
    later = world.now + timedelta(days=400)
    assert [said(world, one, now=later) for one in (counted, kept, wiped)] == [LAPSED] * 3
    with scope(EVERYWHERE):
        ReorderPoint.objects.update(point=5, fill_to=9)
    assert said(world, fits) is LAPSED


def test_support_and_access_are_seen(world: World) -> None:
    roles, contract = "support.helpdesk/checklist/roles", "support.helpdesk/checklist/contract"
    reporting, follow_up = "support.helpdesk/checklist/reporting", "support.helpdesk/checklist/follow_up"
    assert [said(world, one) for one in (roles, contract, reporting, follow_up)] == [NOTHING] * 4
    make_route(world.municipality)
    make_level(world.municipality)
    day = world.now - timedelta(days=1)
    solved = {"state": "closed", "solved_at": day, "closed_at": day}
    make_ticket(world.municipality, reported_at=day, cause="battery", **solved)
    assert [said(world, one) for one in (roles, contract, reporting, follow_up)] == [PROVEN] * 4
    make_ticket(world.municipality, reported_at=day, **solved)
    assert said(world, follow_up) is LAPSED, "solved without a cause"
    assert said(world, "operations.access/checklist/register") is PROVEN
    assert said(world, "operations.access/checklist/roles") is PROVEN


def test_a_lapse_is_told_to_who_is_responsible_and_stands_among_what_waits(world: World) -> None:
    user = make_user("Liv Aas")
    make_membership(user, world.municipality, "unit_leader")
    adopt(world.municipality, now=world.now)
    boss = world.actor(user)
    values = {"name": "Liv Aas", "user_id": user.pk}
    where = {"task": "recipient.respond", "arrangement": "all", "by": "municipality"}
    actions.name_responsible(boss, owner_id=world.municipality.pk, values=values, now=world.now, **where)
    manned(world, world.patrol)
    prover = machine("model_prover")
    actions.look(prover, address=ROUTING, now=world.now)
    assert findings(world.municipality)[ROUTING].proof == "proven"
    assert not [one for one in waiting_for(boss, now=world.now) if "hvert signal" in one.title.lower()]
    with scope(EVERYWHERE):
        world.patrol.shifts.all().delete()
    actions.look(prover, address=ROUTING, now=world.now)
    post.run(world.now)
    with scope(EVERYWHERE):
        told = Message.objects.filter(purpose="proof_lapsed")
        assert [one.receiver_id for one in told] == [user.pk]
    (waits,) = [one for one in waiting_for(boss, now=world.now) if "hvert signal" in one.title.lower()]
    assert waits.url.endswith("/recipient.respond/")


def test_a_new_contact_is_told_to_those_who_depend_on_it(world: World) -> None:
    liv, per = make_user("Liv Aas"), make_user("Per Moen")
    make_membership(liv, world.municipality, "unit_leader")
    make_membership(per, world.centre, "unit_leader")
    stranger = make_user("Siv Ruud")
    make_membership(stranger, make_organisation("Risør"), "unit_leader")
    adopt(world.municipality, now=world.now)
    boss, owner = world.actor(liv), world.municipality.pk
    answers = {"task": "support.store", "arrangement": "all", "by": "municipality"}
    actions.name_responsible(
        boss, owner_id=owner, values={"name": "Liv Aas", "user_id": liv.pk}, now=world.now, **answers
    )
    contact = {"task": "", "arrangement": "all", "by": "contact"}
    for _ in range(2):  # the same name again is no change
        actions.name_responsible(boss, owner_id=owner, values={"name": "Kari Vik"}, now=world.now, **contact)
    post.run(world.now)
    with scope(EVERYWHERE):
        told = list(Message.objects.filter(purpose="contact_changed"))
    assert {one.receiver_id for one in told} == {liv.pk, per.pk}
    assert len(told) == 2
    assert {one.detail for one in told} == {"Froland: Kari Vik er kommunal DHO-kontakt."}
    assert all("Kari" not in one.text for one in told)


def test_a_clarification_near_its_day_and_an_old_answer_wait_for_their_owner(world: World) -> None:
    user = make_user("Liv Aas")
    make_membership(user, world.municipality, "unit_leader")
    adopt(world.municipality, now=world.now)
    boss, owner, today = world.actor(user), world.municipality.pk, world.now.date()
    given = {"question": "Hvem svarer?", "name": "Liv Aas", "user_id": user.pk}
    for days in (3, 30):
        values = {**given, "due_on": today + timedelta(days=days)}
        actions.raise_clarification(boss, owner_id=owner, task="support.store", values=values, now=world.now)
    line = "support.store/checklist/considered"
    actions.answer_line(
        boss,
        owner_id=owner,
        address=line,
        state="yes",
        values={"review_on": date(2026, 11, 8)},
        now=world.now,
    )
    titles = [one.title for one in waiting_for(boss, now=world.now)]
    assert titles.count("Avklar: Hvem svarer?") == 1
    assert not any("Se på svaret" in one for one in titles)
    later = [one.title for one in waiting_for(boss, now=world.now + timedelta(days=2))]
    assert "Se på svaret ditt igjen i oppgave 3.2" in later


def test_the_rounds_look_at_every_line_and_begin_again(world: World) -> None:
    adopt(world.municipality, now=world.now)
    rounds = Rounds()
    for _ in range(len(PROOFS) + 1):
        rounds.look(world.now)
    assert set(findings(world.municipality)) == set(PROOFS)


def test_the_prover_is_a_machine_that_only_measures() -> None:
    role = next(one for one in ROLES.values() if one.code == "model_prover")
    assert role.machine
    assert {one for one in role.permissions if not one.endswith(".prove")} == {"organisations.view"}


def test_who_is_responsible_hears_for_the_task_and_else_the_service_owner(world: World) -> None:
    adopt(world.municipality, now=world.now)
    boss = make_actor(world.municipality, permissions=(P.OWN, P.VIEW))
    one, other = make_user("Liv Aas"), make_user("Per Moen")
    for task, user in (("", one), ("support.store", other)):
        values = {"name": user.name, "user_id": user.pk}
        where = {"task": task, "arrangement": "all", "by": "municipality"}
        actions.name_responsible(boss, owner_id=world.municipality.pk, values=values, now=world.now, **where)
    prover, owner = machine("model_prover"), world.municipality.pk
    assert queries.owners_of_task(prover, owner_id=owner, task="support.store") == {other.pk}
    assert queries.owners_of_task(prover, owner_id=owner, task="recipient.respond") == {one.pk}
    assert queries.everyone_named(prover, owner_id=owner) == {one.pk, other.pk}
