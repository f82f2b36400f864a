"""The registers of deliverables and of goals, by the test every register inherits."""

from __future__ import annotations

import pytest

from varde.foundation.register.testing import RegisterTests
from varde.governance.adoption import queries, register
from varde.governance.adoption.permissions import AdoptionPermission
from varde.governance.adoption.testing import make_deliverable, make_goal_status, make_shared
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.testing import make_actor, make_organisation

pytestmark = pytest.mark.django_db


class Ours(RegisterTests):
    def place(self, name):
        return make_organisation(name)

    def reader(self, *places):
        given = (*AdoptionPermission, *OrganisationPermission)
        return make_actor(*places, permissions=given, name="Liv Aas")


class TestDeliverables(Ours):
    register = register.deliverables
    address = "adoption:leveranser"

    def row(self, place, name):
        return make_deliverable(place, name)

    def filled(self, place, name):
        return {
            "owner": str(place.pk), "title": name, "technology": "dispenser", "kind": "routine",
            "reference": "KS-101", "version": "1.0",
        }  # fmt: skip

    @pytest.mark.parametrize("reference", ["javascript:alert(1)", "//ond.example", "http://", "<b>"])
    def test_what_is_no_link_and_no_document_is_refused(self, reference):
        ours = self.place("Nesby")
        values = {**self.filled(ours, "Rutine"), "reference": reference}
        assert "eller en dokument-ID" in self.shown(self.reader(ours), "new", post=values)

    @pytest.mark.parametrize(
        "reference", ["KS-101", "https://ks.example/101", "/dokument/101", "Rutine 4.2 i KS"]
    )
    def test_a_link_or_a_document_is_taken(self, reference):
        ours = self.place("Nesby")
        values = {**self.filled(ours, "Rutine"), "reference": reference}
        assert self.ask(self.reader(ours), "new", post=values).status_code == 302

    def test_a_box_puts_it_before_the_others(self):
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        self.ask(self.reader(ours), "new", post={**self.filled(ours, "Rutine"), "is_shared": "on"})
        assert [one.maker for one in queries.shared(self.reader(theirs))] == [ours]

    def test_what_was_taken_over_is_refused_at_the_form_when_it_is_shared_on(self):
        ours, theirs = self.place("Nesby"), self.place("Vikby")
        actor, known = self.reader(ours), make_shared(theirs)
        mine = make_deliverable(ours, taken_from=known.pk, taken_name="Vikby", taken_version="1.0")
        values = {**self.filled(ours, "Rutine"), "is_shared": "on"}
        assert "overtatt fra Vikby" in self.shown(actor, "edit", pk=mine.pk, post=values)


class TestGoals(Ours):
    register = register.goal_statuses
    address = "adoption:maalstatus"

    def row(self, place, name):
        return make_goal_status(place, name)

    def filled(self, place, name):
        return {
            "owner": str(place.pk), "what": name, "goal": "considered", "reached": "partly", "figure": "92,5",
            "measured_on": "2026-11-01",
        }  # fmt: skip

    def test_a_figure_is_written_and_read_the_norwegian_way(self):
        ours = self.place("Nesby")
        actor = self.reader(ours)
        self.ask(actor, "new", post=self.filled(ours, "Tildelinger"))
        assert queries.goal_statuses(actor).get().figure_text == "92,5"
        assert "92,5" in self.shown(actor, "list")
        values = {**self.filled(ours, "Andre"), "figure": "-3"}
        assert "ds-error-summary" in self.shown(actor, "new", post=values)
