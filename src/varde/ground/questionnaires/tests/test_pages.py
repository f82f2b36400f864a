"""The pages: filling in with and without JavaScript, reading, comparing, and the forms themselves."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from varde.foundation.accounts.testing import logged_in
from varde.foundation.ownership import scope
from varde.ground.organisations.testing import make_organisation
from varde.ground.people.testing import make_recipient, make_relation
from varde.ground.questionnaires.models import Draft, Response
from varde.ground.questionnaires.rules.lifecycle import State
from varde.ground.questionnaires.rules.values import Coded
from varde.ground.questionnaires.testing import LONG_AGO, make_definition, make_response, questionnaire
from varde.kernel.actor import EVERYWHERE

pytestmark = pytest.mark.django_db
ONE_OF_EACH = questionnaire(
    item=[
        {
            "linkId": "g",
            "type": "group",
            "text": "Gruppe",
            "item": [
                {"linkId": "yes", "type": "boolean", "text": "Ja eller nei?", "required": True},
                {"linkId": "count", "type": "integer", "text": "Antall", "required": True},
                {
                    "linkId": "when",
                    "type": "text",
                    "text": "Hvorfor?",
                    "required": True,
                    "enableWhen": [{"question": "yes", "operator": "=", "answerBoolean": True}],
                },
                {"linkId": "day", "type": "date", "text": "Dag"},
                {
                    "linkId": "pick",
                    "type": "choice",
                    "repeats": True,
                    "text": "Velg flere",
                    "answerOption": [
                        {"valueCoding": {"code": "a", "display": "Alfa"}},
                        {"valueCoding": {"code": "b", "display": "Beta"}},
                    ],
                },
            ],
        }
    ]
)
FIELDS = {"yes": "q2", "count": "q3", "when": "q4", "day": "q5", "pick": "q6"}


def url(name, *args):
    return reverse(f"questionnaires:{name}", args=args)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def officer(user, anna):
    one = user()
    make_relation(anna, one.pk)
    return one


@pytest.fixture
def client(officer):
    return logged_in(officer)


@pytest.fixture
def row(anna, froland):
    make_definition(froland.pk, ONE_OF_EACH)
    return make_response(anna, code="small", answers={})


def posted(page, do="save", **given):
    """What a browser would send for the page: what it showed, and the given fields."""
    return {
        "on": re.findall(r'name="on" value="(\d+)"', page),
        "revision": re.search(r'name="revision" id="revision" value="(\d+)"', page)[1],
        "do": do,
        **{FIELDS[name]: value for name, value in given.items()},
    }


def kept(row):
    with scope(EVERYWHERE):
        return Response.objects.get(pk=row.pk)


def test_a_form_is_begun_from_the_recipient_and_completed_without_javascript(client, anna):
    page = text(client.get(url("about", anna.pk)))
    assert "Anna Berg" in page and "Kartlegging: medisindispenser" in page
    begun = client.post(url("about", anna.pk), {"code": "technology_considered"})
    assert begun.status_code == 302
    page = text(client.get(begun.url))
    assert "Ble teknologi vurdert?" in page and "Hvilken teknologi" not in page
    numbers = {"on": re.findall(r'name="on" value="(\d+)"', page), "revision": "0"}
    page = text(client.post(begun.url, {**numbers, "q1": "true", "do": "save"}, follow=True))
    assert "Kladden er lagret" in page and "Hvilken teknologi ble vurdert?" in page


def test_typed_faults_stand_at_their_fields_and_the_rest_is_saved(client, row):
    page = text(client.get(url("fill", row.pk)))
    given = posted(page, count="ca. 70", day="ukjent", pick=["1"])
    page = text(client.post(url("fill", row.pk), given))
    assert 'value="ca. 70"' in page and 'value="ukjent"' in page
    assert "Skriv et tall" in page and "Skriv datoen som" in page
    assert "ds-error-summary" in page and 'href="#q3"' in page
    assert "Beta" in text(client.get(url("show", row.pk)))
    again = text(client.get(url("fill", row.pk)))
    assert 'value="ca. 70"' in again and "Skriv et tall" in again


def test_completing_names_each_field_that_is_missing_and_keeps_what_was_typed(client, row):
    page = text(client.get(url("fill", row.pk)))
    page = text(client.post(url("fill", row.pk), posted(page, do="complete", yes="true", count="3")))
    assert "Hvorfor? – Svar på dette før du fullfører." in page
    assert 'name="q3" value="3"' in page
    assert kept(row).state == State.IN_PROGRESS
    done = client.post(url("fill", row.pk), posted(page, do="complete", yes="true", count="3", when="Fordi"))
    assert done.status_code == 302 and done.url == url("show", row.pk)
    shown = text(client.get(done.url))
    assert "Fordi" in shown and "Ferdig" in shown
    assert client.get(url("fill", row.pk)).url == url("show", row.pk)


def test_completion_leads_on_to_the_page_that_asked_and_never_out_of_the_house(client, row):
    page = text(client.get(url("fill", row.pk) + "?neste=/tjenestemottakere/"))
    given = posted(page, do="complete", yes="false", count="3")
    assert client.post(url("fill", row.pk) + "?neste=/tjenestemottakere/", given).url == "/tjenestemottakere/"


@pytest.mark.parametrize("outside", ["https://example.test/", "//example.test/", "javascript:alert(1)"])
def test_a_foreign_address_is_not_followed(client, row, outside):
    page = text(client.get(url("fill", row.pk)))
    given = posted(page, do="complete", yes="false", count="3")
    done = client.post(url("fill", row.pk) + f"?neste={outside}", given)
    assert done.url == url("show", row.pk)


def test_autosave_keeps_what_is_written_and_brings_the_questions_that_follow(client, row):
    page = text(client.get(url("fill", row.pk)))
    answer = text(client.post(url("autosave", row.pk), posted(page, yes="true", count="x")))
    assert "Lagret kl." in answer
    assert 'id="q4-item"' in answer and "Hvorfor?" in answer
    assert 'id="q2-item"' not in answer  # what stays is not replaced under the hands of who writes
    assert re.search(r'id="q3_error" hx-swap-oob="true"><p[^>]*>Skriv et tall', answer)
    assert 'id="revision" value="1"' in answer
    gone = text(
        client.post(
            url("autosave", row.pk),
            {**posted(page, yes="false"), "revision": "1", "on": ["1", "2", "3", "4", "5", "6"]},
        )
    )
    assert re.search(r'<div id="q4-item" class="q-item" hx-swap-oob="true" hidden>', gone)


def test_a_colleagues_answer_stands_until_one_saves_again(client, row, user, anna):
    bo = user("superuser", name="Bo")
    make_relation(anna, bo.pk)
    mine, theirs = text(client.get(url("fill", row.pk))), logged_in(bo)
    theirs.post(url("fill", row.pk), posted(text(theirs.get(url("fill", row.pk))), count="5"))
    soft = text(client.post(url("autosave", row.pk), posted(mine, count="7")))
    assert "Bo svarte «5»" in soft and 'value="0"' in soft  # not settled by autosave
    page = text(client.post(url("fill", row.pk), posted(mine, count="7")))
    assert "Bo svarte «5»" in page and 'name="q3" value="7"' in page
    client.post(url("fill", row.pk), posted(page, count="7"))
    shown = text(client.get(url("show", row.pk)))
    assert ">7<" in shown and "Ada, " in shown


def test_when_a_colleague_completed_meanwhile_what_was_typed_is_shown(client, row, user, anna):
    page = text(client.get(url("fill", row.pk)))
    bo = user("superuser", name="Bo")
    make_relation(anna, bo.pk)
    theirs = logged_in(bo)
    theirs.post(url("fill", row.pk), posted(page, do="complete", yes="false", count="5"))
    late = client.post(url("fill", row.pk), posted(page, count="9", day="2026-11-01"))
    assert late.status_code == 409
    assert "Svarene dine er ikke lagret" in text(late) and "01.11.2026" in text(late)
    soft = text(client.post(url("autosave", row.pk), posted(page, count="9")))
    assert "blir ikke lagret" in soft


def test_an_option_that_was_never_offered_is_refused(client, row):
    page = text(client.get(url("fill", row.pk)))
    answer = text(client.post(url("fill", row.pk), posted(page, pick=["7"], yes="kanskje")))
    assert answer.count("Velg et av svarene.") >= 2


def test_two_responses_stand_side_by_side(client, anna):
    one = {"considered": (True,), "which": (Coded("dispenser"),)}
    first = make_response(anna, answers=one, state=State.COMPLETED)
    second = make_response(anna, answers={"considered": (False,)}, started_at=LONG_AGO + timedelta(days=180))
    page = text(client.get(url("compare", second.pk, first.pk)))
    assert page.index("05.01.2026") < page.index("04.07.2026")
    assert "Endret" in page and "Ikke lenger besvart" in page and "Medisindispenser" in page
    only = text(client.get(url("compare", second.pk, first.pk) + "?vis=endret"))
    assert "Likt" not in only


def test_responses_about_different_people_are_not_compared(client, anna, froland, officer):
    other = make_recipient(froland.pk, name="Birger Foss")
    make_relation(other, officer.pk)
    pair = make_response(anna).pk, make_response(other).pk
    assert client.get(url("compare", *pair)).status_code == 404


def test_a_response_is_marked_as_wrong_with_a_reason(client, anna):
    row = make_response(anna)
    assert "Fyll ut feltet" in text(client.post(url("void", row.pk), {"reason": ""}))
    shown = text(client.post(url("void", row.pk), {"reason": "Gjaldt en annen"}, follow=True))
    assert "Svaret er feilført" in shown and "Gjaldt en annen" in shown


def test_a_response_is_exported_as_fhir_and_printed(client, anna):
    row = make_response(anna)
    answer = client.get(url("response_fhir", row.pk))
    told = json.loads(answer.content)
    assert told["resourceType"] == "QuestionnaireResponse"
    assert told["status"] == "in-progress"
    assert told["questionnaire"] == "urn:varde:questionnaire:technology_considered|1"
    assert told["item"][0] == {
        "linkId": "considered",
        "text": "Ble teknologi vurdert?",
        "answer": [{"valueBoolean": True}],
    }
    assert "Medisindispenser" in text(client.get(url("print", row.pk)))


@pytest.mark.parametrize("page", ["fill", "show", "print", "response_fhir", "void"])
def test_the_pages_of_a_neighbours_response_are_not_found(client, page):
    row = make_response(make_recipient(make_organisation("Birkenes").pk))
    assert client.get(url(page, row.pk)).status_code == 404


@pytest.mark.parametrize("page", ["fill", "show", "print", "response_fhir", "void"])
def test_the_pages_are_refused_without_a_care_relation(client, froland, page):
    row = make_response(make_recipient(froland.pk, name="Birger Foss"))
    answer = client.get(url(page, row.pk))
    assert answer.status_code == 403
    assert "Birger" not in text(answer)


def test_the_card_of_a_recipient_lists_the_forms(client, anna):
    make_response(anna)
    page = text(client.get(reverse("people:card", args=[anna.pk])))
    assert "Er teknologi vurdert?" in page and url("about", anna.pk) in page


def test_mine_oppgaver_names_the_form_and_not_the_person(client, officer, anna):
    make_response(anna, started_by=officer.pk)
    page = text(client.get("/"))
    assert "Fullfør skjemaet «Er teknologi vurdert?»" in page and "Anna" not in page


def test_the_forms_are_listed_searched_sorted_and_exported(client, froland):
    make_definition(froland.pk, questionnaire())
    page = text(client.get(url("forms")))
    assert "Lite skjema" in page and "Følger med Varde" in page
    found = text(client.get(url("forms") + "?q=dispenser"))
    assert "Kartlegging: medisindispenser" in found and "Lite skjema" not in found
    assert "Ingen treff" in text(client.get(url("forms") + "?q=finnes-ikke"))
    for sort in ("title", "-title", "code", "version", "owner", "questions", "-published_at"):
        assert "Lite skjema" in text(client.get(url("forms") + f"?sort={sort}"))
    sheet = client.get(url("export") + "?format=csv&q=lite").content.decode("utf-8-sig")
    assert "Lite skjema;small;1;Publisert;Froland;2" in sheet
    assert "dispenser" not in sheet


def test_a_neighbours_form_is_neither_listed_nor_shown(client):
    theirs = make_definition(make_organisation("Birkenes").pk, questionnaire(title="Naboens skjema"))
    assert "Naboens" not in text(client.get(url("forms")))
    for page in ("published", "published_fhir", "published_paper"):
        assert client.get(url(page, theirs.pk)).status_code == 404


def test_every_shipped_form_is_previewed_and_printed(client):
    for code in ("assessment_dispenser", "technology_considered"):
        page = text(client.get(url("shipped", code)))
        assert "Følger med Varde" in page
        assert client.get(url("shipped_paper", code)).status_code == 200
        assert json.loads(client.get(url("shipped_fhir", code)).content)["name"] == code
    assert "Spørres når" in page
    assert client.get(url("shipped", "finnes-ikke")).status_code == 404


@pytest.fixture
def leader(user):
    return logged_in(user("unit_leader", name="Lena"))


def file(body):
    return SimpleUploadedFile("skjema.json", json.dumps(body).encode())


def taken_in(leader, froland, body):
    return leader.post(url("import"), {"owner_id": str(froland.pk), "file": file(body)}, follow=True)


def test_a_form_is_imported_looked_over_published_and_taken_out_of_use(leader, froland):
    page = text(taken_in(leader, froland, questionnaire()))
    assert "lest inn som kladd" in page and "Bor personen alene?" in page
    with scope(EVERYWHERE):
        held = Draft.objects.get()
    page = text(leader.post(url("publish", held.pk), follow=True))
    assert "publisert" in page and "Ta ut av bruk i Froland" in page
    again = text(taken_in(leader, froland, questionnaire()))
    assert "Versjon 1 er publisert og kan ikke endres" in again
    page = text(leader.post(url("withdraw", froland.pk, "small"), follow=True))
    assert "Ute av bruk" in page


def test_a_form_with_what_varde_does_not_do_is_refused_by_name_and_nothing_is_kept(leader, froland):
    body = questionnaire()
    body["item"].append({"linkId": "bilde", "type": "attachment", "text": "Legg ved bilde"})
    body["item"][0]["initial"] = [{"valueBoolean": True}]
    page = text(taken_in(leader, froland, body))
    assert "Skjemaet er ikke lest inn" in page
    assert re.search(r">alone</td>.*?>initial</td>.*?Varde støtter ikke dette\.", page)
    del body["item"][0]["initial"]
    page = text(taken_in(leader, froland, body))
    assert re.search(r">bilde</td>.*?>type \(attachment\)</td>.*?Varde støtter ikke dette\.", page)
    with scope(EVERYWHERE):
        assert not Draft.objects.exists()


def test_a_draft_is_discarded(leader, froland):
    taken_in(leader, froland, questionnaire())
    with scope(EVERYWHERE):
        held = Draft.objects.get()
    leader.post(url("discard", held.pk))
    with scope(EVERYWHERE):
        assert not Draft.objects.exists()


def test_who_may_not_manage_forms_neither_imports_nor_publishes(client, leader, froland):
    taken_in(leader, froland, questionnaire())
    with scope(EVERYWHERE):
        held = Draft.objects.get()
    assert client.get(url("import")).status_code == 403
    assert client.get(url("draft", held.pk)).status_code == 403
    for page, args in (("publish", [held.pk]), ("discard", [held.pk]), ("withdraw", [froland.pk, "small"])):
        assert client.post(url(page, *args)).status_code == 403


def test_a_form_cannot_be_given_to_a_neighbour(leader):
    other = make_organisation("Birkenes")
    page = text(taken_in(leader, other, questionnaire()))
    assert "ds-error-summary" in page
    with scope(EVERYWHERE):
        assert not Draft.objects.exists()


def test_in_english_the_form_speaks_english(client, officer, anna):
    row = make_response(anna, code="assessment_dispenser", answers={})
    officer.language = "en"
    officer.save()
    page = text(client.get(url("fill", row.pk)))
    assert "Are the medicines packed in multidose bags?" in page and "Save draft" in page


def test_the_page_to_fill_in_keeps_its_query_budget(client, anna, django_assert_max_num_queries):
    row = make_response(anna, code="assessment_dho", answers={})
    client.get(url("fill", row.pk))
    with django_assert_max_num_queries(25):
        client.get(url("fill", row.pk))
