"""The registers of units and contact persons, by the test every register inherits."""

from __future__ import annotations

from typing import Any

import pytest

from varde.foundation.ownership import scope
from varde.foundation.register.testing import RegisterTests
from varde.ground.organisations import register
from varde.ground.organisations.forms import OrganisationForm
from varde.ground.organisations.models import ContactPerson, Unit
from varde.ground.organisations.testing import make_actor, make_organisation
from varde.kernel.actor import Actor

pytestmark = pytest.mark.django_db


class Ours(RegisterTests):
    def place(self, name: str) -> Any:
        return make_organisation(name)

    def reader(self, *places: Any) -> Actor:
        return make_actor(*places)


class TestUnits(Ours):
    register = register.units
    address = "organisations:enheter"

    def row(self, place: Any, name: str) -> Any:
        with scope(frozenset({place.pk})):
            return Unit.objects.create(owner=place, name=name)

    def filled(self, place: Any, name: str) -> dict[str, Any]:
        return {"owner": str(place.pk), "name": name, "is_active": "on"}

    def test_a_unit_cannot_lie_below_itself(self) -> None:
        ours = self.place("Nesby")
        above = self.row(ours, "Omsorg")
        with scope(frozenset({ours.pk})):
            below = Unit.objects.create(owner=ours, name="Natt", parent=above)
        values = {**self.filled(ours, "Omsorg"), "parent": str(below.pk)}
        assert "under seg selv" in self.shown(self.reader(ours), "edit", pk=above.pk, post=values)

    def test_a_unit_cannot_lie_below_a_unit_of_another_owner(self) -> None:
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        other = self.row(theirs, "Omsorg")
        values = {**self.filled(ours, "Natt"), "parent": str(other.pk)}
        assert "samme eier" in self.shown(self.reader(ours, theirs), "new", post=values)

    def test_one_name_stands_once_in_one_place(self) -> None:
        ours = self.place("Nesby")
        self.row(ours, "Natt")
        page = self.shown(self.reader(ours), "new", post=self.filled(ours, "Natt"))
        assert "allerede en enhet" in page


class TestContacts(Ours):
    register = register.contacts
    address = "organisations:kontaktpunkter"

    def row(self, place: Any, name: str) -> Any:
        with scope(frozenset({place.pk})):
            return ContactPerson.objects.create(
                owner=place, organisation=place, name=name, subject="Nøkler", phone="+4799900001"
            )

    def filled(self, place: Any, name: str) -> dict[str, Any]:
        return {
            "owner": str(place.pk),
            "organisation": str(place.pk),
            "name": name,
            "subject": "Nøkler",
            "phone": "+4799900001",
            "is_active": "on",
        }

    def test_a_contact_that_cannot_be_reached_is_refused(self) -> None:
        ours = self.place("Nesby")
        values = {**self.filled(ours, "Granheim"), "phone": ""}
        assert "telefon eller e-post" in self.shown(self.reader(ours), "new", post=values)


@pytest.mark.parametrize("number", ["116117", "02800", "spør i resepsjonen"])
def test_a_last_resort_that_cannot_be_rung_is_refused_at_its_field(number: str) -> None:
    form = _last_resort(number)
    assert list(form.errors) == ["last_resort_phone"]
    assert "Skriv et nummer som kan ringes" in str(form.errors["last_resort_phone"])


def test_a_last_resort_is_kept_as_it_will_be_rung() -> None:
    form = _last_resort("900 00 000")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["last_resort_phone"] == "+4790000000"


def _last_resort(number: str) -> OrganisationForm:
    ours = make_organisation("Nesby")
    values = {"name": "Nesby", "last_resort_name": "Legevakt", "last_resort_phone": number, "is_active": "on"}
    return OrganisationForm(make_actor(ours), values, row=ours)
