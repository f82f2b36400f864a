"""What a service's pause, winding down and adaptations mean for an alarm: through the real pipeline, with real cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varde.care.alarms import actions, queries
from varde.care.alarms import jobs as alarm_jobs
from varde.care.alarms.models import Alarm, AlarmEvent, Outcome, PlanVersion, Reading
from varde.care.alarms.rules.codes import ALERT_NAMES, Severity, Urgency
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.rules.missing import service_of_missing
from varde.care.alarms.testing import alarms, make_plan, make_signal
from varde.care.alarms.tests.conftest import DEVICE, World
from varde.care.pathways import actions as pathways
from varde.care.pathways import queries as asked
from varde.care.pathways.rules.lifecycle import GateClosed, NotAllowed
from varde.care.pathways.testing import Case, all_met, make_case, make_template
from varde.foundation.accounts.models import User
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.audit.models import AccessLog
from varde.foundation.authorisation import machine
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.messaging import queries as messages
from varde.ground.organisations.testing import make_membership, make_organisation
from varde.ground.people.testing import make_recipient, make_relation
from varde.kernel.actor import EVERYWHERE, Actor
from varde.kernel.clock import now as real_now

DAY = timedelta(days=1)
DOSE_MISSED, PRESSED, FALL = "1.1", "3", "4.1"


@pytest.fixture
def officer(world: World) -> Actor:
    """Can take a case all the way, and has a relation to the recipient."""
    user = world.nurse_user
    for role in ("case_officer", "superuser", "unit_leader"):
        make_membership(user, world.municipality, role)
    make_relation(world.recipient, user.pk)
    return world.actor(user)


@pytest.fixture
def case(world: World, officer: Actor) -> Case:
    """Somebody with a dispenser, beside the pendant."""
    return make_case(officer, world.recipient, now=world.now - 10 * DAY)


def hear(world: World, kind: str, at: datetime, *, device: str = DEVICE, own_id: str = "") -> Reading:
    """A signal of that kind through the reader, as of that time."""
    body = {"id": own_id or str(new_id()), "device": device, "type": kind}
    signal = make_signal(json.dumps(body).encode(), source=world.source, at=at, protocol="json")
    actions.read_signals(machine("signal_reader"), signals=[signal], now=at)
    return Reading.objects.get(pk=signal.id)


def alarm_of(reading: Reading) -> Alarm:
    with scope(EVERYWHERE):
        return Alarm.objects.get(pk=reading.alarm)


def sent_about(alarm: Alarm) -> int:
    return messages.about(machine("alarm_worker"), about_id=alarm.pk).count()


def pause(officer: Actor, case: Case, reason: str, at: datetime, days: int = 10) -> None:
    pathways.pause_case(
        officer, case_id=case.pk, reason=reason, ends_on=(at + days * DAY).date(), place="", now=at
    )


def test_a_dose_not_taken_while_travelling_is_in_the_log_and_rings_nowhere(
    world: World, officer: Actor, case: Case
) -> None:
    pause(officer, case, "travel", world.now)
    read = hear(world, DOSE_MISSED, world.now + DAY)
    alarm = alarm_of(read)
    assert read.outcome == Outcome.RESTED
    assert (alarm.state, alarm.severity, alarm.urgency) == (State.CLOSED, Severity.NORMAL, Urgency.BLUE)
    assert alarm.rested and alarm.due_at is None and sent_about(alarm) == 0
    with scope(EVERYWHERE):
        assert set(AlarmEvent.objects.filter(alarm=alarm).values_list("verb", flat=True)) == {
            "reported",
            "rested",
        }
    alarm_jobs.do_due(world.now + 2 * DAY)
    assert sent_about(alarm) == 0


@pytest.mark.parametrize("kind", [PRESSED, FALL, "1.8", "4.9", "battery_low", "5.3"])
def test_every_other_alarm_rings_as_before_while_travelling(
    world: World, officer: Actor, case: Case, kind: str
) -> None:
    pause(officer, case, "travel", world.now)
    read = hear(world, kind, world.now + DAY)
    assert read.outcome == Outcome.OPENED
    assert alarm_of(read).due_at is not None


def test_a_short_nursing_home_stay_follows_another_rule_and_the_dose_rings(
    world: World, officer: Actor, case: Case
) -> None:
    pause(officer, case, "short_stay", world.now)
    assert hear(world, DOSE_MISSED, world.now + DAY).outcome == Outcome.OPENED


def test_after_the_end_of_the_pause_it_rings_again_resumed_or_not(
    world: World, officer: Actor, case: Case
) -> None:
    pause(officer, case, "travel", world.now)
    assert hear(world, DOSE_MISSED, world.now + 9 * DAY).outcome == Outcome.RESTED
    assert hear(world, DOSE_MISSED, world.now + 11 * DAY).outcome == Outcome.OPENED
    with all_met():
        pathways.resume_case(officer, case_id=case.pk, now=world.now + 12 * DAY)
    assert hear(world, DOSE_MISSED, world.now + 12 * DAY, own_id="x").outcome == Outcome.EXTENDED


def test_resumed_early_it_rings_at_once(world: World, officer: Actor, case: Case) -> None:
    pause(officer, case, "travel", world.now)
    with all_met():
        pathways.resume_case(officer, case_id=case.pk, now=world.now + DAY)
    assert hear(world, DOSE_MISSED, world.now + DAY).outcome == Outcome.OPENED


def test_the_other_one_who_uses_the_unit_is_not_on_a_journey(
    world: World, officer: Actor, case: Case
) -> None:
    other = make_recipient(world.municipality.pk, name="Olav Moe")
    make_placement(make_item(world.municipality.pk, device="shared-1"), [world.recipient.pk, other.pk])
    pause(officer, case, "travel", world.now)
    assert hear(world, DOSE_MISSED, world.now + DAY, device="shared-1").outcome == Outcome.OPENED
    assert hear(world, DOSE_MISSED, world.now + DAY).outcome == Outcome.RESTED


def test_a_message_sent_again_is_one_entry(world: World, officer: Actor, case: Case) -> None:
    pause(officer, case, "travel", world.now)
    at = world.now + DAY
    assert hear(world, DOSE_MISSED, at, own_id="same").outcome == Outcome.RESTED
    again = hear(world, DOSE_MISSED, at + timedelta(seconds=20), own_id="same")
    assert again.outcome == Outcome.REPEAT
    assert len(alarms()) == 1


def test_the_entry_is_seen_in_the_log_of_alarms(
    world: World, officer: Actor, case: Case, operator: Client
) -> None:
    at = real_now()
    pause(officer, case, "travel", at - DAY)
    hear(world, DOSE_MISSED, at - timedelta(hours=1))
    page = operator.get(reverse("alarms:history")).text
    assert "På pause – ringte ikke" in page
    assert "På pause" not in operator.get(reverse("alarms:board")).text


def test_after_a_death_the_alarm_rings_and_the_card_says_what_is_known_until_it_is_undone(
    world: World, officer: Actor, case: Case, operator: Client
) -> None:
    at = real_now()
    died = (at - 3 * DAY).date()
    pathways.register_death(officer, recipient_id=world.recipient.pk, died_on=died, now=at - DAY)
    alarm = alarm_of(hear(world, PRESSED, at))
    assert alarm.due_at is not None and alarm.state == State.NEW
    card = reverse("alarms:card", args=[alarm.pk])
    page = operator.get(card).text
    assert "Det er registrert at personen er død" in page
    assert f"Død {died:%d.%m.%Y}. Registrert av Nina" in page
    assert "Ta alarmen" in page
    pathways.undo_death(officer, recipient_id=world.recipient.pk, now=at)
    assert "personen er død" not in operator.get(card).text


def test_the_card_says_where_the_person_may_be_until_they_are_back(
    world: World, officer: Actor, case: Case, operator: Client
) -> None:
    at = real_now()
    days = {"reason": "short_stay", "place": "Bosenteret, avdeling 2", "ends_on": (at + 9 * DAY).date()}
    pathways.pause_case(officer, case_id=case.pk, **days, now=at - DAY)
    alarm = alarm_of(hear(world, PRESSED, at))
    card = reverse("alarms:card", args=[alarm.pk])
    page = operator.get(card).text
    assert "Personen er kanskje ikke hjemme" in page
    assert "Korttidsopphold: Bosenteret, avdeling 2" in page
    assert f"Ventes tilbake {days['ends_on']:%d.%m.%Y}" in page
    assert "Utstyret er med personen: Medisindispenser." in page
    with all_met():
        pathways.resume_case(officer, case_id=case.pk, now=real_now())
    assert "kanskje ikke hjemme" not in operator.get(card).text


def test_the_phone_at_the_door_says_that_the_person_may_be_away(
    world: World, officer: Actor, case: Case, nurse: Client
) -> None:
    at = real_now()
    pathways.pause_case(
        officer,
        case_id=case.pk,
        reason="travel",
        place="Hos datteren",
        ends_on=(at + 9 * DAY).date(),
        now=at - DAY,
    )
    alarm = alarm_of(hear(world, PRESSED, at))
    operator = world.actor(world.operator_user, at)
    for verb in (Verb.TAKE, Verb.DISPATCH):
        actions.operate(operator, alarm_id=alarm.pk, act=Act(verb, by=str(operator.id)), now=at)
    page = nurse.get(reverse("alarms:callout", args=[alarm.pk])).text
    assert "Personen er kanskje ikke hjemme" in page
    assert "Reise: Hos datteren" in page
    assert "Utstyret står igjen hjemme: Medisindispenser." in page


@pytest.fixture
def away(world: World) -> str:
    """Somebody who is at a hospital, told by an officer who is nobody at the desk or on the patrol."""
    user, at = make_user("Oda"), real_now()
    for role in ("case_officer", "superuser"):
        make_membership(user, world.municipality, role)
    make_relation(world.recipient, user.pk)
    teller = world.actor(user)
    case = make_case(teller, world.recipient, now=world.now - 10 * DAY)
    days = {"reason": "hospital", "place": "Sykehuset, post 3B", "ends_on": (at + 9 * DAY).date()}
    pathways.pause_case(teller, case_id=case.pk, **days, now=at - DAY)
    return days["place"]


def looked(world: World, name: str) -> int:
    return AccessLog.objects.filter(
        subject=world.recipient.pk, name=f"care.alarms.queries.known.{name}", owner=world.municipality.pk
    ).count()


def test_where_the_person_is_shows_while_the_card_is_open_and_each_look_is_in_the_log_of_the_person(
    world: World, away: str, pressed: Alarm, operator: Client, nurse: Client
) -> None:
    """At once at the desk, also before the alarm is taken; at the door when it is sent; to neither when it is closed."""
    desk, door = (reverse(f"alarms:{page}", args=[pressed.pk]) for page in ("card", "callout"))
    assert away in operator.get(desk).text and looked(world, "known") == 1
    actor, at = world.actor(world.operator_user, real_now()), real_now()
    for verb in (Verb.TAKE, Verb.DISPATCH):
        actions.operate(actor, alarm_id=pressed.pk, act=Act(verb, by=str(actor.id)), now=at)
    assert away in nurse.get(door).text and looked(world, "known_at_door") == 1
    done = {"token": new_id(), "cause": "fall", "measures": ["helped_up"]}
    for verb in ("accept", "arrive", "finish"):
        assert nurse.post(reverse("alarms:press", args=[pressed.pk, verb]), done).status_code == 302
        done["token"] = new_id()
    assert alarms()[-1].state == State.CLOSED
    for browser, page in ((operator, desk), (nurse, door)):
        shut = browser.get(page)
        assert shut.context["seen"].is_shut and shut.context["known"] is None and away not in shut.text
    assert (looked(world, "known"), looked(world, "known_at_door")) == (1, 1)


def test_who_may_see_the_board_and_not_the_card_is_not_told_where_the_person_is(
    world: World, away: str, pressed: Alarm
) -> None:
    leader = make_user("Lea")
    make_membership(leader, world.municipality, "unit_leader")
    page = logged_in(leader).get(reverse("alarms:card", args=[pressed.pk]))
    assert page.context["seen"].is_shut and away not in page.text and "kanskje ikke hjemme" not in page.text
    assert looked(world, "known") == 0
    make_relation(world.recipient, leader.pk)
    assert away in logged_in(leader).get(reverse("alarms:card", args=[pressed.pk])).text
    with pytest.raises(Http404):
        other = make_recipient(world.municipality.pk, name="Olav Moe")
        queries.known(world.operator, recipient_id=other.pk, alarm_id=pressed.pk, now=real_now())


def test_under_a_lapsed_agreement_whoever_has_the_alarm_is_told_where_the_person_is(
    world: World, away: str, pressed: Alarm, operator: Client
) -> None:
    world.agreement.ends_at = real_now() - timedelta(minutes=1)
    world.agreement.save()
    page = operator.get(reverse("alarms:card", args=[pressed.pk]))
    assert page.context["seen"].is_minimum and away in page.text
    entry = AccessLog.objects.get(subject=world.recipient.pk, name="care.alarms.queries.known.known")
    assert entry.beyond_agreement


def test_who_is_away_longer_than_agreed_is_said_so(world: World, officer: Actor, case: Case) -> None:
    pause(officer, case, "travel", world.now)
    (away,) = asked.away_for(
        machine("alarm_worker"), recipient_ids=[world.recipient.pk], at=world.now + 99 * DAY
    )[world.recipient.pk]
    assert away.is_over and away.at_home == ("Medisindispenser",) and away.along == ()
    assert not asked.away_for(machine("alarm_worker"), recipient_ids=[world.recipient.pk], at=world.now - DAY)


def test_the_card_shows_what_differs_and_the_latest_time_of_each_dose(
    world: World, officer: Actor, case: Case, operator: Client
) -> None:
    row = pathways.recommend_adaptation(
        officer,
        case_id=case.pk,
        subject="Dosetider",
        standard="Kl. 08 og 20",
        recommended="Senere om morgenen",
        doses=[{"at": "10:00", "latest": "11:30"}],
        now=world.now,
    )
    pathways.set_adaptation(
        officer,
        adaptation_id=row.pk,
        setting="Kl. 10",
        doses=[{"at": "10:00", "latest": "11:30"}],
        now=world.now,
    )
    alarm = alarm_of(hear(world, DOSE_MISSED, real_now()))
    page = operator.get(reverse("alarms:card", args=[alarm.pk])).text
    for words in ("Dosetider", "Kl. 10", "Dose kl. 10:00: senest 11:30"):
        assert words in page


def test_until_a_hand_over_is_accepted_the_alarm_is_the_senders_and_then_the_receivers(
    world: World, officer: Actor, case: Case
) -> None:
    birkenes = make_organisation("Birkenes")
    nurse = User.objects.create_user("berit@example.org", "x", name="Berit")
    for role in ("case_officer", "superuser", "home_care"):
        make_membership(nurse, birkenes, role)
    own_plan = make_plan(birkenes, now=world.now)
    pathways.propose_hand_over(officer, case_id=case.pk, to=birkenes.pk, text="Flytter", now=world.now)
    receiver = world.actor(nurse)
    offer = asked.offers_waiting(receiver).get()
    pathways.prepare_hand_over(receiver, offer_id=offer.pk, now=world.now)
    unanswered = alarm_of(hear(world, PRESSED, world.now + DAY))
    assert (unanswered.owner_id, unanswered.recipient_id) == (world.municipality.pk, world.recipient.pk)
    assert unanswered.plan_version != own_plan.pk
    accepted, template = world.now + 2 * DAY, make_template(birkenes)
    late = make_signal(
        json.dumps({"id": "late", "device": DEVICE, "type": FALL}).encode(),
        source=world.source,
        at=accepted - timedelta(minutes=1),
        protocol="json",
    )
    with all_met():
        pathways.accept_hand_over(
            receiver,
            offer_id=offer.pk,
            template_id=template.pk,
            arrangement="own",
            medical="Dr. Lie",
            now=accepted,
        )
    actions.read_signals(machine("signal_reader"), signals=[late], now=accepted)
    before = alarm_of(Reading.objects.get(pk=late.id))
    assert before.owner_id == world.municipality.pk
    taken = alarm_of(hear(world, "4.2", accepted + DAY))
    assert (taken.owner_id, taken.plan_version) == (birkenes.pk, own_plan.pk)
    assert taken.recipient_id != world.recipient.pk
    assert all(one.due_at is not None for one in (unanswered, before, taken))


def test_the_persons_own_plan_stays_while_the_service_runs_unless_another_holds(
    world: World, officer: Actor, case: Case
) -> None:
    general = make_plan(world.municipality, now=world.now, alert="9")
    with scope(EVERYWHERE):
        PlanVersion.objects.filter(alert="").update(ends_at=world.now)
    own = make_plan(world.municipality, now=world.now, recipient=world.recipient)
    with pytest.raises(actions.PlanNeeded):
        actions.end_plan(officer, plan_id=own.pk, now=world.now + DAY)
    with scope(EVERYWHERE):
        PlanVersion.objects.filter(pk=general.pk).update(alert="")
    actions.end_plan(officer, plan_id=own.pk, now=world.now + DAY)


def test_the_persons_own_plan_ends_while_the_service_is_closed(
    world: World, officer: Actor, case: Case
) -> None:
    with scope(EVERYWHERE):
        PlanVersion.objects.update(ends_at=world.now)
    own = make_plan(world.municipality, now=world.now, recipient=world.recipient)
    pathways.wind_down(
        officer, case_id=case.pk, reason="moved", true_date=world.now.date(), now=world.now + DAY
    )
    assert actions.end_plan(officer, plan_id=own.pk, now=world.now + DAY).ends_at == world.now + DAY


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


TURNS = st.one_of(
    st.tuples(st.just("signal"), st.sampled_from(sorted(ALERT_NAMES))),
    st.tuples(st.just("pause"), st.sampled_from(["travel", "hospital", "short_stay", "other_address"])),
    st.tuples(st.sampled_from(["resume", "die", "undo", "end", "work"]), st.just("")),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=st.lists(st.tuples(st.integers(0, 8 * 24), TURNS), min_size=3, max_size=14))
def test_no_pause_death_or_ended_case_leaves_an_alarm_about_a_person_with_nobody(
    world: World, officer: Actor, case: Case, life: list[tuple[int, tuple[str, str]]]
) -> None:
    at = world.now
    paused_until: datetime | None = None
    with undone(), all_met():
        for hours, (what, which) in life:
            at += timedelta(hours=hours)
            if what == "signal":
                read = hear(world, which, at)
                if read.outcome == Outcome.RESTED:
                    assert service_of_missing(which) == "medicine_dispenser"
                    assert paused_until is not None and at < paused_until
                    assert sent_about(alarm_of(read)) == 0
                else:
                    assert read.outcome in (Outcome.OPENED, Outcome.EXTENDED)
            elif what == "work":
                alarm_jobs.do_due(at)
            else:
                paused_until = turn(officer, case, what, which, at, paused_until)
            for alarm in alarms():
                assert alarm.rested or alarm.state == State.CLOSED or alarm.due_at is not None
        for alarm in [one for one in alarms() if not one.rested]:
            assert alarm.due_at is not None
            assert alarm.level >= 1


def ended(case: Case, at: datetime) -> None:
    """As if everything that stands in the way of the end had been done."""
    with scope(EVERYWHERE):
        Case.objects.filter(pk=case.pk).update(
            status="ended", end_reason="moved", ended_at=at, ended_on=at.date(), next_due_at=None
        )


def turn(
    officer: Actor, case: Case, what: str, reason: str, at: datetime, paused_until: datetime | None
) -> datetime | None:
    """One thing that happens to the case; what is not allowed now changes nothing. Until when a pause may stop something."""
    doings: dict[str, Any] = {
        "pause": lambda: pause(officer, case, reason, at),
        "resume": lambda: pathways.resume_case(officer, case_id=case.pk, now=at),
        "die": lambda: pathways.register_death(
            officer, recipient_id=case.recipient_id, died_on=at.date(), now=at
        ),
        "undo": lambda: pathways.undo_death(officer, recipient_id=case.recipient_id, now=at),
        "end": lambda: ended(case, at),
    }
    try:
        with transaction.atomic():
            doings[what]()
    except (NotAllowed, GateClosed, ValueError):
        return paused_until
    if what == "pause" and reason in ("travel", "hospital"):
        return at + 11 * DAY
    return None if what in ("resume", "end") else paused_until
