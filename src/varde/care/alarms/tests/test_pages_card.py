"""The card of one alarm, and what an operator does on it."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from varde.care.alarms import actions
from varde.care.alarms.models import Alarm, AlarmEvent, RecordText
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.testing import alarms, make_signal, scaip
from varde.care.alarms.tests.conftest import World
from varde.foundation.audit.models import AccessLog
from varde.foundation.authorisation import machine
from varde.foundation.ownership import scope
from varde.ground.people.testing import make_next_of_kin, make_risk, make_way_in
from varde.kernel.actor import EVERYWHERE
from varde.kernel.clock import local, now


def card(alarm: Alarm) -> str:
    return reverse("alarms:card", args=[alarm.pk])


def act(alarm: Alarm, verb: str) -> str:
    return reverse("alarms:act", args=[alarm.pk, verb])


def state() -> str:
    return alarms()[-1].state


def looks(name: str) -> int:
    return AccessLog.objects.filter(name__endswith=name).count()


def test_the_card_shows_the_person_the_card_and_what_one_may_do(
    pressed: Alarm, operator: Client, world: World
) -> None:
    make_risk(world.recipient, text="Hund i gangen")
    page = operator.get(card(pressed)).text
    for words in (
        "Ragnhild Moe",
        "Solbakken 4",
        "Hund i gangen",
        "Hva har skjedd?",
        "Ta alarmen",
        "Siste 30 dager",
    ):
        assert words in page
    assert "Signal mottatt" in page


def test_the_way_in_is_shown_on_a_press_that_is_logged(
    pressed: Alarm, operator: Client, world: World
) -> None:
    way = make_way_in(world.recipient, code="4711")
    assert "4711" not in operator.get(card(pressed)).text
    assert looks("_reveal") == 0
    page = operator.post(reverse("alarms:key", args=[pressed.pk, way.pk])).text
    assert "4711" in page
    assert looks("_reveal") == 1
    assert operator.get(reverse("alarms:key", args=[pressed.pk, way.pk])).status_code == 405


def test_two_reach_for_it_and_the_second_reads_who_has_it(
    pressed: Alarm, operator: Client, colleague: Client
) -> None:
    assert operator.post(act(pressed, "take")).status_code == 302
    late = colleague.post(act(pressed, "take"))
    assert late.status_code == 409
    assert "Ada har tatt alarmen." in late.text
    assert "Ta over fra Ada" in late.text
    assert colleague.post(act(pressed, "take"), {"over": "1"}).status_code == 302
    assert alarms()[-1].holder_name == "Bo"


def test_the_card_of_one_who_is_at_the_door_and_silent_has_the_button_to_take_over(
    pressed: Alarm, operator: Client, world: World
) -> None:
    with scope(EVERYWHERE):
        held = {"state": State.ON_SITE, "held_by": world.nurse_user.pk, "holder_name": "Nina"}
        Alarm.objects.filter(pk=pressed.pk).update(**held)
    assert "Ta over fra Nina" in operator.get(card(pressed)).text
    assert operator.post(act(pressed, "call_emergency"), {"place_called": "113"}).status_code == 409
    assert operator.post(act(pressed, "take"), {"over": "1"}).status_code == 302
    assert (alarms()[-1].holder_name, state()) == ("Ada", State.TAKEN)
    operator.post(act(pressed, "call_emergency"), {"place_called": "113"})
    assert state() == State.WITH_EMERGENCY


def test_a_colleague_does_not_take_it_by_a_press_on_an_old_page(
    pressed: Alarm, operator: Client, colleague: Client
) -> None:
    operator.post(act(pressed, "take"))
    for verb, fields in (("talk", {}), ("call_emergency", {"place_called": "113"}), ("solve_later", {})):
        assert colleague.post(act(pressed, verb), fields).status_code == 409
        assert (alarms()[-1].holder_name, state()) == ("Ada", State.TAKEN)
    assert colleague.post(act(pressed, "note"), {"note": "Datteren ringte"}).status_code == 302
    assert alarms()[-1].holder_name == "Ada"


def test_what_is_not_allowed_now_is_said_in_words(pressed: Alarm, operator: Client) -> None:
    answer = operator.post(act(pressed, "confirm_handover"))
    assert answer.status_code == 409
    assert "«Nødetaten har overtatt» går ikke nå. Alarmen har status «Ny»." in answer.text


def test_an_invented_verb_and_an_invented_alarm_are_not_found(pressed: Alarm, operator: Client) -> None:
    assert operator.post(act(pressed, "dance")).status_code == 404
    other = reverse("alarms:card", args=["00000000-0000-7000-8000-000000000000"])
    assert operator.get(other).status_code == 404


def test_a_wait_that_is_too_long_keeps_what_was_typed(pressed: Alarm, operator: Client) -> None:
    operator.post(act(pressed, "take"))
    until = local(now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    answer = operator.post(act(pressed, "wait"), {"until": until, "note": "Avtalt med datteren"})
    assert answer.status_code == 409
    assert "Avtalt med datteren" in answer.text
    assert "høyst ett døgn" in answer.text
    assert state() == State.TAKEN


def test_a_wait_within_a_day_leaves_the_alarm_waiting(pressed: Alarm, operator: Client) -> None:
    operator.post(act(pressed, "take"))
    until = local(now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    assert operator.post(act(pressed, "wait"), {"until": until}).status_code == 302
    assert state() == State.WAITING


def test_calling_113_opens_the_panel_until_the_service_has_taken_over(
    pressed: Alarm, operator: Client, world: World
) -> None:
    make_way_in(world.recipient, code="4711")
    operator.post(act(pressed, "take"))
    page = operator.post(act(pressed, "call_emergency"), {"place_called": "113"}).text
    assert "Les opp for 113" in page
    assert "4711" in page
    assert "Les opp for 113" in operator.get(card(pressed)).text
    assert "Hos 113" in operator.get(reverse("alarms:board")).text
    operator.post(act(pressed, "confirm_handover"))
    assert "Les opp for" not in operator.get(card(pressed)).text


def test_an_alarm_closes_with_cause_and_measures_only(pressed: Alarm, operator: Client) -> None:
    operator.post(act(pressed, "take"))
    bare = operator.post(act(pressed, "close"), {"cause": "fall", "note": "Hjulpet opp av sønnen"})
    assert bare.status_code == 422
    assert "Velg minst ett tiltak." in bare.text
    assert "Hjulpet opp av sønnen" in bare.text
    done = operator.post(act(pressed, "close"), {"cause": "fall", "measures": ["talked", "kin_came"]})
    assert done.headers["Location"] == reverse("alarms:board")
    assert state() == State.CLOSED
    with scope(EVERYWHERE):
        assert RecordText.objects.count() == 1


def test_dispatch_says_who_is_on_duty_and_rings_them(pressed: Alarm, operator: Client) -> None:
    operator.post(act(pressed, "take"))
    page = operator.get(card(pressed)).text
    assert "Nattpatruljen" in page
    assert (
        operator.post(act(pressed, "dispatch"), {"step": "0", "note": "Nøkkelboks ved døra"}).status_code
        == 302
    )
    assert state() == State.DISPATCHED


def test_nobody_who_has_not_agreed_is_told(pressed: Alarm, operator: Client, world: World) -> None:
    make_next_of_kin(world.recipient)
    operator.post(act(pressed, "take"))
    assert 'id="form-inform_kin"' not in operator.get(card(pressed)).text
    assert operator.post(act(pressed, "inform_kin"), {"told": "datter"}).status_code == 422


def test_a_colleague_on_duty_can_be_given_the_alarm(pressed: Alarm, operator: Client, world: World) -> None:
    operator.post(act(pressed, "take"))
    assert operator.post(act(pressed, "give"), {"to": str(world.nurse_user.pk)}).status_code == 422
    assert operator.post(act(pressed, "give"), {"to": str(world.colleague_user.pk)}).status_code == 302
    assert str(alarms()[-1].held_by) == str(world.colleague_user.pk)


def test_the_raw_message_is_behind_a_press_and_a_permission(
    world: World, operator: Client, nurse: Client
) -> None:
    signal = make_signal(scaip("99999999"), source=world.source, at=world.now)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=now())
    alarm = alarms()[-1]
    page = operator.get(card(alarm)).text
    assert "Varde vet ikke hvem dette gjelder" in page
    assert operator.post(reverse("alarms:raw", args=[alarm.pk])).status_code == 200
    assert looks("raw_signal") == 1
    assert nurse.post(reverse("alarms:raw", args=[alarm.pk])).status_code == 403


def test_a_neighbour_finds_nothing_and_changes_nothing(pressed: Alarm, neighbour: Client) -> None:
    assert neighbour.get(card(pressed)).status_code == 404
    assert neighbour.post(act(pressed, "take")).status_code == 404
    assert state() == State.NEW


def test_under_a_lapsed_agreement_the_minimum_is_shown_with_the_reason(
    pressed: Alarm, operator: Client, world: World
) -> None:
    make_risk(world.recipient, text="Hund i gangen")
    world.agreement.ends_at = now() - timedelta(minutes=1)
    world.agreement.save()
    page = operator.get(card(pressed)).text
    assert "Avtalen er utløpt" in page
    assert "Solbakken 4" in page
    assert "Hund i gangen" not in page
    assert operator.post(act(pressed, "take")).status_code == 302


def test_a_press_without_a_token_changes_nothing(pressed: Alarm, world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.operator_user)
    assert strict.post(act(pressed, "take")).status_code == 403
    assert state() == State.NEW


def test_the_fragment_has_new_buttons_only_when_the_state_is_another(
    pressed: Alarm, operator: Client, colleague: Client
) -> None:
    page = operator.get(card(pressed)).text
    version = re.search(r'id="card-version" name="v" value="([^"]+)"', page)[1]
    url = reverse("alarms:fragment", args=[pressed.pk])
    same = operator.get(url, {"n": "-1", "v": version}).text
    assert "hx-swap-oob" not in same
    colleague.post(act(pressed, "take"))
    other = operator.get(url, {"n": "-1", "v": version}).text
    assert "hx-swap-oob" in other
    assert "Ta over fra Bo" in other


def test_a_note_stands_in_the_log_with_who(pressed: Alarm, operator: Client) -> None:
    assert operator.post(act(pressed, "note"), {"note": ""}).status_code == 422
    operator.post(act(pressed, "note"), {"note": "Ringer datteren"})
    page = operator.get(card(pressed)).text
    assert "Ringer datteren" in page
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.get(verb="note").actor_name == "Ada"


def test_a_technical_alert_goes_to_support_with_one_press(world: World, operator: Client) -> None:
    signal = make_signal(scaip("99999999"), source=world.source, at=world.now)
    actions.read_signals(machine("signal_reader"), signals=[signal], now=now())
    alert = alarms()[-1]
    operator.post(reverse("alarms:act", args=[alert.pk, "take"]))
    assert "Send til support" in operator.get(reverse("alarms:card", args=[alert.pk])).text
    done = operator.post(reverse("alarms:act", args=[alert.pk, "pass_on"]), {"to_whom": "support"})
    assert done.status_code == 302
    assert alarms()[-1].state == State.PASSED_ON
    with scope(EVERYWHERE):
        assert AlarmEvent.objects.get(verb="pass_on").place == "support"


def test_an_alarm_about_a_person_is_not_for_support(pressed: Alarm, operator: Client) -> None:
    operator.post(reverse("alarms:act", args=[pressed.pk, "take"]))
    assert "Send til support" not in operator.get(reverse("alarms:card", args=[pressed.pk])).text
