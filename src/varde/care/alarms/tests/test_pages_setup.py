"""Plans with their safety gate, rules and action cards of an organisation's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from varde.care.alarms.models import Alarm, CardVersion, PlanVersion, RuleVersion
from varde.care.alarms.tests.conftest import World, _browser, _user
from varde.care.alarms.views.plans import panel
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE
from varde.kernel.clock import now


@pytest.fixture
def leader(world: World) -> Client:
    return _browser(_user("Lea", world.municipality, "unit_leader", world.now - timedelta(days=30)))


def plan(world: World, **more: object) -> dict[str, object]:
    return {
        "owner_id": str(world.municipality.pk),
        "title": "Natt",
        "alert": "3",
        "repeat_minutes": "3",
        "ledd1-kind": "board",
        "ledd1-channels": ["screen"],
        "ledd1-seconds": "60",
        "ledd2-kind": "dispatch",
        "ledd2-pool": str(world.patrol.pk),
        "ledd2-channels": ["voice", "sms"],
        "ledd2-seconds": "120",
        "ledd3-kind": "last_resort",
        "ledd3-channels": ["voice"],
        "ledd3-seconds": "180",
        **more,
    }


def plans() -> list[PlanVersion]:
    with scope(EVERYWHERE):
        return list(PlanVersion.objects.filter(title="Natt").order_by("number"))


def test_a_safe_plan_is_in_force_at_once_and_a_change_is_a_new_version(leader: Client, world: World) -> None:
    answer = leader.post(reverse("alarms:new_plan"), plan(world))
    assert answer.status_code == 302, answer.text
    assert "Natt" in leader.get(reverse("alarms:plans")).text
    first = plans()[0]
    assert first.body["steps"][1]["ref"] == str(world.patrol.pk)
    leader.post(reverse("alarms:edit_plan", args=[first.pk]), plan(world, repeat_minutes="5"))
    old, new = plans()
    assert (old.ends_at, new.number, new.body["repeat_minutes"]) == (new.starts_at, 2, 5)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ledd2-channels": ["sms"]}, "Et utrykningsledd må ha minst én kanal som ringer"),
        ({"ledd3-kind": ""}, "Siste ledd må ha en mottaker som alltid finnes"),
        ({"ledd3-kind": "contact"}, "Siste ledd kan ikke være pårørende eller nabo"),
        ({"ledd2-kind": "contact"}, "Varslingskontakten har ikke sagt ja"),
        ({"ledd1-kind": "", "ledd2-kind": "", "ledd3-kind": ""}, "Planen har ingen ledd"),
    ],
)
def test_the_safety_gate_says_what_is_wrong_and_lets_nobody_past(
    leader: Client, world: World, change: dict[str, object], words: str
) -> None:
    answer = leader.post(reverse("alarms:new_plan"), plan(world, **change))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Natt"' in answer.text
    assert plans() == []


def test_an_ended_plan_is_no_longer_in_force(leader: Client, world: World) -> None:
    leader.post(reverse("alarms:new_plan"), plan(world))
    assert leader.post(reverse("alarms:end_plan", args=[plans()[0].pk])).status_code == 302
    page = leader.get(reverse("alarms:plans"))
    assert "Natt" not in [row.title for row, *_ in page.context["plans"]]


def test_plans_are_for_those_who_make_them_in_their_own_organisation(
    leader: Client, operator: Client, world: World
) -> None:
    assert operator.get(reverse("alarms:plans")).status_code == 403
    assert operator.post(reverse("alarms:new_plan"), plan(world)).status_code == 403
    assert (
        leader.post(reverse("alarms:new_plan"), plan(world, owner_id=str(world.centre.pk))).status_code == 422
    )
    leader.post(reverse("alarms:new_plan"), plan(world))
    other = _browser(_user("Liv", world.centre, "unit_leader", world.now - timedelta(days=30)))
    assert other.post(reverse("alarms:end_plan", args=[plans()[0].pk])).status_code == 404


def test_an_own_rule_goes_before_the_shipped_one_and_can_be_ended(leader: Client, world: World) -> None:
    url = reverse("alarms:new_rule", args=["3"])
    assert leader.get(url).status_code == 200
    form = {
        "owner_id": str(world.municipality.pk),
        "severity": "20",
        "urgency": "Y",
        "because": "vi prøver",
        "card": "",
    }
    assert leader.post(url, form).status_code == 302
    assert leader.post(url, {**form, "severity": "30"}).status_code == 302
    assert "vi prøver" in leader.get(reverse("alarms:rules")).text
    with scope(EVERYWHERE):
        now_held = RuleVersion.objects.get(ends_at__isnull=True)
    assert (now_held.number, now_held.body["rules"][0]["severity"]) == (2, 30)
    leader.post(reverse("alarms:end_rule", args=[now_held.pk]))
    assert "vi prøver" not in leader.get(reverse("alarms:rules")).text


def test_an_own_action_card_is_what_the_operator_reads(
    leader: Client, operator: Client, pressed: Alarm, world: World
) -> None:
    form = {"owner_id": str(world.municipality.pk), "title": "Hos oss", "do": "Ring vaktmesteren.\nVent."}
    assert leader.post(reverse("alarms:new_card", args=["3"]), {**form, "do": ""}).status_code == 422
    assert leader.post(reverse("alarms:new_card", args=["3"]), form).status_code == 302
    assert "Ring vaktmesteren." in operator.get(reverse("alarms:card", args=[pressed.pk])).text
    with scope(EVERYWHERE):
        row = CardVersion.objects.get()
    leader.post(reverse("alarms:end_card", args=[row.pk]))
    assert "Ring vaktmesteren." not in operator.get(reverse("alarms:card", args=[pressed.pk])).text


def test_a_plan_made_from_the_recipients_page_is_theirs_alone(leader: Client, world: World) -> None:
    new = f"{reverse('alarms:new_plan')}?for={world.recipient.pk}"
    assert "Planen gjelder bare for Ragnhild Moe." in leader.get(new).text
    assert leader.post(new, plan(world)).status_code == 302
    assert [one.recipient_id for one in plans()] == [world.recipient.pk]


@pytest.mark.parametrize("wanted", ["x", "01a206c1-1ade-7626-9541-2f7b395d322d"])
def test_a_plan_for_somebody_unknown_is_not_found(leader: Client, wanted: str) -> None:
    assert leader.get(f"{reverse('alarms:new_plan')}?for={wanted}").status_code == 404


def test_the_panel_beside_the_recipient_leads_to_a_plan_of_their_own(world: World) -> None:
    maker = world.actor(_user("Lena", world.municipality, "unit_leader", world.now - timedelta(days=30)))
    beside = panel(maker, world.recipient.pk, now())
    assert beside is not None
    assert beside.url.endswith(f"?for={world.recipient.pk}")
    assert panel(world.nurse, world.recipient.pk, now()) is None


def test_every_version_of_a_plan_says_who_changed_what_and_two_can_be_compared(
    leader: Client, world: World
) -> None:
    leader.post(reverse("alarms:new_plan"), plan(world))
    for change in ({"repeat_minutes": "5"}, {"ledd2-seconds": "240", "ledd2-channels": ["voice"]}):
        held = plans()[-1]
        leader.post(reverse("alarms:edit_plan", args=[held.pk]), plan(world, **change))
    first, _, last = plans()
    url = reverse("alarms:plan_versions", args=[first.pk])
    page = leader.get(url).text
    for words in ("Lea", "hvert 3. minutt", "hvert 5. minutt", "Ledd 2: tidsfrist", "Første utgave"):
        assert words in page, words
    compared = leader.get(url, {"older": "3", "newer": "1"})
    assert [one["what"] for one in compared.context["compared"]] == ["Ledd 2: kanaler", "Ledd 2: tidsfrist"]
    assert (compared.context["before"], compared.context["after"]) == (first, last)
    assert leader.get(url, {"older": "1", "newer": "77"}).context["compared"] == []


def test_an_ended_plan_keeps_its_history_and_says_who_ended_it(leader: Client, world: World) -> None:
    leader.post(reverse("alarms:new_plan"), plan(world))
    leader.post(reverse("alarms:end_plan", args=[plans()[0].pk]))
    listed = leader.get(reverse("alarms:plans"))
    assert [one.pk for one in listed.context["ended"]] == [plans()[0].pk]
    page = leader.get(reverse("alarms:plan_versions", args=[plans()[0].pk])).text
    assert "Planen er avsluttet av Lea" in page
    assert "Endre plan" not in page


def test_two_plans_with_the_same_name_have_each_their_history(leader: Client, world: World) -> None:
    for _ in range(2):
        leader.post(reverse("alarms:new_plan"), plan(world))
    one, other = plans()
    seen = leader.get(reverse("alarms:plan_versions", args=[one.pk])).context["versions"]
    assert [row.pk for row, _changes in seen] == [one.pk]
    assert one.line != other.line


def test_the_history_of_a_plan_is_for_those_who_make_plans_there(
    leader: Client, operator: Client, world: World
) -> None:
    leader.post(reverse("alarms:new_plan"), plan(world))
    url = reverse("alarms:plan_versions", args=[plans()[0].pk])
    assert operator.get(url).status_code == 403
    other = _browser(_user("Liv", world.centre, "unit_leader", world.now - timedelta(days=30)))
    assert other.get(url).status_code == 404
