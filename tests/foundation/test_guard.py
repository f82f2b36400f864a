"""The guard and the wall of rows, on real tables."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from varde.foundation.audit.models import AccessLog, Outcome
from varde.foundation.authorisation import requires
from varde.foundation.ids import new_id
from varde.foundation.ownership import OutOfScope, scope
from varde.ground.organisations import actions, queries
from varde.ground.organisations.models import Organisation, Unit
from varde.ground.organisations.permissions import OrganisationPermission as P
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def organisation(name: str) -> Organisation:
    return Organisation.objects.create(
        kind="municipality", name=name, last_resort_name="Vakt", last_resort_phone="+4700000000"
    )


def actor(*where: Organisation, permission: str = P.VIEW) -> Actor:
    return Actor(new_id(), "Ada", grants={permission: frozenset(o.pk for o in where)})


def test_a_query_outside_a_scope_raises() -> None:
    with pytest.raises(OutOfScope):
        Unit.objects.all()


def test_a_stranger_is_refused_and_the_refusal_is_written_down() -> None:
    with pytest.raises(PermissionDenied):
        queries.units(Actor(new_id(), "Stranger"))


@pytest.mark.django_db(transaction=True)
def test_a_refusal_outside_a_transaction_stands_in_the_log() -> None:
    with pytest.raises(PermissionDenied):
        queries.units(Actor(new_id(), "Stranger"))
    assert AccessLog.objects.get().outcome == Outcome.REFUSED


def test_rows_of_a_neighbour_do_not_show_even_when_evaluated_late() -> None:
    ours, theirs = organisation("Froland"), organisation("Birkenes")
    with scope(frozenset({ours.pk, theirs.pk})):
        Unit.objects.create(owner=ours, name="Natt")
        Unit.objects.create(owner=theirs, name="Dag")
    rows = queries.units(actor(ours))
    assert [row.name for row in rows] == ["Natt"]


def test_an_action_is_written_to_the_access_log_with_its_subject() -> None:
    ours = organisation("Froland")
    row = actions.save_unit(
        actor(ours, permission=P.MANAGE), row=None, values={"owner": ours, "name": "Natt"}
    )
    entry = AccessLog.objects.get()
    assert (entry.outcome, entry.subject, entry.owner) == (Outcome.WRITTEN, row.pk, ours.pk)


def test_the_guard_refuses_generators_and_coroutines() -> None:
    async def later(actor: Actor) -> None: ...

    with pytest.raises(TypeError):
        requires(P.VIEW)(later)
