"""What is not alike among municipalities that share a follow-up centre, and nothing else. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from varde.foundation import spreadsheet
from varde.foundation.accounts.testing import logged_in, make_user
from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries import What
from varde.governance.servicemodel.rules.codes import State, Status, Technology
from varde.governance.servicemodel.testing import adopt
from varde.ground.organisations.testing import make_actor, make_agreement, make_membership, make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TASK, LINE = "support.store", "support.store/checklist/considered"


@pytest.fixture
def towns():
    """Two served by the same centre, which is no municipality, and one that is not served."""
    centre = make_organisation("TMS", kind="centre_host")
    found = [make_organisation(name) for name in ("Froland", "Grimstad", "Bykle")]
    for town in found:
        adopt(town, now=NOW)
    for town in found[:2]:
        make_agreement(centre, town, "follow_up_nurse")
    return found


@pytest.fixture
def office(towns):
    return make_actor(*towns, permissions=(P.VIEW, P.COMPARE))


def boss(town):
    return make_actor(town, permissions=(P.VIEW, P.ANSWER, P.OWN))


def differ(office, towns):
    found = queries.differences_among(office, owners={one.pk for one in towns[:2]}, now=NOW)
    return found.columns, [(one.what, one.technology, one.cells) for one in found.rows]


def test_who_shares_a_centre_stands_in_the_agreements(office, towns):
    (group,) = queries.groups(office, now=NOW)
    assert group.name == "TMS"
    assert group.owners == {towns[0].pk, towns[1].pk}


def test_what_is_alike_is_not_shown(office, towns):
    assert differ(office, towns)[1] == []


def test_each_kind_of_difference_is_one_row(office, towns):
    first, second = boss(towns[0]), boss(towns[1])
    here = {"owner_id": towns[0].pk, "task": TASK}
    actions.set_status(first, **here, technology=Technology.ALARM, status=Status.SETTLED, now=NOW)
    actions.answer_line(second, owner_id=towns[1].pk, address=LINE, state=State.NO, values={}, now=NOW)
    actions.reword_point(
        second, owner_id=towns[1].pk, address="support.store/checklist/fits", nb="Lageret rekker"
    )
    actions.name_responsible(
        first, **here, arrangement="all", by="municipality", values={"name": "Kari"}, now=NOW
    )
    columns, rows = differ(office, towns)
    assert [name for _key, name in columns] == ["Froland", "Grimstad"]
    assert set(rows) == {
        (What.STATUS, "alarm", ("settled", "")),
        (What.CHARGE, "", ("named", "")),
        (What.LINE, "", ("open", "red")),
        (What.WORDS, "", ("above", "reworded")),
    }


def test_a_municipality_compares_nobody_and_the_secretariat_only_its_own(office, towns):
    with pytest.raises(PermissionDenied):
        queries.groups(boss(towns[0]), now=NOW)
    with pytest.raises(PermissionDenied):
        queries.differences_among(boss(towns[0]), owners={one.pk for one in towns}, now=NOW)
    other = make_actor(towns[0], permissions=(P.COMPARE,))
    assert queries.groups(other, now=NOW) == []
    found = queries.differences_among(other, owners={one.pk for one in towns}, now=NOW)
    assert [name for _key, name in found.columns] == ["Froland"]


def test_the_page_and_its_file_say_the_same(client, towns):
    user = make_user("Per Dahl")
    secretariat = make_organisation("Sekretariatet", kind="secretariat")
    make_membership(user, secretariat, "secretariat")
    for town in towns:
        make_agreement(secretariat, town, "secretariat")
    actions.set_status(
        boss(towns[0]),
        owner_id=towns[0].pk,
        task=TASK,
        technology=Technology.ALARM,
        status=Status.SETTLED,
        now=NOW,
    )
    logged_in(user, client)
    shown = client.get(reverse("servicemodel:differing")).content.decode()
    assert "1 forskjell" in shown and "Trygghetsalarm" in shown and "Bykle" not in shown
    sheet = client.get(reverse("servicemodel:differing"), {"format": "xlsx"}).content
    heads, row = spreadsheet.read("forskjeller.xlsx", sheet)
    assert heads[2:] == ["Froland", "Grimstad"] and row[1:] == ["Trygghetsalarm", "Avklart", "Ikke satt"]
    matrix = spreadsheet.read(
        "regionen.csv", client.get(reverse("servicemodel:region"), {"format": "csv"}).content
    )
    assert matrix[0][2:] == ["Bykle", "Froland", "Grimstad"] and len(matrix) == 26
