"""What improvement is told of the service model, and what it puts on "Mine oppgaver"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from varde.config import improvement
from varde.foundation.accounts.testing import make_user
from varde.governance.improvement import queries
from varde.governance.improvement.queries.activities import content
from varde.governance.improvement.testing import MONDAY, make_proposal, make_session
from varde.governance.servicemodel import actions as servicemodel
from varde.governance.servicemodel.queries.editions import model_of
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import Organisation, make_membership, make_organisation
from varde.interfaces.web.work import Source
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def froland() -> Organisation:
    return make_organisation("Froland")


def somebody(place: Organisation, role: str, name: str = "Liv Aas") -> Actor:
    user = make_user(name)
    make_membership(user, place, role)
    return actor_for_user(user, now=MONDAY)


def titles(source: Source, actor: Actor) -> list[str]:
    return [item.title for item in source(actor, MONDAY)]


def test_the_tasks_are_those_of_the_edition_the_organisation_stands_on(froland: Organisation) -> None:
    leader = somebody(froland, "unit_leader")
    by_name = queries.tasks(leader, owner_id=froland.pk)
    assert len(by_name) == 25 and {one.url for one in by_name.values()} == {""}
    servicemodel.adopt(leader, owner_id=froland.pk, edition="agder-2025", version="2025.1", now=MONDAY)
    found = queries.tasks(leader, owner_id=froland.pk)
    assert found["recipient.allocate"].title == "Henvise, kartlegge og tildele"
    assert found["recipient.allocate"].url == reverse(
        "servicemodel:task", args=[froland.pk, "recipient.allocate"]
    )


def test_who_may_not_see_the_model_is_offered_no_task(froland: Organisation) -> None:
    assert queries.tasks(somebody(froland, "technician"), owner_id=froland.pk) == {}


def test_every_question_of_the_activities_is_about_a_task_that_the_model_has() -> None:
    known = {key for key, _number, _task in model_of("national-2023", "2023.1").tasks()}
    assert {one.task for one in content().questions().values()} <= known


def test_an_effect_check_waits_from_its_day_for_who_owns_it_and_the_stand_in(froland: Organisation) -> None:
    nurse, deputy = somebody(froland, "home_care", "Ine Dahl"), somebody(froland, "superuser", "Tor Vik")
    leader = somebody(froland, "unit_leader")
    owned = {"responsible_id": nurse.id, "deputy_id": deputy.id}
    make_proposal(froland, "I dag", state="done", check_on=TODAY, **owned)
    make_proposal(froland, "I morgen", state="done", check_on=TODAY + timedelta(days=1), **owned)
    make_proposal(froland, "Ingens", state="chosen", check_on=TODAY - timedelta(days=1))
    for actor in (nurse, deputy):
        assert titles(improvement.waiting, actor) == ["Se om det hjalp: I dag"]
    assert titles(improvement.waiting, leader) == ["Se om det hjalp: Ingens"]
    (late,) = improvement.waiting(leader, MONDAY)
    assert late.is_late(MONDAY)
    assert titles(improvement.waiting, somebody(froland, "response_operator", "Bo")) == []


def test_undecided_proposals_are_counted_for_who_decides(froland: Organisation) -> None:
    leader = somebody(froland, "unit_leader")
    assert titles(improvement.waiting, leader) == []
    make_proposal(froland)
    make_proposal(froland, "Kommet", state="later", look_again_on=TODAY)
    make_proposal(froland, "Ikke ennå", state="later", look_again_on=TODAY + timedelta(days=1))
    make_proposal(make_organisation("Åmli"))
    (item,) = improvement.waiting(leader, MONDAY)
    assert item.title == "2 forslag venter på en avgjørelse" and item.url.endswith("?state=undecided")
    assert titles(improvement.waiting, somebody(froland, "superuser", "Tor Vik")) == []


def test_a_session_waits_for_who_leads_it_in_its_last_week_and_while_it_runs(froland: Organisation) -> None:
    leader = somebody(froland, "unit_leader")
    for title, days in (("Om en uke", 7), ("Senere", 8), ("Glemt", -30)):
        day = TODAY + timedelta(days=days)
        make_session(
            froland, title=title, state="planned", started_at=None, held_on=day, facilitator_id=leader.id
        )
    make_session(froland, title="I gang", facilitator_id=leader.id)
    make_session(froland, title="Over", state="ended", facilitator_id=leader.id)
    make_session(froland, title="En annens")
    expected = ["Led økta «Glemt»", "Led økta «I gang»", "Led økta «Om en uke»"]
    assert sorted(titles(improvement.waiting, leader)) == expected
    assert titles(improvement.waiting, somebody(froland, "home_care", "Ine Dahl")) == []
