"""What "Mine oppgaver" and the menu say waits: one test for each source, and how much it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from varde.care.alarms.actions import operate
from varde.care.alarms.models import Alarm, RecordText
from varde.care.alarms.permissions import AlarmPermission
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.tests.conftest import World
from varde.care.alarms.tests.conftest import world as world  # a fixture
from varde.care.alarms.tests.test_pipeline import press
from varde.care.pathways.models import HandOverOffer
from varde.care.rota.models import DutyCheckIn
from varde.config import work
from varde.config.navigation import badges
from varde.config.roles import ROLES
from varde.foundation.accounts.testing import make_user
from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.messaging import actions as messaging
from varde.ground.messaging.rules.parcel import Channel
from varde.ground.messaging.rules.text import Purpose, Text
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_membership
from varde.ground.people.testing import make_next_of_kin, make_relation, make_risk
from varde.kernel.actor import EVERYWHERE, Actor
from varde.kernel.clock import local

PERSON = "Ragnhild"


def somebody(world: World, *roles: str) -> Actor:
    user = make_user("Lea Lund")
    for role in roles:
        make_membership(user, world.municipality, role)
    return actor_for_user(user, now=world.now)


def titles(source: work.work.Source, actor: Actor, world: World) -> list[str]:
    found = [item.title for item in source(actor, world.now)]
    assert not any(PERSON in title for title in found), "a title names nobody"
    return found


def write(user: Actor, world: World) -> None:
    messaging.send(
        machine("messenger"),
        owner_id=world.municipality.pk,
        channel=Channel.IN_APP,
        address="",
        text=Text(Purpose.TEST),
        receiver=messaging.Receiver(messaging.ReceiverKind.USER, user.id),
        about=messaging.About("test", new_id()),
        idempotency_key=str(new_id()),
        needs_answer=False,
        answer_within=None,
        now=world.now,
    )


def test_an_alarm_i_hold_waits_for_me_and_one_i_solved_waits_to_be_documented(world: World) -> None:
    alarm = press(world)
    assert titles(work.alarms_held, world.operator, world) == []
    operate(world.operator, alarm_id=alarm.pk, act=Act(Verb.TAKE, str(world.operator.id)), now=world.now)
    assert titles(work.alarms_held, world.operator, world) == ["Du holder en alarm i Froland"]
    assert titles(work.alarms_held, world.colleague, world) == []
    assert titles(work.alarms_held, world.nurse, world) == []
    with scope(EVERYWHERE):
        Alarm.objects.filter(pk=alarm.pk).update(state=State.SOLVED_UNDOCUMENTED)
    assert titles(work.alarms_held, world.operator, world) == ["Dokumenter alarmen i Froland"]


def test_what_rings_at_my_duty_waits_for_me_and_what_rings_elsewhere_does_not(world: World) -> None:
    alarm = press(world)
    assert (
        titles(work.calls, world.nurse, world) == []
        and badges(world.nurse, world.now).get("dispatches", 0) == 0
    )
    with scope(EVERYWHERE):
        Alarm.objects.filter(pk=alarm.pk).update(level=2)
    assert titles(work.calls, world.nurse, world) == ["Utrykning i Froland"]
    assert badges(world.nurse, world.now).get("dispatches", 0) == 1
    assert titles(work.calls, somebody(world, "home_care"), world) == [], "not on duty"


def test_an_offer_to_take_over_waits_for_who_may_answer_it_where_it_was_sent(world: World) -> None:
    with scope(EVERYWHERE):
        HandOverOffer.objects.create(
            owner=world.municipality,
            sender=world.centre,
            hand_over=new_id(),
            name=PERSON,
            service_type="dho_copd",
            text="Tre uker hos oss",
            offered_at=world.now,
            offered_by="Hege Strand",
        )
    (item,) = work.offers(somebody(world, "case_officer"), world.now)
    assert item.title == f"Svar på tilbudet fra {world.centre.name} om å overta"
    assert item.due == world.now + timedelta(days=1)
    assert titles(work.offers, somebody(world, "response_operator"), world) == []
    assert titles(work.offers, world.operator, world) == []


def test_texts_for_the_record_are_counted_where_i_may_copy(world: World) -> None:
    alarm = press(world)
    with scope(EVERYWHERE):
        RecordText.objects.create(alarm=alarm, owner=world.municipality, text="Falt.", made_at=world.now)
    assert titles(work.record_texts, world.nurse, world) == ["1 tekst skal til journalen"]
    assert badges(world.nurse, world.now).get("records", 0) == 1
    assert titles(work.record_texts, somebody(world, "superuser"), world) == []


def test_a_leader_sees_uncovered_hours_of_own_pools(world: World) -> None:
    leader = somebody(world, "unit_leader")
    assert titles(work.holes, leader, world) == ["Nattpatruljen er udekket i 14 dager de neste 14 dagene"]
    assert titles(work.holes, world.nurse, world) == []
    with scope(EVERYWHERE):
        DutyCheckIn.objects.filter(pool=world.patrol).update(checked_out_at=world.now - timedelta(hours=1))
    assert titles(work.holes, leader, world) == ["Ingen er på vakt i Nattpatruljen"]


def test_emergency_accesses_wait_for_who_follows_them_up(world: World) -> None:
    make_relation(world.recipient, new_id(), needs_follow_up=True)
    assert titles(work.emergencies, somebody(world, "unit_leader"), world) == ["1 nødtilgang skal følges opp"]
    assert titles(work.emergencies, world.nurse, world) == []


def test_a_risk_that_should_have_been_looked_at_waits_for_those_who_are_near(world: World) -> None:
    today = local(world.now).date()
    make_risk(world.recipient, observed_on=date(2026, 1, 1), review_due_on=today)
    assert titles(work.risks, world.nurse, world) == []
    make_relation(world.recipient, world.nurse.id)
    assert len(titles(work.risks, world.nurse, world)) == 1
    assert len(titles(work.risks, somebody(world, "unit_leader"), world)) == 1
    assert titles(work.risks, world.operator, world) == []


def test_a_next_of_kin_agreement_waits_its_last_fortnight(world: World) -> None:
    officer, today = somebody(world, "case_officer"), local(world.now).date()
    make_next_of_kin(world.recipient, receives_from=date(2026, 1, 1), receives_until=today + timedelta(15))
    assert titles(work.next_of_kin, officer, world) == []
    make_next_of_kin(world.recipient, receives_from=date(2026, 1, 1), receives_until=today + timedelta(14))
    assert titles(work.next_of_kin, officer, world) == [
        "Avtalen om at pårørende mottar alarmer, gjelder til 21.11.2026"
    ]
    assert titles(work.next_of_kin, world.nurse, world) == []


def test_an_agreement_waits_its_last_month_and_after_it_lapsed(world: World) -> None:
    manager = somebody(world, "system_manager")
    for days, said in ((31, []), (30, ["går ut"]), (-1, ["gikk ut"])):
        world.agreement.ends_at = world.now + timedelta(days=days)
        world.agreement.save()
        found = titles(work.agreements, manager, world)
        assert [one for one, part in zip(found, said, strict=True) if part in one] == found
    assert titles(work.agreements, world.nurse, world) == []


def test_unread_messages_wait(world: World) -> None:
    assert titles(work.unread, world.nurse, world) == []
    write(world.nurse, world)
    write(world.nurse, world)
    assert titles(work.unread, world.nurse, world) == ["2 uleste varsler"]
    assert badges(world.nurse, world.now).get("inbox", 0) == 2


def test_untaken_alarms_are_counted_in_the_menu(world: World) -> None:
    assert badges(world.operator, world.now).get("alarms", 0) == 0
    press(world)
    assert badges(world.operator, world.now).get("alarms", 0) == 1
    assert badges(world.nurse, world.now).get("alarms", 0) == 0


PEOPLE = [code for code, role in ROLES.items() if not role.machine]


@pytest.mark.parametrize(
    "roles", [[code] for code in PEOPLE] + [PEOPLE], ids=lambda roles: "+".join(roles[:2])
)
def test_everything_that_waits_costs_few_queries(world: World, roles: list[str]) -> None:
    """One role at a time, and a person who has them all."""
    press(world)
    actor = somebody(world, *roles)
    with CaptureQueriesContext(connection) as asked:
        work.work.waiting_for(actor, now=world.now)
    assert len(asked) <= (21 if len(roles) == 1 else 39)


@pytest.mark.parametrize("role", [code for code, role in ROLES.items() if not role.machine])
def test_the_numbers_in_the_menu_cost_one_query(world: World, role: str) -> None:
    alarm = press(world)
    with scope(EVERYWHERE):
        Alarm.objects.filter(pk=alarm.pk).update(level=2)
    actor = somebody(world, role)
    with CaptureQueriesContext(connection) as asked:
        badges(actor, world.now)
    called = actor.may(AlarmPermission.RESPOND)
    assert len(asked) <= (3 if called else 1), "two more for who is called out"
