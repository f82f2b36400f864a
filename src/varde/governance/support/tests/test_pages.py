"""The pages: who may open them, what they say, and that a press does what it says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.foundation.register.testing import RegisterTests
from varde.governance.support import register
from varde.governance.support.models import Deviation, Ticket
from varde.governance.support.permissions import SupportPermission
from varde.governance.support.testing import MONDAY, make_level, make_route, make_supplier, make_ticket
from varde.ground.equipment.testing import make_item
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.testing import (
    Organisation,
    make_actor,
    make_agreement,
    make_membership,
    make_organisation,
)

pytestmark = pytest.mark.django_db
NUMBER = "13097248022"  # synthetic


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def enter(client, owner, role, name="Tor Vik"):
    user = make_user(name)
    make_membership(user, owner, role)
    logged_in(user, client)
    return user


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def rows(model, owner):
    with scope(frozenset({owner.pk})):
        return list(model.objects.order_by("pk"))


def filled(owner, **more):
    return {
        "owner": str(owner.pk),
        "technology": "dispenser",
        "problem": "power",
        "what": "Lader ikke",
        "criticality": "serious",
        "discovered_by": "next_of_kin",
        **more,
    }


def test_a_fault_is_reported_with_the_item_scanned_and_followed_on_its_page(client, froland):
    make_item(froland.pk, serial="D-17", device="4711")
    enter(client, froland, "home_care")
    answer = client.post(reverse("support:new"), filled(froland, serial="d-17", may_wait="on"), follow=True)
    shown = text(answer)
    assert "Sak 1: Lader ikke" in shown and "D-17" in shown and "Kan vente til neste besøk" in shown
    assert "Du ser her hva som skjer" in shown and "Send til leverandøren" not in shown
    assert "Pårørende" in shown and "Sak 1" not in text(client.get(reverse("support:ask")))


@pytest.mark.parametrize("field", ["what", "detail"])
def test_a_national_id_is_refused_at_the_field(client, froland, field):
    enter(client, froland, "home_care")
    shown = text(client.post(reverse("support:new"), filled(froland, **{field: f"Gjelder {NUMBER}"})), 422)
    assert "Her står et fødselsnummer" in shown and rows(Ticket, froland) == []


def test_the_free_text_warns_before_anybody_writes(client, froland):
    enter(client, froland, "home_care")
    assert "ikke om helse" in text(client.get(reverse("support:new")))


def test_an_unknown_or_doubtful_serial_is_told(client, froland):
    enter(client, froland, "home_care")
    make_item(froland.pk, serial="D-171")
    make_item(froland.pk, serial="D-172")
    post = lambda serial: text(client.post(reverse("support:new"), filled(froland, serial=serial)), 422)  # noqa: E731
    assert "Ingen apparater" in post("X-9") and "Flere apparater" in post("D-17")


def test_a_recipient_one_has_nothing_to_do_with_cannot_be_pointed_at(client, froland):
    enter(client, froland, "home_care")
    shown = text(client.post(reverse("support:new"), filled(froland, recipient_id=str(new_id()))), 422)
    assert "ikke tilgang til det saken gjelder" in shown and rows(Ticket, froland) == []


def test_the_whole_way_by_the_buttons(client, froland, supplier):
    level = make_level(froland, supplier, phone="37000000")
    me = enter(client, froland, "superuser")
    row = make_ticket(froland)
    act = lambda name: reverse("support:act", args=[row.pk, name])  # noqa: E731
    page = reverse("support:ticket", args=[row.pk])
    assert "Tor Vik" in text(client.get(act("tildel")))
    client.post(act("tildel"), {"user": str(me.pk)})
    assert "Leverandøren ser dette" in text(client.get(act("send")))
    assert "fødselsnummer" in text(client.post(act("send"), {"level": str(level.pk), "message": NUMBER}), 422)
    client.post(act("send"), {"level": str(level.pk), "message": "Bytt lader"})
    shown = text(client.get(page))
    assert "Venter på leverandør" in shown and "Innen fristen" in shown and "10.11.2026 kl. 10:00" in shown
    client.post(act("ta-tilbake"), {"text": "Vi prøver selv"})
    client.post(act("kostnad"), {"kroner": 1200})
    client.post(act("notat"), {"text": "Ringt leverandøren"})
    client.post(act("los"), {"cause": "technical", "text": "Ny lader", "kroner": ""})
    assert "Var dette et avvik?" in text(client.get(page))
    assert "Avgjør først" in text(client.post(reverse("support:confirm", args=[row.pk]), follow=True))
    client.post(act("ikke-avvik"), {"reason": "Dosen ble gitt"})
    assert "Saken er avsluttet" in text(client.post(reverse("support:confirm", args=[row.pk]), follow=True))
    client.post(act("apne"), {"text": "Kom igjen"})
    (now,) = rows(Ticket, froland)
    assert (now.state, now.after_hours_kroner, now.cause) == ("reopened", 1200, "")
    shown = text(client.get(page))
    assert all(word in shown for word in ("Åpnet på nytt", "1200 kr", "Ringt leverandøren", "Bytt lader"))


def test_an_act_that_does_not_fit_is_not_there(client, froland):
    enter(client, froland, "superuser")
    row = make_ticket(froland)
    assert client.get(reverse("support:act", args=[row.pk, "ta-tilbake"])).status_code == 404
    assert client.get(reverse("support:act", args=[row.pk, "finnes-ikke"])).status_code == 404
    answer = client.post(reverse("support:confirm", args=[row.pk]), follow=True)
    assert "Saken er ikke løst ennå" in text(answer) and rows(Ticket, froland)[0].state == "new"


def test_a_deviation_is_reported_listed_exported_and_given_its_number(client, froland):
    enter(client, froland, "system_manager")
    row = make_ticket(froland)
    values = {"happened_on": "2026-11-09", "what": "Dose uteble", "text": "Dispenseren sto", "harm": "could"}
    act = reverse("support:act", args=[row.pk, "avvik"])
    assert "ikke kommet ennå" in text(client.post(act, {**values, "happened_on": "2026-11-10"}), 422)
    assert client.post(act, values).status_code == 302
    (made,) = rows(Deviation, froland)
    assert "Dose uteble" in text(client.get(reverse("support:deviations"))) and made.harm == "could"
    page = reverse("support:deviation", args=[made.pk])
    client.post(page, {"reference": "KS-88"})
    assert "Dispenseren sto" in text(client.get(page))
    assert "KS-88" in text(client.get(reverse("support:deviations_export"))) and "Meldt som avvik" in text(
        client.get(reverse("support:ticket", args=[row.pk]))
    )


def test_the_list_is_searched_narrowed_paged_and_exported(client, froland):
    enter(client, froland, "superuser")
    for n in range(30):
        make_ticket(froland, what=f"Feil {n}", criticality="critical" if n == 7 else "normal")
    make_ticket(froland, what="Gammel", state="closed", closed_at=MONDAY)
    where = reverse("support:list")
    assert "30 saker" in text(client.get(where)) and "Side 2" in text(client.get(where))
    assert "31 saker" in text(client.get(where, {"state": "all"}))
    assert "Feil 7" in text(client.get(where, {"criticality": "critical"}))
    assert "2 saker" in text(client.get(where, {"q": "Feil 12"}))  # by its words, and by its number
    assert "1 sak<" in text(client.get(where, {"q": "gammel", "state": "all"}))
    assert "Ingen saker å vise" in text(client.get(where, {"whose": "mine"}))
    file = client.get(reverse("support:export"), {"state": "all"})
    assert len(text(file).splitlines()) == 32 and "Gammel" in text(file)
    assert client.get(reverse("support:export"), {"format": "xlsx"}).content[:2] == b"PK"


def test_who_to_call_is_one_line_with_the_answer_of_this_hour(client, froland):
    hours = {"technology": "dispenser", "opens_at": "08:00", "closes_at": "15:30"}
    make_route(froland, "Tekniker Vik", when="hours", phone="37000000", at_hand="Serienummer", **hours)
    make_route(froland, "Vakttelefonen", when="outside", phone="37000001", costs=True, **hours)
    enter(client, froland, "home_care")
    one = text(client.get(reverse("support:ask"), {"q": "dispenseren lader ikke"}))
    assert (
        "Ring nå" in one and one.index("Tekniker Vik") < one.index("Vakttelefonen") and "Serienummer" in one
    )


def test_after_hours_the_line_is_another_one(client, froland):
    hours = {"technology": "dispenser", "opens_at": "08:00", "closes_at": "15:30"}
    make_route(froland, "Tekniker Vik", when="hours", phone="37000000", **hours)
    make_route(froland, "Vakttelefonen", when="outside", phone="37000001", costs=True, **hours)
    with time_machine.travel(MONDAY + timedelta(hours=10), tick=False):
        enter(client, froland, "home_care")
        shown = text(client.get(reverse("support:ask"), {"q": "dispenser"}))
    assert shown.index("Vakttelefonen") < shown.index("Tekniker Vik") and "Koster ekstra" in shown


def test_when_nobody_answers_the_page_says_who_does_next_and_whom_to_call_if_it_is_urgent(client, froland):
    make_route(froland, "Tekniker", when="hours", opens_at="08:00", closes_at="15:30")
    with time_machine.travel(datetime.fromisoformat("2026-12-25T12:00+01:00"), tick=False):
        enter(client, froland, "home_care")
        shown = text(client.get(reverse("support:ask")))
    assert "Ingen svarer nå" in shown and "28.12.2026 kl. 08:00" in shown and "999\u00a000\u00a0000" in shown


def test_the_shipped_rows_are_made_ones_own_by_a_button(client, froland):
    enter(client, froland, "unit_leader")
    shown = text(client.get(reverse("support:ask"), {"q": "glemt passord"}))
    assert "standardrader" in shown and "IT-brukerstøtte" in shown
    client.post(reverse("support:adopt", args=[froland.pk]))
    assert "standardrader" not in text(client.get(reverse("support:ask")))


def test_the_leader_sees_figures_and_deadlines(client, froland, supplier):
    enter(client, froland, "unit_leader")
    level = make_level(froland, supplier)
    waiting = {"state": "waiting", "supplier": supplier, "level": level, "sent_at": MONDAY}
    make_ticket(froland, **waiting, near_at=MONDAY, solve_at=MONDAY - timedelta(hours=1), what="For sen")
    make_ticket(froland, **waiting, near_at=MONDAY, solve_at=MONDAY + timedelta(hours=1), what="Snart sen")
    make_ticket(
        froland, state="solved", solved_at=MONDAY + timedelta(hours=3), cause="use", after_hours_kroner=1500,
        supplier=supplier, solve_at=MONDAY + timedelta(hours=9),
    )  # fmt: skip
    shown = text(client.get(reverse("support:overview")))
    assert all(
        word in shown
        for word in ("For sen", "Snart sen", "Bruk eller opplæring", "1\u00a0500\u00a0kr", "3,0")
    )
    assert "Fristen er brutt" in shown and "Fristen nærmer seg" in shown and "Fjellvakt AS" in shown


def test_a_suppliers_person_lands_on_their_tickets_and_answers(client, froland, supplier):
    make_agreement(supplier, froland, "supplier_support")
    level = make_level(froland, supplier)
    row = make_ticket(
        froland, state="waiting", supplier=supplier, level=level, sent_at=MONDAY, detail="Indre notat", serial="D-17",
        recipient_id=new_id(), solve_at=MONDAY + timedelta(days=1),
    )  # fmt: skip
    enter(client, supplier, "supplier_support", "Per Fjell")
    assert "D-17" in text(client.get(reverse("support:start"), follow=True))
    page = reverse("support:supplied_ticket", args=[row.pk])
    shown = text(client.get(page))
    assert "Indre notat" not in shown and str(row.recipient_id) not in shown and "Lader ikke" not in shown
    act = lambda name: reverse("support:supplier_act", args=[row.pk, name])  # noqa: E731
    client.post(act("svar"), {"text": "Kommer i morgen"})
    assert "Kommer i morgen" in text(client.get(page))
    client.post(act("los"), {"cause": "technical", "text": "Byttet lader"})
    assert rows(Ticket, froland)[0].state == "solved" and client.get(act("svar")).status_code == 404
    for closed in ("support:list", "support:new", "support:overview", "support:ask", "support:deviations"):
        assert client.get(reverse(closed)).status_code == 403
    assert client.get(reverse("support:ticket", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("page", ["support:list", "support:overview", "support:supplied"])
def test_the_number_of_queries_does_not_grow_with_the_tickets(
    client, froland, supplier, page, django_assert_max_num_queries
):
    make_agreement(supplier, froland, "supplier_support")
    level = make_level(froland, supplier)
    role, place = (
        ("supplier_support", supplier) if page == "support:supplied" else ("system_manager", froland)
    )
    enter(client, place, role)
    for _ in range(20):
        make_ticket(froland, state="waiting", supplier=supplier, level=level, sent_at=MONDAY, near_at=MONDAY)
    client.get(reverse(page))
    with django_assert_max_num_queries(25):
        assert client.get(reverse(page)).status_code == 200


class Ours(RegisterTests):
    def place(self, name):
        return make_organisation(name)

    def reader(self, *places):
        given = (*SupportPermission, *OrganisationPermission)
        return make_actor(*places, permissions=given, name="Liv Aas")


class TestRoutes(Ours):
    register = register.routes
    address = "support:hvem-svarer"

    def row(self, place, name):
        return make_route(place, name)

    def filled(self, place, name):
        return {
            "owner": str(place.pk),
            "who": name,
            "when": "always",
            "weekdays": "01234",
            "order": 0,
            "is_active": "on",
        }

    def test_hours_are_asked_for_where_they_matter(self):
        ours = self.place("Nesby")
        values = {**self.filled(ours, "Natt"), "when": "outside"}
        assert "når de åpner" in self.shown(self.reader(ours), "new", post=values)


class TestLevels(Ours):
    register = register.levels
    address = "support:supportavtaler"

    def row(self, place, name):
        known = Organisation.objects.filter(kind="supplier").first()
        return make_level(place, known or make_supplier(), name=name)

    def filled(self, place, name):
        found = Organisation.objects.filter(kind="supplier").first() or make_supplier()
        hours = {"weekdays": "01234", "opens_at": "08:00", "closes_at": "16:00", "is_active": "on"}
        return {"owner": str(place.pk), "supplier": str(found.pk), "name": name, **hours}

    def test_an_answer_is_not_promised_later_than_the_solution(self):
        ours = self.place("Nesby")
        values = {**self.filled(ours, "Natt"), "critical_respond": 9, "critical_solve": 4, "normal_solve": 0}
        shown = self.shown(self.reader(ours), "new", post=values)
        assert "lengre frist enn løsningen" in shown and "fra 1 til 2000" in shown
