"""The pages: what they show, what they refuse, and what must never stand in them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from varde.foundation.ids import new_id
from varde.ground.organisations.testing import make_membership, make_unit
from varde.ground.people.rules.address import Protection
from varde.ground.people.rules.holder import HolderKind
from varde.ground.people.rules.relation import Basis
from varde.ground.people.testing import (
    make_address,
    make_next_of_kin,
    make_recipient,
    make_relation,
    make_risk,
    make_way_in,
)

pytestmark = pytest.mark.django_db
REASON = "Ringer selv og spør etter hjelp"
NUMBER = "17854010026"  # synthetic: the month is raised by 80


def url(name, *args):
    return reverse(f"people:{name}", args=args)


@pytest.fixture
def officer(place, client):
    user = place.user("case_officer", place.froland)
    client.force_login(user)
    return user


@pytest.fixture
def whole(place, officer):
    anna = make_recipient(place.froland.pk, hearing="hard", may_fall=True, phone="+4741234567")
    make_relation(anna, officer.pk)
    make_next_of_kin(anna)
    make_risk(anna)
    return anna


def text(response):
    return response.content.decode()


def test_the_card_shows_what_helps_and_hides_the_key_until_asked(client, whole):
    way = make_way_in(whole)
    page = text(client.get(url("card", whole.pk)))
    assert (
        "Solbakken 4" in page and "Hører dårlig" in page and "Hund i gangen" in page and "Kari Berg" in page
    )
    assert "4711" not in page and "Ved døra" not in page
    page = text(client.post(url("reveal", whole.pk, way.pk)))
    assert "4711" in page and "Ved døra" in page


def test_a_key_is_never_shown_by_following_a_link(client, whole):
    assert client.get(url("reveal", whole.pk, make_way_in(whole).pk)).status_code == 405


def test_pages_about_people_are_never_kept_by_the_browser(client, whole):
    for name, args in (("card", [whole.pk]), ("recipients", []), ("change", [whole.pk])):
        assert "no-store" in client.get(url(name, *args)).headers["Cache-Control"]


def test_without_a_relation_the_page_asks_for_a_reason_and_does_not_say_the_name(client, place, officer):
    per = make_recipient(place.froland.pk, name="Per Vik")
    response = client.get(url("card", per.pk))
    assert response.status_code == 403 and "Per Vik" not in text(response)
    response = client.post(url("open", per.pk), {"reason": "sjekk"})
    assert "minst ti tegn" in text(response) and "sjekk" in text(response)
    response = client.post(url("open", per.pk), {"reason": REASON}, follow=True)
    assert "Per Vik" in text(response)


def test_the_neighbours_recipient_is_not_there(client, place, officer):
    per = make_recipient(place.birkenes.pk, name="Per Vik")
    for name in ("card", "change", "end"):
        assert client.get(url(name, per.pk)).status_code == 404
    assert client.post(url("open", per.pk), {"reason": REASON}).status_code == 404


def test_a_role_without_the_permission_is_refused(client, place):
    client.force_login(place.user("secretariat", place.froland))
    for name in ("recipients", "export", "emergencies"):
        assert client.get(url(name)).status_code == 403


def test_a_number_in_the_list_search_is_not_looked_up_and_leaves_the_address(client, officer):
    response = client.get(url("recipients"), {"q": NUMBER})
    assert response.status_code == 302 and NUMBER not in response.headers["Location"]


def test_a_recipient_is_registered_and_the_number_never_comes_out_unasked(client, place, officer):
    given = {
        "owner_id": place.froland.pk,
        "name": " Anna  Berg ",
        "national_id": NUMBER,
        "language": "no",
        "hearing": "usual",
        "sight": "usual",
        "speech": "usual",
        "memory": "forgets",
        "phone": "412 34 567",
        "facts": ["lives_alone"],
    }
    response = client.post(url("new"), given, follow=True)
    page = text(response)
    assert "Anna Berg" in page and "Bor alene" in page and NUMBER not in page
    key = response.redirect_chain[-1][0].rstrip("/").split("/")[-1]
    assert NUMBER in text(client.post(url("national_id", key)))
    again = client.post(url("new"), given)
    assert "har alt en tjenestemottaker" in text(again) and NUMBER in text(again)  # nothing typed is lost
    response = client.post(
        url("change", key), {**given, "national_id": "", "name": "Anna B. Lien"}, follow=True
    )
    assert "Anna B. Lien" in text(response)
    assert NUMBER in text(client.post(url("national_id", key)))


@pytest.mark.parametrize(
    ("number", "words"),
    [("123", "11 sifre"), ("17854010027", "Kontrollsifrene"), ("99999999999", "Kontrollsifrene")],
)
def test_a_wrong_number_is_explained_at_the_field_and_nothing_is_saved(client, place, officer, number, words):
    response = client.post(
        url("new"), {"name": "Anna Berg", "national_id": number, "owner_id": place.froland.pk}
    )
    assert words in text(response) and "Anna Berg" in text(response)
    assert "Ingen å vise" in text(client.get(url("recipients")))


@pytest.mark.parametrize(
    ("part", "given", "shown"),
    [
        (
            "adresse",
            {"street": "Lia 2", "postal_code": "4820", "postal_place": "Froland", "protection": "ordinary"},
            "Lia 2",
        ),
        ("vei-inn", {"kind": "e_lock", "location": "Hoveddøra"}, "E-lås"),
        ("parorende", {"name": "Ola Berg", "relation": "sønn", "phone": "41234567"}, "Ola Berg"),
        ("risiko", {"text": "Falt på badegulvet i natt"}, "Falt på badegulvet"),
        ("tilpasning", {"text": "Vent på svar i ett minutt"}, "Vent på svar"),
    ],
)
def test_each_part_is_added_changed_and_ended(client, whole, part, given, shown):
    form = client.get(url("new_part", whole.pk, part)).context["form"]
    first = {name: str(value) for name, value in form.initial.items() if name in form.fields}
    page = client.post(url("new_part", whole.pk, part), {**first, **given}, follow=True)
    assert shown in text(page), page.context["form"].errors if "form" in page.context else ""


def test_a_visit_is_by_a_unit_of_the_recipients_own_municipality_and_another_is_said_at_the_field(
    client, place
):
    nurse, anna = place.user("home_care", place.froland), make_recipient(place.froland.pk)
    make_membership(nurse, place.birkenes, "home_care")
    own, other = make_unit(place.froland, "Hjemme nord"), make_unit(place.birkenes, "Hjemme vest")
    client.force_login(nurse)
    assert client.get(url("new_part", anna.pk, "besok")).status_code == 403  # no relation
    make_relation(anna, nurse.pk)
    given = {"starts_at": "2026-11-08T08:00", "ends_at": "2026-11-08T09:00"}
    page = client.post(url("new_part", anna.pk, "besok"), given | {"unit_id": other.pk})
    assert page.status_code == 200 and "unit_id" in page.context["form"].errors
    assert "Hjemme nord" in text(page) and "Hjemme vest" not in text(page)
    assert client.post(url("new_part", anna.pk, "besok"), given | {"unit_id": own.pk}).status_code == 302


def test_a_protected_address_stands_in_no_list_export_or_card(client, place, whole):
    make_address(whole, street="Gjemt vei 1", protection=Protection.STRICTLY_CONFIDENTIAL)
    pages = [client.get(url("recipients")), client.get(url("export")), client.get(url("card", whole.pk))]
    pages.append(client.post(url("find"), {"text": "Anna", "reason": REASON}))
    pages.append(client.post(url("address", whole.pk), follow=True))
    assert all("Anna Berg" in text(page) for page in pages)
    assert not any("Gjemt vei" in text(page) for page in pages)


def test_a_stay_at_an_ordinary_address_does_not_uncover_the_key_of_a_protected_home(client, whole):
    make_address(whole, street="Gjemt vei 1", protection=Protection.STRICTLY_CONFIDENTIAL)
    make_address(whole, street="Sykehjemmet", ends_on=date(2200, 1, 1))
    way = make_way_in(whole, location="Gjemt vei 1, bak boden")
    page = text(client.get(url("card", whole.pk)))
    assert "Sykehjemmet" in page and "Vei inn vises når du har tatt en alarm" in page
    asked = client.post(url("reveal", whole.pk, way.pk))
    assert asked.status_code == 403 and "4711" not in text(asked)
    assert not any("Gjemt vei" in one for one in (page, text(asked)))


def test_one_named_for_protected_addresses_sees_a_confidential_one_on_request(client, whole):
    make_address(whole, street="Gjemt vei 1", protection=Protection.CONFIDENTIAL)
    assert "Gjemt vei" not in text(client.get(url("card", whole.pk)))
    assert "Gjemt vei" in text(client.post(url("address", whole.pk)))


def test_the_export_shows_a_formula_as_text(client, place, officer):
    make_recipient(place.froland.pk, name="=1+1")
    assert "'=1+1" in text(client.get(url("export")))


def test_emergency_access_is_taken_and_followed_up_by_another(client, place):
    anna = make_recipient(place.froland.pk)
    client.force_login(place.user("home_care", place.froland))
    page = client.post(url("emergency", anna.pk), {"reason": REASON, "hours": 2}, follow=True)
    assert "Nødtilgang" in text(page) and "Anna Berg" in text(page)
    client.force_login(place.user("unit_leader", place.froland))
    listed = client.get(url("emergencies"))
    assert REASON in text(listed)
    key = listed.context["rows"][0].pk
    assert "Alt er fulgt opp" in text(client.post(url("review", key), {"note": "Riktig gjort"}, follow=True))


def test_the_access_log_of_a_person_says_who_saw_what_and_why(client, place, whole):
    client.get(url("card", whole.pk))
    assert client.get(url("access", whole.pk)).status_code == 403
    client.force_login(place.user("unit_leader", place.froland))
    page = text(client.get(url("access", whole.pk)))
    assert "Åpnet kortet" in page and "Egen sak" in page and "Ada case_officer" in page


def test_the_access_log_of_a_neighbours_person_is_not_found_nor_is_one_of_nobody(client, place, whole):
    client.get(url("change", whole.pk))
    client.post(url("find"), {"text": "Anna", "reason": REASON})
    client.force_login(place.user("privacy_coordinator", place.birkenes))
    assert [client.get(url("access", key)).status_code for key in (whole.pk, new_id())] == [404, 404]


def test_an_operator_sees_the_card_of_a_live_alarm_alone(client, place):
    place.agreement()
    client.force_login(place.user("response_operator", place.centre))
    anna, per = make_recipient(place.froland.pk), make_recipient(place.froland.pk, name="Per Vik")
    make_relation(anna, place.centre.pk, kind=HolderKind.ORGANISATION, basis=Basis.ALARM)
    assert "Solbakken 4" in text(client.get(url("card", anna.pk)))
    assert client.get(url("card", per.pk)).status_code == 403
