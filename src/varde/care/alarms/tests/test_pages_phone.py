"""The duty phone: what a night patrol sees and presses."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from varde.care.alarms import actions
from varde.care.alarms.models import Alarm, AlarmEvent, RecordText
from varde.care.alarms.rules.escalation import Act
from varde.care.alarms.rules.lifecycle import State, Verb
from varde.care.alarms.testing import alarms
from varde.care.alarms.tests.conftest import World, _browser, _user
from varde.care.rota.testing import check_in
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


def test_a_cry_for_help_has_a_button_for_whoever_comes_and_the_alarm_stays_where_it_is(
    sent: Alarm, nurse: Client, operator: Client, world: World
) -> None:
    at_the_door(nurse, sent)
    board = reverse("alarms:card", args=[sent.pk])
    assert "Hjelp er på vei" not in operator.get(board).text
    press(nurse, sent, "need_help")
    assert "Hjelp er på vei" in operator.get(board).text
    assert {"need_help", "help_comes"} <= offered(nurse.get(url(sent)).text)
    per = _user("Per", world.municipality, "home_care", world.now)
    check_in(world.patrol, now(), user=per)
    other = _browser(per)
    assert offered(other.get(url(sent)).text) == {"help_comes"}
    assert press(other, sent, "help_comes") == 302
    assert (alarms()[-1].holder_name, alarms()[-1].state) == ("Nina", State.ON_SITE)
    assert offered(other.get(url(sent)).text) == set()
    page = operator.get(board).text
    assert "Hjelp er på vei" in page
    assert "help_comes" not in page


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


def at_the_door(nurse: Client, alarm: Alarm) -> None:
    for verb in ("accept", "set_out", "arrive"):
        assert press(nurse, alarm, verb) == 302


def offered(page: str) -> set[str]:
    """The verbs that the page has a button for."""
    return set(re.findall(r"/gjor/(\w+)/", page))


def test_at_the_door_113_opens_the_page_to_read_out_with_address_and_way_in(
    sent: Alarm, nurse: Client, world: World
) -> None:
    make_way_in(world.recipient, code="4711")
    at_the_door(nurse, sent)
    page = nurse.get(url(sent)).text
    assert {"call_emergency", "finish", "need_help"} <= offered(page)
    answer = nurse.post(url(sent, "call_emergency"), {"token": str(uuid4()), "place_called": "113"})
    assert answer.status_code == 200
    for words in ("Les opp for 113", "Solbakken 4", "4711", 'href="tel:113"', "Hos 113"):
        assert words in answer.text
    assert alarms()[-1].state == State.WITH_EMERGENCY
    again = nurse.get(url(sent)).text
    assert "4711" not in again
    assert offered(again) == {"call_emergency", "confirm_at_door", "arrive", "need_help"}


@pytest.mark.parametrize(("verb", "ticked"), [("confirm_at_door", True), ("arrive", False)])
def test_after_113_the_nurse_is_back_at_the_door_and_closes_it(
    sent: Alarm, nurse: Client, verb: str, ticked: bool
) -> None:
    at_the_door(nurse, sent)
    press(nurse, sent, "call_emergency", place_called="113")
    assert press(nurse, sent, "finish", cause="fall", measures=["called_113"]) == 409
    assert press(nurse, sent, verb, note="Nødetaten overtok ikke.") == 302
    page = nurse.get(url(sent)).text
    assert alarms()[-1].state == State.ON_SITE
    assert bool(re.search(r'value="called_113"[^>]*checked', page)) is ticked
    assert press(nurse, sent, "finish", cause="acute_illness", measures=["called_113"]) == 302
    assert alarms()[-1].state == State.CLOSED
    with scope(EVERYWHERE):
        text = str(RecordText.objects.get().text)
    assert "Utrykning varslet 113" in text


def test_a_press_on_113_that_the_pages_own_script_sends_twice_is_one_call(sent: Alarm, nurse: Client) -> None:
    at_the_door(nurse, sent)
    body = {"token": str(uuid4()), "place_called": "113"}
    by_script = nurse.post(url(sent, "call_emergency"), body, headers={"X-Requested-With": "press"})
    assert by_script.status_code == 204
    shown = nurse.post(url(sent, "call_emergency"), body)
    assert "Les opp for 113" in shown.text
    assert count("call_emergency") == 1


def test_one_more_service_stays_with_the_one_who_called_first(
    sent: Alarm, nurse: Client, operator: Client
) -> None:
    at_the_door(nurse, sent)
    press(nurse, sent, "call_emergency", place_called="113")
    board = reverse("alarms:act", args=[sent.pk, "call_emergency"])
    assert operator.post(board, {"place_called": "110"}).status_code == 200
    assert (alarms()[-1].holder_name, alarms()[-1].state) == ("Nina", State.WITH_EMERGENCY)
    assert "confirm_at_door" in offered(nurse.get(url(sent)).text)


def test_an_invented_number_is_no_emergency_call(sent: Alarm, nurse: Client) -> None:
    at_the_door(nurse, sent)
    assert press(nurse, sent, "call_emergency", place_called="999") == 404
    assert alarms()[-1].state == State.ON_SITE


def test_on_the_way_the_task_can_be_laid_back_and_rings_again(sent: Alarm, nurse: Client) -> None:
    for verb in ("accept", "set_out"):
        press(nurse, sent, verb)
    assert {"arrive", "release", "need_help"} == offered(nurse.get(url(sent)).text)
    assert press(nurse, sent, "release") == 302
    assert (alarms()[-1].state, alarms()[-1].held_by) == (State.NEW, None)


def test_what_the_operator_took_over_shows_who_has_it_and_no_buttons(
    sent: Alarm, nurse: Client, operator: Client
) -> None:
    for verb in ("accept", "set_out"):
        press(nurse, sent, verb)
    assert operator.post(reverse("alarms:act", args=[sent.pk, "take"]), {"over": "1"}).status_code == 302
    page = nurse.get(url(sent)).text
    assert "Ada har tatt oppdraget." in page
    assert offered(page) == set()
