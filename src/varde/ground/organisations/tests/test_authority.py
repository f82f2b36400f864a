"""Who sees what where: shared centres, two hats, agreements in force, lapsed and ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from varde.foundation import authorisation
from varde.foundation.accounts.models import User
from varde.foundation.authorisation import Role
from varde.foundation.ownership import scope
from varde.ground.organisations import actions, queries
from varde.ground.organisations.models import Agreement, Membership, Unit
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.ground.organisations.testing import make_actor, make_organisation
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 7, 1, 14, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _roles() -> Iterator[None]:
    """Two roles of the test's own: what is tried is the mechanism, not today's table."""
    held = dict(authorisation.roles())
    operator = Role(
        "operator", "Operatør", "", frozenset({P.VIEW, P.VIEW_ACCESS_LOG}), beyond=frozenset({P.VIEW})
    )
    leader = Role("leader", "Leder", "", frozenset({P.VIEW, P.MANAGE_MEMBERS}))
    machines = {code: role for code, role in held.items() if role.machine}  # the gates ask as one of them
    authorisation.install_roles({**machines, "operator": operator, "leader": leader})
    yield
    authorisation.install_roles(held)


def person(*hats: tuple[Any, str]) -> User:
    user = User.objects.create_user(f"{len(User.objects.all())}@example.test", name="Ada")
    for place, role in hats:
        Membership.objects.create(user=user, organisation=place, role=role, starts_at=NOW - 30 * DAY)
    return user


def agree(provider: Any, client: Any, **more: Any) -> Agreement:
    values = {"title": "Responssenter", "roles": ["operator"], "processing": "processor", "basis": "Avtale"}
    return Agreement.objects.create(
        provider=provider, client=client, **{**values, "starts_at": NOW - 30 * DAY, **more}
    )


def seen(actor: Actor) -> set[str]:
    return {row.owner.name for row in queries.units(actor)}


@pytest.fixture
def places() -> dict[str, Any]:
    """Five municipalities with a unit each, and a centre that serves some of them."""
    made = {name: make_organisation(name) for name in ("Nesby", "Vikby", "Dalby", "Fjellby", "Sundby")}
    for place in made.values():
        with scope(frozenset({place.pk})):
            Unit.objects.create(owner=place, name="Natt")
    return {**made, "centre": make_organisation("Senteret", kind="centre_host")}


def test_an_operator_sees_exactly_the_clients_whose_agreement_is_in_force(places: dict[str, Any]) -> None:
    agree(places["centre"], places["Nesby"])
    agree(places["centre"], places["Vikby"], ends_at=NOW + DAY)
    agree(places["centre"], places["Dalby"], starts_at=NOW + DAY)
    agree(places["centre"], places["Fjellby"], ended_at=NOW - timedelta(minutes=1))
    user = person((places["centre"], "operator"))
    assert seen(queries.actor_for_user(user, now=NOW)) == {"Nesby", "Vikby"}


def test_an_agreement_opens_at_its_first_instant_and_shuts_when_it_is_ended(places: dict[str, Any]) -> None:
    row = agree(places["centre"], places["Nesby"], starts_at=NOW)
    user = person((places["centre"], "operator"))
    assert seen(queries.actor_for_user(user, now=NOW)) == {"Nesby"}
    assert seen(queries.actor_for_user(user, now=NOW - timedelta(microseconds=1))) == set()
    actions.end_agreement(make_actor(places["Nesby"]), agreement_id=row.pk, now=NOW)
    assert queries.actor_for_user(user, now=NOW).where(P.VIEW) == frozenset({places["centre"].pk})


def test_a_lapsed_agreement_leaves_only_what_is_needed_to_help(places: dict[str, Any]) -> None:
    agree(places["centre"], places["Nesby"], ends_at=NOW)
    actor = queries.actor_for_user(person((places["centre"], "operator")), now=NOW)
    nesby = places["Nesby"].pk
    assert actor.may(P.VIEW, nesby)
    assert actor.only_beyond(P.VIEW, nesby)
    assert not actor.may(P.VIEW_ACCESS_LOG, nesby)


def test_two_hats_do_not_mix(places: dict[str, Any]) -> None:
    agree(places["centre"], places["Nesby"])
    user = person((places["centre"], "operator"), (places["Vikby"], "leader"))
    actor = queries.actor_for_user(user, now=NOW)
    assert seen(actor) == {"Nesby", "Vikby"}
    assert actor.where(P.MANAGE_MEMBERS) == frozenset({places["Vikby"].pk})
    assert actor.where(P.VIEW_ACCESS_LOG) == frozenset({places["centre"].pk, places["Nesby"].pk})
    with pytest.raises(PermissionDenied):
        actions.invite(
            actor,
            email="x@example.test",
            name="X",
            organisation_id=places["Nesby"].pk,
            role="leader",
            now=NOW,
        )


def test_an_agreement_lends_the_roles_it_names_and_no_others(places: dict[str, Any]) -> None:
    agree(places["centre"], places["Nesby"], roles=["operator"])
    assert seen(queries.actor_for_user(person((places["centre"], "leader")), now=NOW)) == set()


def test_agreements_do_not_chain(places: dict[str, Any]) -> None:
    agree(places["centre"], places["Nesby"])
    agree(places["Nesby"], places["Vikby"])
    assert seen(queries.actor_for_user(person((places["centre"], "operator")), now=NOW)) == {"Nesby"}


def test_a_membership_that_ended_gives_nothing(places: dict[str, Any]) -> None:
    user = person((places["Nesby"], "leader"))
    row = Membership.objects.get(user=user)
    actions.end_membership(make_actor(places["Nesby"]), membership_id=row.pk, now=NOW)
    later = queries.actor_for_user(user, now=NOW + timedelta(seconds=1))
    assert not later.grants
    with pytest.raises(PermissionDenied):
        queries.units(later)


def test_an_agreement_with_something_left_is_not_ended_and_says_what(places: dict[str, Any]) -> None:
    row = agree(places["centre"], places["Nesby"])
    blocker = actions.agreements.Blocker("Varslingsplaner", 3)
    gates = actions.agreements.ending_gates
    gates.append(lambda provider, client, now: [blocker])
    try:
        with pytest.raises(actions.AgreementStillInUse) as fault:
            actions.end_agreement(make_actor(places["Nesby"]), agreement_id=row.pk, now=NOW)
    finally:
        gates.pop()
    assert fault.value.blockers == (blocker,)
    row.refresh_from_db()
    assert row.ended_at is None
