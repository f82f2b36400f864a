"""The duty phone: what a night patrol sees and presses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from varde.care.alarms import actions
from varde.care.alarms.models import Alarm, AlarmEvent, RecordText
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.testing import alarms
from varde.care.alarms.tests.conftest import World
from varde.foundation.ownership import scope
from varde.ground.people.testing import make_risk, make_way_in
from varde.kernel.actor import EVERYWHERE
from varde.kernel.clock import now


@pytest.fixture
def sent(pressed: Alarm, world: World) -> Alarm:
    """The operator has taken the alarm and sent the night patrol."""
    actor, at = world.actor(world.operator_user, now()), now()
    for verb in (Verb.TAKE, Verb.DISPATCH):
        actions.operate(actor, alarm_id=pressed.pk, act=Act(verb, by=str(actor.id)), now=at)
    return pressed


def url(alarm: Alarm, verb: str = "") -> str:
    if not verb:
        return reverse("alarms:callout", args=[alarm.pk])
    return reverse("alarms:press", args=[alarm.pk, verb])


def press(browser: Client, alarm: Alarm, verb: str, **more: object) -> int:
    return browser.post(url(alarm, verb), {"token": str(uuid4()), **more}).status_code


def count(verb: str) -> int:
    with scope(EVERYWHERE):
        return AlarmEvent.objects.filter(verb=verb).count()


def test_a_callout_is_on_the_list_of_those_it_was_sent_to(sent: Alarm, nurse: Client) -> None:
    page = nurse.get(reverse("alarms:phone")).text
    assert "Ragnhild Moe" in page
    assert url(sent) in page


def test_what_was_not_sent_out_is_not_on_the_phone(pressed: Alarm, nurse: Client) -> None:
    assert url(pressed) not in nurse.get(reverse("alarms:phone")).text
    assert nurse.get(url(pressed)).status_code == 404
    assert press(nurse, pressed, "accept") == 403


def test_an_operator_has_no_phone_page_and_a_neighbour_finds_nothing(
    sent: Alarm, operator: Client, neighbour: Client
) -> None:
    assert operator.get(url(sent)).status_code == 403
    assert neighbour.get(url(sent)).status_code == 403


def test_the_callout_shows_the_way_there_and_in(sent: Alarm, nurse: Client, world: World) -> None:
    way = make_way_in(world.recipient, code="4711")
    make_risk(world.recipient, text="Hund i gangen")
    page = nurse.get(url(sent)).text
    assert "Solbakken 4" in page
    assert "geo:0,0?q=Solbakken" in page
    assert "Hund i gangen" in page
    assert "4711" not in page
    revealed = nurse.post(reverse("alarms:callout_key", args=[sent.pk, way.pk]))
    assert "4711" in revealed.text


def test_from_jeg_tar_den_to_ferdig(sent: Alarm, nurse: Client) -> None:
    for verb, state in (
        ("accept", State.DISPATCHED),
        ("set_out", State.ON_THE_WAY),
        ("arrive", State.ON_SITE),
    ):
        assert press(nurse, sent, verb) == 302
        assert alarms()[-1].state == state
    assert press(nurse, sent, "finish", cause="fall", measures=["helped_up"], note="Hjulpet opp") == 302
    assert alarms()[-1].state == State.CLOSED
    with scope(EVERYWHERE):
        assert RecordText.objects.count() == 1


def test_finishing_without_cause_keeps_the_note(sent: Alarm, nurse: Client) -> None:
    for verb in ("accept", "set_out", "arrive"):
        press(nurse, sent, verb)
    answer = nurse.post(url(sent, "finish"), {"note": "Hjulpet opp av gulvet"})
    assert answer.status_code == 422
    assert "Hjulpet opp av gulvet" in answer.text
    assert alarms()[-1].state == State.ON_SITE


def test_a_press_that_is_sent_twice_is_one_move(sent: Alarm, nurse: Client) -> None:
    for verb in ("accept", "set_out"):
        press(nurse, sent, verb)
    again = {"token": str(uuid4())}
    assert nurse.post(url(sent, "need_help"), again).status_code == 302
    assert nurse.post(url(sent, "need_help"), again).status_code == 302
    assert count("need_help") == 1
    assert press(nurse, sent, "need_help") == 302
    assert count("need_help") == 2


def test_who_cannot_says_so_and_the_next_is_asked(sent: Alarm, nurse: Client) -> None:
    assert press(nurse, sent, "decline") == 302
    assert count("decline") == 1


def test_a_press_that_is_too_late_says_what_it_is_now(sent: Alarm, nurse: Client) -> None:
    answer = nurse.post(url(sent, "need_help"), {"token": str(uuid4())})
    assert answer.status_code == 409
    assert "går ikke nå" in answer.text


def test_the_live_part_is_empty_until_something_happens(sent: Alarm, nurse: Client) -> None:
    live = reverse("alarms:callout_live", args=[sent.pk])
    first = nurse.get(live, {"v": ""})
    version = first.text.split('id="callout-version" name="v" value="')[1].split('"')[0]
    assert nurse.get(live, {"v": version.replace("&#x27;", "'")}).status_code == 204
    press(nurse, sent, "accept")
    assert nurse.get(live, {"v": version}).status_code == 200


def test_the_phone_works_without_a_token_too(sent: Alarm, nurse: Client) -> None:
    assert nurse.post(url(sent, "accept")).status_code == 302
    assert alarms()[-1].holder_name == "Nina"


def test_a_press_without_csrf_token_changes_nothing(sent: Alarm, world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.nurse_user)
    assert strict.post(url(sent, "accept")).status_code == 403
    assert alarms()[-1].held_by is None
