"""The pages: who may open them, what they say, and that a press does what it says."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

import varde.governance.improvement as app
from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.foundation.register.testing import RegisterTests
from varde.governance.improvement import register
from varde.governance.improvement.actions import contributing
from varde.governance.improvement.models import Contribution, Participant, Proposal, Session
from varde.governance.improvement.permissions import ImprovementPermission
from varde.governance.improvement.queries import slots
from varde.governance.improvement.testing import (
    MONDAY,
    make_placed,
    make_proposal,
    make_said,
    make_session,
)
from varde.ground.organisations.permissions import OrganisationPermission
from varde.ground.organisations.testing import make_actor, make_membership, make_organisation

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
    assert response.status_code == status, response.content[:400]
    return response.content.decode().replace("\xa0", " ")


def at(name, *args):
    return reverse(f"improvement:{name}", args=args)


def rows(model, owner):
    with scope(frozenset({owner.pk})):
        return list(model.objects.order_by("pk"))


def field(page, prefix):
    """The key that the form of a part was made with."""
    return re.search(rf'name="{prefix}-line" value="([0-9a-f-]{{36}})"', page)[1]


def planned(owner, user, **more):
    return {
        "owner": str(owner.pk),
        "title": "Mandagsøkta",
        "held_on": "2026-11-09",
        "facilitator": str(user.pk),
        "minutes": "90",
        **more,
    }


def test_the_activities_are_shown_with_what_they_ask_and_whoever_leads_can_plan(client, froland):
    enter(client, froland, "superuser")
    shown = text(client.get(at("activities")))
    assert shown.count("Planlegg en økt") == 7 and "120–180 minutter" in shown
    shown = text(client.get(at("activity", "1a")))
    assert shown.count("<li><strong>") == 28 and "Etter kartleggingen" in shown
    assert re.findall(r'start="(\d+)"', shown) == ["1", "6", "8", "10", "14", "21", "25"]
    assert "Varde lagrer ikke hvem dere intervjuer" in text(client.get(at("activity", "3a")))
    assert client.get(at("activity", "9x")).status_code == 404
    enter(client, froland, "home_care", "Ine Dahl")
    assert "Planlegg en økt" not in text(client.get(at("activities")))
    assert client.get(at("new", "1a")).status_code == 403


def test_who_reads_english_gets_the_activities_and_the_pages_in_english(client, froland):
    user = enter(client, froland, "superuser")
    type(user).objects.filter(pk=user.pk).update(language="en")
    row = make_session(froland)
    make_placed(row, "access", "begin")
    shown = text(client.get(at("session", row.pk)))
    for words in (
        "Begin here",
        "Access to the systems",
        "Not placed",
        "Place<",
        "What must get better?",
        "left",
    ):
        assert words in shown, words
    assert "What is your role" in text(client.get(at("activity", "3b")))


def test_a_session_is_planned_with_the_time_of_the_booklet_and_started(client, froland):
    me = enter(client, froland, "superuser")
    assert 'value="180"' in text(client.get(at("new", "1a")))
    shown = text(client.post(at("new", "1a"), planned(froland, me, minutes="2")), 422)
    assert "Mandagsøkta" in shown and "ds-error-summary" in shown and rows(Session, froland) == []
    shown = text(client.post(at("new", "1a"), planned(froland, me), follow=True))
    assert "Planlagt" in shown and "Start økta" in shown and "Plasser" not in shown
    (row,) = rows(Session, froland)
    shown = text(client.post(at("turn", row.pk, "start"), follow=True))
    assert "1 t 30 min igjen" in shown and shown.count('class="menu-place"') == 28
    client.post(at("edit", row.pk), planned(froland, me, title="Ny tittel"))
    assert "Ny tittel" in text(client.get(at("sessions")))
    assert "Noen andre har flyttet" in text(client.post(at("turn", row.pk, "start"), follow=True))
    assert client.post(at("turn", row.pk, "tull")).status_code == 404
    assert client.get(at("new", "9x")).status_code == 404


def test_a_unit_or_a_session_of_somebody_else_is_refused_at_the_field(client, froland, amli):
    me = enter(client, froland, "superuser")
    theirs = make_session(amli, state="ended")
    shown = text(client.post(at("new", "1b"), planned(froland, me, builds_on=str(theirs.pk))), 422)
    assert "Velg et av alternativene" in shown and rows(Session, froland) == []


def test_placing_without_script_comes_back_to_the_next_question(client, froland):
    enter(client, froland, "home_care")
    row = make_session(froland)
    answer = client.post(at("place", row.pk), {"place": "access:begin"})
    assert answer.url == at("session", row.pk) + "#q-overview"
    shown = text(client.get(at("session", row.pk)))
    assert "«Tilganger i systemene» ligger i «Begynn her». 1 av 28 er plassert." in shown
    shown = text(client.post(at("place", row.pk), {"place": "access:"}, follow=True))
    assert "er tatt ut igjen. 0 av 28" in shown
    for wrong in ("access:gone", "gone:begin", "", ":"):
        assert client.post(at("place", row.pk), {"place": wrong}).status_code == 404


def test_placing_with_script_gives_the_board_alone_and_says_what_happened(client, froland):
    enter(client, froland, "home_care")
    row, script = make_session(froland), {"HX-Request": "true"}
    shown = text(client.post(at("place", row.pk), {"place": "risk:watch"}, headers=script))
    assert "<html" not in shown and "data-told=" in shown and "«Følg med»" in shown
    seen = re.search(r'id="board-seen" value="([^"]*)"', shown)[1]
    asked = at("board", row.pk) + f"?seen={seen}"
    assert client.get(asked, headers=script).status_code == 204
    make_placed(row, "access", "begin")
    shown = text(client.get(asked, headers=script))
    assert "(2 av 28 er plassert)" in shown and "data-told" not in shown
    with scope(frozenset({froland.pk})):
        Session.objects.update(state="ended", ended_at=MONDAY)
    answer = client.post(at("place", row.pk), {"place": "risk:keep"}, headers=script)
    assert answer.headers["HX-Redirect"] == at("session", row.pk)
    assert client.get(asked, headers=script).headers["HX-Redirect"]
    assert "ble ikke lagret" in text(client.get(at("session", row.pk)))
    assert client.get(at("board", make_session(froland, "5").pk)).status_code == 404


def test_participants_are_written_up_and_taken_off_on_the_page(client, froland):
    enter(client, froland, "superuser")
    row = make_session(froland)
    shown = text(client.post(at("people", row.pk), {"people": "Kari Nygård, leder\nOla Myhre"}, follow=True))
    assert "Kari Nygård" in shown and "Fjern Ola Myhre" in shown
    many = "\n".join(f"Person {n}" for n in range(60))
    shown = text(client.post(at("people", row.pk), {"people": many}), 422)
    assert "høyst 40 deltakere" in shown and "Person 59" in shown
    ola = rows(Participant, froland)[1]
    assert "Fjern Ola Myhre" not in text(client.post(at("leave", row.pk, ola.pk), follow=True))


def test_an_entry_is_written_reworded_and_withdrawn_and_nothing_typed_is_lost(client, froland):
    enter(client, froland, "home_care")
    row = make_session(froland, "1b")
    shown = text(client.get(at("session", row.pk)))
    key = field(shown, "subtasks")
    typed = {"subtasks-line": key, "subtasks-what": "Melde fra om nye ansatte", "subtasks-question": "access"}
    shown = text(client.post(at("write", row.pk, "subtasks"), typed), 422)
    assert (
        "Melde fra om nye ansatte" in shown and "Fyll ut feltet." in shown and field(shown, "subtasks") == key
    )
    typed |= {"subtasks-who": "Lederen", "subtasks-where": "throughout", "subtasks-competence": "Rutinen"}
    typed |= {"subtasks-enough": "partly"}
    for _ in range(2):
        answer = client.post(at("write", row.pk, "subtasks"), typed)
        assert answer.url == at("session", row.pk) + "#subtasks"
    assert len(rows(Contribution, froland)) == 1, "the same form sent twice is one entry"
    shown = text(client.get(at("session", row.pk)))
    assert "Gjennom hele forløpet" in shown and "Delvis" in shown
    page = at("entry", row.pk, key)
    assert "Melde fra om nye ansatte" in text(client.get(page))
    client.post(page, {**typed, "subtasks-what": "Melde fra samme dag"})
    assert "Melde fra samme dag" in text(client.get(at("session", row.pk)))
    shown = text(client.post(page, {"do": "withdraw"}, follow=True))
    assert "Melde fra samme dag" not in shown and client.get(page).status_code == 404
    shown = text(client.get(at("log", row.pk)))
    assert "Trukket:" in shown and "Melde fra om nye ansatte · Lederen · Gjennom hele forløpet" in shown


def test_what_is_typed_when_the_session_has_ended_stands_on_the_page(client, froland):
    enter(client, froland, "home_care")
    row = make_session(froland, "5")
    entry = make_said(row, "along", what="Før")
    with scope(frozenset({froland.pk})):
        Session.objects.update(state="ended", ended_at=MONDAY)
    typed = {"changes-line": str(new_id()), "changes-what": "Fast møte hver mandag"}
    shown = text(client.post(at("write", row.pk, "changes"), typed), 422)
    assert "Fast møte hver mandag" in shown and "står fortsatt her" in shown
    key = f"{entry.line[:8]}-{entry.line[8:12]}-{entry.line[12:16]}-{entry.line[16:20]}-{entry.line[20:]}"
    shown = text(client.post(at("entry", row.pk, key), {"along-line": key, "along-what": "Etter"}), 422)
    assert "Etter" in shown and len(rows(Contribution, froland)) == 1


def test_what_is_typed_when_the_session_is_full_stands_on_the_page(client, froland, monkeypatch):
    monkeypatch.setattr(contributing, "MOST", 0)
    enter(client, froland, "home_care")
    row = make_session(froland, "5")
    typed = {"changes-line": str(new_id()), "changes-what": "Fast møte hver mandag"}
    shown = text(client.post(at("write", row.pk, "changes"), typed), 422)
    assert "Fast møte hver mandag" in shown and "så mange bidrag som den kan ha" in shown


def test_a_national_id_is_refused_at_the_field(client, froland):
    me = enter(client, froland, "unit_leader")
    row = make_session(froland, "5")
    typed = {"changes-line": str(new_id()), "changes-what": f"Gjelder {NUMBER}"}
    assert "Her står et fødselsnummer" in text(client.post(at("write", row.pk, "changes"), typed), 422)
    assert "fødselsnummer" in text(client.post(at("people", row.pk), {"people": NUMBER}), 422)
    assert "fødselsnummer" in text(client.post(at("new", "5"), planned(froland, me, title=NUMBER)), 422)
    given = {"owner": str(froland.pk), "title": "x", "source": "staff", "description": NUMBER}
    assert "Her står et fødselsnummer" in text(client.post(at("forbedringsforslag:new"), given))
    proposal = make_proposal(froland)
    assert "fødselsnummer" in text(client.post(at("act", proposal.pk, "nei"), {"reason": NUMBER}), 422)
    assert rows(Contribution, froland) == [] and len(rows(Proposal, froland)) == 1


def test_one_of_the_proposals_is_picked(client, froland):
    enter(client, froland, "home_care")
    row = make_session(froland, "2")
    assert "Skriv forslag først" in text(client.get(at("session", row.pk)))
    entry = make_said(row, "proposals", level="services", what="Møte med leverandøren")
    shown = text(client.get(at("session", row.pk)))
    assert "1 av minst 2" in shown
    assert client.post(at("write", row.pk, "trial"), {"trial-entry": "tull"}).status_code == 422
    shown = text(client.post(at("write", row.pk, "trial"), {"trial-entry": entry.line}, follow=True))
    assert "Tjenestene og leverandørene · Møte med leverandøren" in shown
    assert client.post(at("write", row.pk, "gone"), {}).status_code == 404


def test_the_benefits_stand_in_a_sheet_of_technology_and_party(client, froland):
    enter(client, froland, "home_care")
    row = make_session(froland, "4")
    make_said(row, "benefits", technology="locating", party="kin", kind="time", what="Slipper å lete")
    shown = text(client.get(at("session", row.pk)))
    assert "Spart tid: Slipper å lete" in shown and shown.count('data-label="For pårørende"') == 4
    assert "Spart tid: Slipper å lete" in text(
        client.get(at("screen", row.pk)).content and client.get(at("outcome", row.pk))
    )


def test_a_session_that_builds_on_another_is_told_where_to_begin(client, froland):
    enter(client, froland, "home_care")
    before = make_session(froland, state="ended")
    make_placed(before, "risk", "begin")
    row = make_session(froland, "1b", title="Videre", builds_on=before)
    shown = text(client.get(at("session", row.pk)))
    assert "Det dere la i «Begynn her»:" in shown
    assert "Gå videre med 1b" not in text(client.get(at("session", before.pk)))
    enter(client, froland, "superuser", "Tor Vik")
    shown = text(client.get(at("session", before.pk)))
    link = re.search(r'href="([^"]*bygger[^"]*)"', shown)[1]
    assert "Gå videre med 1b" in shown
    assert f'<option value="{before.pk}" selected' in text(client.get(link))
    shown = text(client.get(at("session", row.pk)))
    assert shown.index('<option value="risk"') < shown.index('<option value="access"')


def test_the_screen_shows_time_left_and_what_is_placed_and_renews_a_part_alone(client, froland):
    enter(client, froland, "superuser")
    row = make_session(froland, minutes=90)
    make_placed(row, "access", "begin")
    shown = text(client.get(at("screen", row.pk)))
    assert "30 min igjen" in shown and "1 av 28 spørsmål er plassert" in shown and "refresh" in shown
    assert "varde-idle" not in shown and 'class="sidebar"' not in shown
    assert "varde-idle" in text(client.get(at("session", row.pk)))
    assert "<html" not in text(client.get(at("screen", row.pk), headers={"HX-Request": "true"}))
    assert "Tida er ute" in text(client.get(at("screen", make_session(froland, minutes=60).pk)))
    five = make_session(froland, "5")
    make_said(five, "changes", what="Færre systemer")
    shown = text(client.get(at("screen", five.pk)))
    assert "Færre systemer" in shown and "Ikke begynt" in shown


def test_a_wall_that_renews_itself_keeps_nobody_logged_in(client, froland):
    enter(client, froland, "superuser")
    page, script = at("screen", make_session(froland).pk), {"HX-Request": "true"}
    client.get(page)
    for minutes in (10, 20):
        with time_machine.travel(MONDAY + timedelta(minutes=minutes), tick=False):
            answer = client.get(page, headers=script)
    assert answer.headers["HX-Redirect"].startswith("/konto/logg-inn/")


def test_the_outcome_holds_everything_on_one_page(client, froland):
    enter(client, froland, "home_care")
    row = make_session(froland, state="ended")
    for question, cell in (("access", "begin"), ("risk", "keep")):
        make_placed(row, question, cell)
    make_said(row, "notes", question="access", text="Ingen rydder")
    make_said(row, "gone", what="Fra en eldre utgave")
    with scope(frozenset({froland.pk})):
        Participant.objects.create(owner=froland, session=row, name="Kari Nygård", role="leder")
    for page in (at("outcome", row.pk), at("session", row.pk)):
        shown = text(client.get(page))
        assert "1. Tilganger i systemene" in shown and "Begynn her (1)" in shown and "Ingen rydder" in shown
        assert "2. Oversikt over produkter og lager" in shown, "what nobody placed is there too"
        assert "Fra en eldre utgave" in shown and "Kari Nygård" in shown
    assert "Lag forslag" not in shown


def test_an_outcome_becomes_proposals_once(client, froland):
    enter(client, froland, "superuser")
    row = make_session(froland, state="ended")
    for question in ("access", "risk"):
        make_placed(row, question, "begin")
    page = at("offers", row.pk)
    shown = text(client.get(page))
    assert shown.count('name="chosen"') == 2 and "Tilganger i systemene" in shown
    assert "Ingen nye forslag" in text(client.post(page, {}, follow=True))
    both = {"chosen": ["questions/access", "questions/risk"]}
    assert "2 forslag er laget." in text(client.post(page, both, follow=True))
    shown = text(client.post(page, both, follow=True))
    assert "Ingen nye forslag" in shown and shown.count("Er et forslag") == 2
    assert len(rows(Proposal, froland)) == 2
    running = make_session(froland)
    make_placed(running, "access", "begin")
    shown = text(client.get(at("offers", running.pk)))
    assert "Avslutt økta først" in shown and 'name="chosen"' not in shown
    assert "Avslutt økta først" in text(client.post(at("offers", running.pk), both, follow=True))


def test_a_proposal_is_decided_done_and_checked_by_the_buttons(client, froland):
    enter(client, froland, "unit_leader")
    row = make_proposal(froland, value=5, effort=1)
    page, act = at("proposal", row.pk), lambda name: at("act", row.pk, name)
    shown = text(client.get(page))
    assert "Gjør først" in shown and "Dette skal gjøres" in shown and "Sjekk effekten" not in shown
    shown = text(client.post(act("gjores"), {"reason": "Gir mest", "on": "2026-11-09"}), 422)
    assert "Gir mest" in shown and "fram i tid" in shown
    assert 'value="2027-02-07"' in text(client.get(act("gjores"))), "in 90 days"
    shown = text(client.post(act("gjores"), {"reason": "Gir mest", "on": "2026-12-01"}, follow=True))
    assert "Skal gjøres" in shown and "Effektsjekk" in shown
    shown = text(client.post(act("gjores"), {"reason": "En gang til", "on": "2026-12-01"}), 422)
    assert "En gang til" in shown and "Noen andre har flyttet forslaget imens" in shown
    assert client.get(act("gjores")).status_code == 302
    client.post(act("ferdig"), {"text": "Innført"})
    with scope(frozenset({froland.pk})):
        Proposal.objects.update(check_on=MONDAY.date())
    assert "Dagen for effektsjekken er kommet" in text(client.get(page))
    shown = text(client.post(act("effekt"), {"effect": "partly", "seen": ""}), 422)
    assert "Fyll ut feltet." in shown
    shown = text(client.post(act("effekt"), {"effect": "partly", "seen": "Bedre tall"}, follow=True))
    assert "Delvis: Bedre tall" in shown and "Effekten er sjekket" in shown
    shown = text(client.post(act("igjen"), {"text": "Tallene faller"}, follow=True))
    assert "Ikke avgjort" in shown and "Delvis: Bedre tall" in shown, "what was seen stays in the history"
    client.post(act("senere"), {"reason": "Ikke tid", "on": "2027-01-04"})
    assert "04.01.2027" in text(client.get(page))
    shown = text(client.post(act("nei"), {"reason": "Dekkes av anskaffelsen"}, follow=True))
    assert "Dekkes av anskaffelsen" in shown and client.get(act("tull")).status_code == 404


def test_who_does_not_decide_is_offered_no_decision_but_the_owner_follows_up(client, froland):
    me = enter(client, froland, "home_care")
    mine = make_proposal(froland, "Min", state="chosen", responsible=me)
    theirs = make_proposal(froland, "Deres", state="chosen")
    shown = text(client.get(at("proposal", mine.pk)))
    assert "Det er gjort" in shown and "Nei" not in re.findall(r"<span>(.*?)</span>", shown)
    assert "Det er gjort" not in text(client.get(at("proposal", theirs.pk)))
    for name in ("gjores", "senere", "nei", "igjen"):
        assert client.post(at("act", mine.pk, name), {"reason": "x"}).status_code == 404
    assert client.post(at("act", theirs.pk, "ferdig"), {}).status_code == 404
    assert "Sjekk effekten" in text(client.post(at("act", mine.pk, "ferdig"), {"text": ""}, follow=True))
    assert "Lederen avgjør" in text(client.get(at("proposal", make_proposal(froland).pk)))


def test_a_proposal_leads_to_its_task_its_session_and_its_question(client, froland, monkeypatch):
    task = slots.Task("operations.access", "Tilgangsstyring", "Tilgangsstyring", "/tjenestemodell/x/")
    monkeypatch.setattr(slots, "task_sources", [lambda actor, owner: [task]])
    enter(client, froland, "home_care")
    row = make_session(froland, state="ended")
    origin = {
        "session": row,
        "part": "questions",
        "line": "access",
        "task": task.key,
        "task_name": task.title,
    }
    shown = text(client.get(at("proposal", make_proposal(froland, **origin).pk)))
    assert 'href="/tjenestemodell/x/"' in shown and at("session", row.pk) in shown
    assert "Hvem gir og fjerner tilganger" in shown
    enter(client, froland, "secretariat", "Sara Moe")
    shown = text(client.get(at("forbedringsforslag:list")))
    assert "Økter" not in shown and "Legg til" not in shown
    shown = text(client.get(at("proposal", rows(Proposal, froland)[0].pk)))
    assert at("session", row.pk) not in shown
    assert client.get(at("sessions")).status_code == 403


def test_value_against_effort_leads_on_to_the_proposals(client, froland):
    enter(client, froland, "home_care")
    assert "Ingen forslag å vise" in text(client.get(at("grid")))
    for n in range(5):
        make_proposal(froland, f"Forslag {n}", value=5, effort=2)
    make_proposal(froland, "Uten tall")
    make_proposal(froland, "Avslått", value=5, effort=2, state="declined")
    shown = text(client.get(at("grid")))
    assert "Forslag 2" in shown and "Forslag 3" not in shown and "Alle 5 forslag" in shown
    assert "Avslått" not in shown and "1 mangler verdi eller innsats" in shown and "Gjør først" in shown
    link = re.search(r'href="([^"]*value=5[^"]*)"', shown)[1].replace("&amp;", "&")
    shown = text(client.get(link))
    assert shown.count("Forslag ") >= 5 and "Uten tall" not in shown and "Avslått" not in shown
    assert "Alle 6 forslag" in text(client.get(at("grid") + "?everything=on"))
    shown = text(client.get(at("forbedringsforslag:list") + "?value=none&state=open"))
    assert "Uten tall" in shown and "Forslag 1" not in shown


def test_the_list_of_sessions_is_searched_and_narrowed(client, froland):
    enter(client, froland, "home_care")
    first = make_session(froland, title="Om lageret")
    make_session(froland, "5", title="Om framtida", state="ended")
    with scope(frozenset({froland.pk})):
        Participant.objects.create(owner=froland, session=first, name="Kari Nygård")
    for query, seen in (
        ("q=lageret", 1),
        ("q=nygård", 1),
        ("state=ended", 1),
        ("activity=5", 1),
        ("q=finnes+ikke", 0),
    ):
        shown = text(client.get(f"{at('sessions')}?{query}"))
        assert shown.count('data-label="Dag"') == seen, query
    assert "Ingen økter å vise" in shown
    assert text(client.get(at("sessions") + "?activity=tull")).count('data-label="Dag"') == 2


def test_a_neighbour_finds_nothing_and_who_has_no_role_here_is_refused(client, froland, amli):
    row, proposal = make_session(froland, "2"), make_proposal(froland)
    make_said(row, "proposals", level="state", what="Les strategien")
    key = new_id()
    there = [
        *(at(name, row.pk) for name in ("session", "edit", "screen", "outcome", "log", "offers", "board")),
        at("entry", row.pk, key),
        at("proposal", proposal.pk),
        at("act", proposal.pk, "nei"),
    ]
    presses = [
        at("turn", row.pk, "avslutt"), at("people", row.pk), at("place", row.pk), at("write", row.pk, "state"),
        at("leave", row.pk, key), at("act", proposal.pk, "nei"), at("offers", row.pk),
    ]  # fmt: skip
    given = {
        "people": "Ola",
        "place": "access:begin",
        "state-text": "x",
        "state-line": str(key),
        "reason": "x",
    }
    enter(client, amli, "unit_leader")
    assert row.title not in text(client.get(at("sessions")))
    assert [client.get(one).status_code for one in there] == [404] * len(there)
    assert [client.post(one, given).status_code for one in presses] == [404] * len(presses)
    enter(client, froland, "response_operator", "Ola Vik")
    assert {client.get(one).status_code for one in [*there, at("activities"), at("grid")]} == {403}
    assert {client.post(one, given).status_code for one in presses} == {403}


@pytest.mark.parametrize("many", [1, 30])
def test_the_pages_keep_to_their_queries_however_much_is_said(
    client, froland, many, django_assert_max_num_queries
):
    enter(client, froland, "unit_leader")
    before = make_session(froland, state="ended")
    row = make_session(froland, "1b", builds_on=before)
    board = make_session(froland)
    for n in range(many):
        make_placed(board, "access", ("begin", "keep")[n % 2])
        make_said(row, "measures", question="access", what=f"Tiltak {n}")
        make_said(before, "notes", question="access", text=f"Notat {n}")
        make_proposal(froland, f"Forslag {n}", value=3, effort=3)
    make_placed(before, "access", "begin")
    proposal = rows(Proposal, froland)[0]
    for url in (
        at("session", row.pk), at("session", board.pk), at("screen", row.pk), at("outcome", before.pk),
        at("log", row.pk), at("offers", before.pk), at("sessions"), at("activities"), at("activity", "1a"),
        at("grid"), at("proposal", proposal.pk), at("new", "1b"), at("forbedringsforslag:list"),
    ):  # fmt: skip
        client.get(url)
        with django_assert_max_num_queries(24):
            text(client.get(url))


class TestProposals(RegisterTests):
    register = register.proposals
    address = "improvement:forbedringsforslag"

    def place(self, name):
        return make_organisation(name)

    def reader(self, *places):
        given = (*ImprovementPermission, *OrganisationPermission)
        return make_actor(*places, permissions=given, name="Liv Aas")

    def row(self, place, name):
        return make_proposal(place, name)

    def filled(self, place, name):
        return {"owner": str(place.pk), "title": name, "source": "needs", "value": "4"}

    def test_a_sheet_may_name_the_task_by_its_title_and_people_by_name(self, monkeypatch):
        ours = self.place("Nesby")
        user = make_user("Ine Dahl")
        make_membership(user, ours, "home_care")
        task = slots.Task("support.store", "Drifte lager", "Run the store")
        monkeypatch.setattr(slots, "task_sources", [lambda actor, owner: [task]])
        make_proposal(
            ours, "Telling", task="support.store", task_name="Drifte lager", responsible=user, value=4
        )
        actor = self.reader(ours)
        content = self.ask(actor, "export", format="csv").content.decode("utf-8-sig")
        assert "Drifte lager" in content and "Ine Dahl" in content
        fresh = "\n".join(
            line if n == 0 else line.replace(line.split(";")[0], "").replace("Telling", "Ny telling")
            for n, line in enumerate(content.splitlines())
        )
        self.import_file(actor, "rader.csv", fresh.encode("utf-8-sig"))
        made = next(one for one in rows(Proposal, ours) if one.title == "Ny telling")
        assert (made.task, made.responsible_id, made.value) == ("support.store", user.pk, 4)
        assert (made.raised_name, made.raised_at) == ("Liv Aas", MONDAY)

    def test_the_stand_in_is_another_than_the_owner_and_a_number_is_from_1_to_5(self):
        ours = self.place("Nesby")
        user = make_user("Ine Dahl")
        make_membership(user, ours, "home_care")
        given = {**self.filled(ours, "x"), "responsible": str(user.pk), "deputy": str(user.pk), "value": "6"}
        shown = self.shown(self.reader(ours), "new", post=given)
        assert "Velg en annen enn den som er ansvarlig" in shown and "Velg et av alternativene" in shown

    def test_somebody_who_has_left_stays_named_when_the_proposal_is_changed(self):
        ours = self.place("Nesby")
        row = make_proposal(ours, "Telling", responsible=make_user("Ine Dahl"))
        given = {**self.filled(ours, "Telling"), "responsible": str(row.responsible_id)}
        assert self.ask(self.reader(ours), "edit", pk=row.pk, post=given).status_code == 302

    def test_what_is_decided_is_not_changed_by_who_only_proposes(self):
        ours = self.place("Nesby")
        row = make_proposal(ours, "Telling", state="chosen")
        permissions = (ImprovementPermission.VIEW, ImprovementPermission.PROPOSE, *OrganisationPermission)
        actor = make_actor(ours, permissions=permissions)
        shown = self.shown(actor, "edit", pk=row.pk, post=self.filled(ours, "Noe annet"))
        assert "Forslaget er avgjort" in shown and "Noe annet" in shown

    def test_the_filter_finds_what_waits_for_a_decision_now(self):
        ours = self.place("Nesby")
        for title, day in (("Kommet", date(2026, 11, 9)), ("Ikke ennå", date(2026, 11, 10))):
            make_proposal(ours, title, state="later", look_again_on=day)
        make_proposal(ours, "Nytt")
        shown = self.shown(self.reader(ours), "list", state="undecided")
        assert "Kommet" in shown and "Nytt" in shown and "Ikke ennå" not in shown
        assert "Ikke ennå" in self.shown(self.reader(ours), "list", state="later")


@pytest.mark.unit
def test_no_template_of_ours_has_a_style_or_a_script_of_its_own():
    for path in (Path(app.__file__).parent / "templates").rglob("*.html"):
        found = path.read_text("utf-8")
        assert " style=" not in found and "<script>" not in found and "onclick" not in found, path.name
