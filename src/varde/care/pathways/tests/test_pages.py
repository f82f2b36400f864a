"""The pages of a case: who gets in, what they say, and how many questions they ask the database."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import tablib
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from varde.care.pathways import actions, testing
from varde.foundation.accounts.testing import logged_in
from varde.ground.equipment import queries as equipment
from varde.ground.equipment.testing import make_item, make_store
from varde.ground.organisations.queries import actor_for_user
from varde.ground.people.rules.address import Protection
from varde.ground.people.testing import make_address, make_recipient, make_relation
from varde.kernel.clock import local
from varde.kernel.clock import now as clock

ALL = ("case_officer", "superuser", "unit_leader", "home_care")
MOST_QUERIES = 25
LISTS = (
    "",
    "henvisninger/",
    "henvis/",
    "forfalt/",
    "unntak/",
    "journal/",
    "tilsyn/",
    "overforinger/",
    "stedfortredere/",
)


@pytest.fixture
def worker(place: Any) -> tuple[Any, Client]:
    """Somebody who may do everything, near the recipient, and their browser."""
    user = place.user(*ALL)
    make_relation(place.recipient, user.pk)
    return actor_for_user(user, now=clock()), logged_in(user)


def body(response: Any) -> str:
    return response.content.decode()


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", body(response)).split())


@pytest.mark.parametrize("stage", testing.STAGES)
def test_the_case_page_stands_in_every_stage(place: Any, worker: Any, stage: str) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to=stage, now=clock())
    response = client.get(f"/forlop/{case.pk}/")
    assert response.status_code == 200
    assert "Ragnhild Moe" in text(response)


def test_the_lists_stand_and_the_leaders_list_is_a_file_too(place: Any, worker: Any) -> None:
    actor, client = worker
    testing.make_case(actor, place.recipient, to="active", now=clock() - timedelta(days=200))
    for path in LISTS:
        assert client.get(f"/forlop/{path}").status_code == 200, path
    late = tablib.Dataset().load(BytesIO(client.get("/forlop/forfalt/eksport/").content), format="xlsx")
    assert late["Navn"] and set(late["Navn"]) == {"Ragnhild Moe"}
    listed = tablib.Dataset().load(BytesIO(client.get("/forlop/tilsyn/eksport/").content), format="xlsx")
    assert listed["Passer løsningen?"] == ["Ikke vurdert ennå"]
    assert "Ragnhild" not in str(listed.dict)


def test_what_is_missing_stands_on_top_with_who_owns_it(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="installed", now=clock())
    said = text(client.get(f"/forlop/{case.pk}/"))
    top = said[: said.index("Hvem har ansvaret nå")]
    assert "Dette mangler nå" in top
    assert "Tjenestemottakeren har fått vite det" in top
    assert "Ressursperson" in top


def test_a_start_past_a_safety_gate_is_refused_in_words_with_its_owner(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="installed", now=clock())
    response = client.post(f"/forlop/{case.pk}/start/")
    assert response.status_code == 409
    assert "Tjenestemottakeren har fått vite det" in text(response)
    assert "Ressursperson ordner dette" in text(response)
    assert testing.fresh(case).started_at is None


def test_what_was_typed_stands_after_an_error(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    response = client.post(
        f"/forlop/{case.pk}/pause/", {"reason": "travel", "ends_on": "", "place": "Hos broren"}
    )
    assert response.status_code == 422
    assert "Hos broren" in body(response)
    assert "checked" in body(response)


def test_a_pause_shows_what_it_stops_before_it_is_saved(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    assert "Varsel om at noe mangler" in text(client.get(f"/forlop/{case.pk}/pause/"))
    back = local(clock()).date() + timedelta(days=10)
    response = client.post(
        f"/forlop/{case.pk}/pause/", {"reason": "travel", "ends_on": back.isoformat(), "place": ""}
    )
    assert response.status_code == 302
    assert testing.fresh(case).status == "paused"
    assert "En alarm om personen ringer alltid" in text(client.get(f"/forlop/{case.pk}/"))


def test_a_death_winds_down_and_is_undone_by_one_press(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    client.post(f"/forlop/{case.pk}/dod/", {"died_on": local(clock()).date().isoformat()})
    assert testing.fresh(case).status == "winding_down"
    assert "Ingen brev" in text(client.get(f"/forlop/{case.pk}/"))
    client.post(f"/forlop/{case.pk}/angre/")
    assert testing.fresh(case).status == "active"


def test_a_protected_address_is_never_on_the_page(place: Any, worker: Any) -> None:
    actor, client = worker
    make_address(place.recipient, protection=Protection.STRICTLY_CONFIDENTIAL, street="Hemmelig vei 7")
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    response = client.get(f"/forlop/{case.pk}/")
    assert "Hemmelig vei" not in body(response)
    assert "Adressen er vernet" in text(response)


def test_a_neighbour_finds_nothing_and_a_colleague_without_reason_sees_a_shut_door(
    place: Any, worker: Any
) -> None:
    actor, _client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    neighbour = logged_in(place.user("case_officer", where=place.birkenes))
    for path in ("", "sjekkliste/", "pause/", "start/"):
        assert neighbour.get(f"/forlop/{case.pk}/{path}").status_code == 404, path
    assert "Ragnhild" not in body(neighbour.get("/forlop/?show=alle"))
    colleague = logged_in(place.user("case_officer"))
    shut = colleague.get(f"/forlop/{case.pk}/")
    assert shut.status_code == 403
    assert "Ragnhild" not in body(shut)
    assert "Ta ansvaret for forløpet" in text(shut)
    assert colleague.post(f"/forlop/{case.pk}/ta/").status_code == 302
    assert colleague.get(f"/forlop/{case.pk}/").status_code == 200


def test_one_without_the_permission_cannot_press_what_is_not_theirs(place: Any, worker: Any) -> None:
    actor, _client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    nurse_user = place.user("home_care")
    make_relation(place.recipient, nurse_user.pk)
    nurse = logged_in(nurse_user)
    assert "Avvikle tjenesten" not in text(nurse.get(f"/forlop/{case.pk}/"))
    assert nurse.post(f"/forlop/{case.pk}/dod/", {"died_on": "2026-01-01"}).status_code == 403
    assert nurse.get("/forlop/forfalt/").status_code == 403
    assert logged_in(place.user("secretariat")).get("/forlop/").status_code == 403


def test_the_case_page_and_the_leaders_list_ask_few_questions(place: Any, worker: Any) -> None:
    actor, _client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock() - timedelta(days=200))
    for nr in range(3):
        other = make_recipient(place.froland.pk, name=f"Prøve Nummer{nr}")
        make_relation(other, actor.id)
        testing.make_case(actor, other, to="active", now=clock() - timedelta(days=200))
    officer, leader = place.user("case_officer"), place.user("unit_leader")
    make_relation(place.recipient, officer.pk)
    for user, path in ((officer, f"/forlop/{case.pk}/"), (leader, "/forlop/forfalt/")):
        client = logged_in(user)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        told = "\n".join(one["sql"][:150] for one in asked.captured_queries)
        assert len(asked) <= MOST_QUERIES, f"{path}: {len(asked)}\n{told}"


def test_a_hand_over_is_prepared_and_refused_until_the_receivers_plan_is_whole(
    place: Any, worker: Any
) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    response = client.post(
        f"/forlop/{case.pk}/tilby/", {"to": str(place.birkenes.pk), "text": "Tre uker hos oss."}
    )
    assert response.status_code == 302, text(response)[-1500:]
    receiver = logged_in(place.user("case_officer", where=place.birkenes))
    listed = receiver.get("/forlop/overforinger/")
    offer = re.search(r"/forlop/overforinger/([0-9a-f-]{36})/", body(listed))
    assert offer is not None
    page = f"/forlop/overforinger/{offer[1]}/"
    assert receiver.post(f"{page}forbered/").status_code == 302
    accepted = receiver.post(f"{page}overta/", {"way": "medicine_dispenser:own", "medical": "Kari Lege"})
    assert accepted.status_code == 409
    assert "Varslingsplan" in text(accepted)
    assert "Kari Lege" in body(accepted)
    assert testing.fresh(case).status == "active"


def test_what_has_happened_opens_its_steps_from_the_case_while_the_service_runs(
    place: Any, worker: Any
) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="installed", now=clock())
    words = "Åpne steg for noe som har hendt"
    assert words not in text(client.get(f"/forlop/{case.pk}/"))
    with testing.all_met():
        testing.sign_all(actor, case, now=clock())
        actions.start_case(actor, case_id=case.pk, now=clock())
    assert words in text(client.get(f"/forlop/{case.pk}/"))
    page = text(client.get(f"/forlop/{case.pk}/hendelse/"))
    assert "Når medisin ikke er tatt: Ta kontakt når en dose ikke er tatt" in page
    assert client.post(f"/forlop/{case.pk}/hendelse/", {"need": "dose_missed"}).status_code == 302
    assert [one.code for one in testing.tasks_of(case) if one.code == "dose_missed"] == ["dose_missed"]
    assert client.post(f"/forlop/{case.pk}/hendelse/", {"need": "red_measurement"}).status_code == 422


def test_how_often_something_is_done_is_changed_from_the_case(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    assert "Endre hvor ofte noe skal gjøres" in text(client.get(f"/forlop/{case.pk}/"))
    page = text(client.get(f"/forlop/{case.pk}/hvor-ofte/"))
    assert "hver uke (slik er det nå)" in page and "hver 2. uke" in page
    refused = client.post(f"/forlop/{case.pk}/hvor-ofte/", {"count": "refill:52"})
    assert refused.status_code == 422
    assert client.post(f"/forlop/{case.pk}/hvor-ofte/", {"count": "refill:2"}).status_code == 302
    refill = next(one for one in testing.tasks_of(case) if one.code == "refill")
    assert refill.repeat == {"count": 2, "unit": "weeks"}
    assert "hver 2. uke (slik er det nå)" in text(client.get(f"/forlop/{case.pk}/hvor-ofte/"))


def test_the_second_signature_is_another_persons(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    refill = next(one for one in testing.tasks_of(case) if one.second_check)
    assert client.post(f"/forlop/{case.pk}/steg/{refill.pk}/", {"text": ""}).status_code == 302
    refused = client.post(f"/forlop/{case.pk}/kontroll/{refill.pk}/")
    assert refused.status_code == 409
    assert "En annen må kontrollere" in text(refused)


def test_a_letter_is_read_before_it_is_sent(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="active", now=clock())
    day = local(clock()).date()
    row = actions.draft_letter(actor, case_id=case.pk, moment="start", to="gp", send_on=day, now=clock())
    page = f"/forlop/{case.pk}/melding/{row.pk}/"
    gaps = client.post(page, {"to_name": "Fastlege Ås", "text": "Fastlege: (fyll inn)"})
    assert gaps.status_code == 409
    assert "Fastlege Ås" in body(gaps)
    assert client.post(f"/forlop/{case.pk}/sendt/{row.pk}/").status_code == 409
    client.post(page, {"to_name": "Fastlege Ås", "text": "Pasienten har fått dispenser."})
    assert client.post(f"/forlop/{case.pk}/sendt/{row.pk}/").status_code == 302
    assert "Sendt" in text(client.get(page))


def test_a_step_leads_to_where_it_is_done_and_the_order_carries_why(place: Any, worker: Any) -> None:
    actor, client = worker
    case = testing.make_case(actor, place.recipient, to="assessed", now=clock())
    item, store = make_item(place.froland.pk), make_store(place.froland.pk)
    day = local(clock()).date()
    told = {"subject": "Lyd", "standard": "", "recommended": "Høyest", "doses": ()}
    actions.recommend_adaptation(actor, case_id=case.pk, **told, now=clock())
    ordering = f"/utstyr/bestillinger/ny/?forlop={case.pk}"
    (step,) = (one for one in testing.tasks_of(case) if one.code == "order_equipment")
    assert ordering in body(client.get(f"/forlop/{case.pk}/steg/{step.pk}/"))
    page = body(client.get(ordering))
    assert "Medisin til rett tid" in page and "Lyd: Høyest" in page
    given = {
        "recipient": place.recipient.pk,
        "products": item.product_id,
        "reason": "Glemmer",
        "store": store.pk,
    }
    done = client.post(
        ordering, {**given, "wanted_on": day.strftime("%d.%m.%Y"), "adaptations": "Lyd: Høyest"}
    )
    assert done.status_code == 302 and done["Location"] == f"/forlop/{case.pk}/"
    order = equipment.orders(actor, case_id=case.pk).get()
    assert order.recipient_id == place.recipient.pk
    assert "Bestilling fra Hovedlageret" in text(client.get(f"/tjenestemottakere/{place.recipient.pk}/"))


def test_an_order_for_a_case_one_may_not_open_is_refused(place: Any, worker: Any) -> None:
    actor, _client = worker
    case = testing.make_case(actor, place.recipient, to="allocated", now=clock())
    neighbour = logged_in(place.user("case_officer", where=place.birkenes))
    stranger = logged_in(place.user("technician"))
    assert neighbour.get(f"/utstyr/bestillinger/ny/?forlop={case.pk}").status_code == 404
    assert stranger.get(f"/utstyr/bestillinger/ny/?forlop={case.pk}").status_code == 403
    assert neighbour.get("/utstyr/bestillinger/ny/?forlop=x").status_code == 404
