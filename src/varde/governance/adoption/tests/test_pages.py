"""The pages: who may open them, what they say, and that a press does what it says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from varde.foundation.accounts.testing import logged_in, make_user
from varde.foundation.ids import new_id
from varde.foundation.ownership import scope
from varde.governance.adoption.queries import recipients
from varde.governance.adoption.rules.codes import Part, Technology
from varde.governance.adoption.testing import (
    MONDAY,
    Deliverable,
    Evaluation,
    Introduction,
    IntroductionUnit,
    PointAnswer,
    TechnologyStatus,
    answer_all,
    factor_codes,
    make_evaluation,
    make_goal_status,
    make_introduction,
    make_shared,
    make_status,
    make_unit,
)
from varde.ground.organisations.testing import make_agreement, make_membership, make_organisation

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
DAY = timedelta(days=1)
START = {
    "technology": "dispenser", "goals": "Færre besøk bare for å gi medisin", "responsible_name": "Liv Aas",
    "deputy_name": "Bo Berg", "starts_on": "2026-09-01", "evaluate_on": "2026-12-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def enter(client, owner, role, name="Liv Aas"):
    user = make_user(name)
    make_membership(user, owner, role)
    logged_in(user, client)
    return user


def text(response, status=200):
    assert response.status_code == status, response.content[:600]
    return response.content.decode()


def at(name, *args):
    return reverse(f"adoption:{name}", args=args)


def rows(model, owner):
    with scope(frozenset({owner.pk})):
        return list(model.objects.order_by("pk"))


def press(client, url, **given):
    return text(client.post(url, given, follow=True))


def test_a_leader_starts_an_introduction_and_is_shown_what_comes_first(client, froland):
    enter(client, froland, "unit_leader")
    shown = text(client.get(at("home"), follow=True))
    assert "Ingen innføringer ennå" in shown and "Ny innføring" in shown
    assert "Medisindispenser" in text(client.get(at("new")))
    shown = press(client, at("new"), owner=str(froland.pk), **START)
    assert "Medisindispenser i Froland" in shown and "Ingen enheter ennå" in shown and "Ikke ennå" in shown
    assert "0 av 18 med ja" in shown
    assert "har allerede en innføring" in text(
        client.post(at("new"), {"owner": str(froland.pk), **START}), 422
    )
    (row,) = rows(TechnologyStatus, froland)
    assert (row.technology, row.status) == ("dispenser", "considering")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("goals", "", "Fyll ut feltet"),
        ("deputy_name", "", "Velg en person, eller skriv et navn"),
        ("deputy_name", "Liv Aas", "en annen enn den ansvarlige"),
        ("starts_on", "i morgen", "Skriv en dato"),
        ("technology", "radio", "Velg et av alternativene"),
        ("responsible", "0190", "Velg et av alternativene"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(client, froland, field, value, says):
    enter(client, froland, "unit_leader")
    given = {"owner": str(froland.pk), **START, "responsible_name": "Liv Aas", field: value}
    shown = text(client.post(at("new"), given), 422)
    assert says in shown
    assert "Færre besøk" in shown or field == "goals"
    assert rows(Introduction, froland) == []


def test_an_introduction_cannot_be_given_to_a_neighbour(client, froland, amli):
    enter(client, froland, "unit_leader")
    text(client.post(at("new"), {"owner": str(amli.pk), **START}), 422)
    assert rows(Introduction, amli) == []


def test_a_second_unit_is_refused_with_what_is_missing_until_the_first_has_learned(client, froland):
    enter(client, froland, "unit_leader")
    row = make_introduction(froland)
    page, add = at("introduction", row.pk), at("act", row.pk, "enhet")
    press(client, add, name="Sone sør", planned_on="2026-11-02")
    press(client, add, name="Sone nord", planned_on="2026-12-02")
    assert "fra før" in text(client.post(add, {"name": "Sone nord", "planned_on": "2026-12-02"}), 422)
    assert "Velg en enhet, eller skriv et navn" in text(client.post(add, {"planned_on": "2026-12-02"}), 422)
    south, north = sorted(rows(IntroductionUnit, froland), key=lambda one: one.planned_on)
    start = lambda unit: at("unit_act", unit.pk, "start")  # noqa: E731
    given = {"started_on": "2026-11-23"}
    shown = text(client.post(start(south), given), 422)
    assert "Dette må være på plass først" in shown and "Forarbeidet: svar ja eller delvis" in shown
    answer_all(row, Part.GROUNDWORK, "partly")
    assert "Enheten har startet" in press(client, start(south), **given)
    shown = text(client.post(start(north), given), 422)
    assert "Sone sør har startet. Skriv hva de lærte først." in shown and "2026-11-23" in shown
    assert "Sone sør har startet. Skriv hva de lærte først." in text(client.get(page))
    learn = at("unit_act", south.pk, "laering")
    shown = text(client.post(learn, {"evaluated_on": "2026-11-22", "learned": "Fyll sammen"}), 422)
    assert "før enheten startet" in shown and "Fyll sammen" in shown
    assert "Neste enhet kan starte" in press(client, learn, evaluated_on="2026-11-23", learned="Fyll sammen")
    assert "Hva vi lærte:" in text(client.get(page))
    assert "Enheten har startet" in press(client, start(north), **given)
    assert "står ikke slik lenger" in press(client, start(north), **given)


def test_a_unit_is_moved_and_taken_out(client, froland):
    enter(client, froland, "unit_leader")
    unit = make_unit(make_introduction(froland))
    assert "Datoen er flyttet" in press(client, at("unit_act", unit.pk, "flytt"), planned_on="2027-01-11")
    assert "11.01.2027" in text(client.get(at("introduction", unit.introduction_id)))
    assert "Fyll ut feltet" in text(client.post(at("unit_act", unit.pk, "ta-ut"), {"why": ""}), 422)
    shown = press(client, at("unit_act", unit.pk, "ta-ut"), why="Slås sammen med sone nord")
    assert "Tatt ut" in shown and "Slås sammen med sone nord" in shown
    assert client.get(at("unit_act", unit.pk, "finnes-ikke")).status_code == 404


def test_an_introduction_ends_only_when_nothing_is_missing_and_says_what_is(client, froland):
    enter(client, froland, "unit_leader")
    row = make_introduction(froland, state="introducing")
    make_unit(row, started_on=TODAY, evaluated_on=TODAY, learned="Fyll sammen")
    make_unit(row, "Sone nord")
    end = at("act", row.pk, "avslutt")
    shown = text(client.post(end), 422)
    assert "Sone nord har ikke startet" in shown and shown.count("Kriteriet er ikke oppfylt") == 9
    answer_all(row, Part.CRITERIA)
    (unit,) = [one for one in rows(IntroductionUnit, froland) if not one.learned]
    press(client, at("unit_act", unit.pk, "ta-ut"), why="Har ingen brukere")
    assert "alle kriteriene er oppfylt" in text(client.get(at("introduction", row.pk)))
    assert "Løsningen er i drift" in press(client, end)
    assert "Åpne innføringen igjen" in text(client.get(at("introduction", row.pk)))
    assert "flyttet innføringen imens" in press(client, end)
    assert "åpnet igjen" in press(client, at("act", row.pk, "apne"), why="Natta mangler opplæring")


def test_it_is_stopped_and_taken_up_again_and_nothing_is_lost(client, froland):
    enter(client, froland, "unit_leader")
    row = make_introduction(froland)
    make_unit(row)
    shown = press(client, at("act", row.pk, "stans"), why="Leverandøren er konkurs")
    assert "Innføringen er stanset" in shown and "Leverandøren er konkurs" in shown and "Sone sør" in shown
    assert "Lagre svaret" not in text(client.get(at("points", row.pk, "criteria")))
    make_introduction(froland)
    resume = at("act", row.pk, "gjenoppta")
    shown = text(client.post(resume, {"why": "Ny leverandør"}), 422)
    assert "en annen innføring" in shown and "Ny leverandør" in shown
    (other,) = [one for one in rows(Introduction, froland) if one.pk != row.pk]
    press(client, at("act", other.pk, "stans"), why="Feil")
    assert "Tatt opp igjen" in press(client, resume, why="Ny leverandør")


def test_goals_and_people_are_changed_and_the_history_tells(client, froland):
    user = enter(client, froland, "unit_leader")
    row = make_introduction(froland)
    change = at("act", row.pk, "endre")
    assert "Færre besøk" in text(client.get(change))
    given = {**START, "responsible": str(user.pk), "responsible_name": "", "goals": "Trygg medisin"}
    shown = press(client, change, **given)
    assert "Trygg medisin" in shown and "Mål: Færre besøk bare for å gi medisin → Trygg medisin" in shown


def test_a_point_is_answered_with_a_note_and_the_old_answer_stays(client, froland):
    enter(client, froland, "superuser", "Tor Vik")
    row = make_introduction(froland)
    where, page = at("answer", row.pk, "criteria"), at("points", row.pk, "criteria")
    one = {"address": "criteria/work/daily", "word": "yes"}
    assert "Skriv hva som viser at dette er på plass" in text(client.post(where, {**one, "note": ""}), 422)
    press(client, where, **{**one, "word": "no"}, note="Ikke om natta")
    shown = press(client, where, **one, note="Sett på vakt")
    assert (
        "Sett på vakt\nTor Vik, 23.11.2026" in shown
        and "Tidligere svar" in shown
        and "Ikke om natta" in shown
    )
    assert text(client.get(where, {"address": one["address"]}))
    for wrong in ("criteria/work/nothing", "groundwork/needs/needs", ""):
        assert client.post(where, {**one, "address": wrong}).status_code == 404
    assert client.get(at("points", row.pk, "finnes-ikke")).status_code == 404
    assert len(rows(PointAnswer, froland)) == 2 and text(client.get(page))


def test_the_road_map_is_answered_with_yes_partly_and_no(client, froland):
    enter(client, froland, "superuser")
    row = make_introduction(froland)
    shown = text(client.get(at("points", row.pk, "roadmap")))
    assert len(re.findall(r"Fase \d:", shown)) == 5
    for word, said in (("partly", "Delvis"), ("no", "Nei")):
        where = at("answer", row.pk, "roadmap")
        assert said in press(client, where, address="roadmap/before/look", word=word, note="")


class TestEvaluations:
    def given(self, **more):
        rated = {f"r_{code}": "3" for code in factor_codes()}
        return {"held_on": "2026-11-20", "who": "Sone sør", "next_on": "2027-02-20", **rated, **more}

    def test_it_is_filled_in_shown_and_mended(self, client, froland):
        enter(client, froland, "superuser", "Tor Vik")
        row = make_introduction(froland, state="introducing")
        unit = make_unit(row, started_on=TODAY)
        new = at("evaluate", row.pk)
        assert text(client.get(new)).count('class="factor"') == len(factor_codes())
        more = {"r_kin": "1", "c_kin": "Ingen har ringt dem", "r_payment": "na", "unit": str(unit.pk)}
        shown = press(client, new, **self.given(**more))
        assert "Evalueringen er lagret" in shown and "Svakest nå" in shown and "Ingen har ringt dem" in shown
        assert shown.index("Ingen har ringt dem") < shown.index("2,8") and "n = 12 av 12" in shown
        (one,) = rows(Evaluation, froland)
        mend = at("mend", one.pk)
        form = text(client.get(mend))
        assert "Ingen har ringt dem" in form and "Sone sør" in form
        shown = press(client, mend, **self.given(r_kin="4"))
        assert "3,1" in shown and "Rett" in shown
        assert "Denne evalueringen er rettet" in text(client.get(at("evaluation", one.pk)))
        shown = text(client.get(at("evaluations", row.pk)))
        assert shown.count("20.11.2026") == 1 and '<th scope="col">Menneske</th>' in shown
        assert client.post(mend, self.given()).status_code == 404

    def test_a_fault_is_said_at_the_field_and_nothing_typed_is_lost(self, client, froland):
        enter(client, froland, "superuser")
        row = make_introduction(froland)
        new = at("evaluate", row.pk)
        wrong = self.given(held_on="2026-12-24", c_kin="Spør dem", r_kin="", summary="Det går fram")
        shown = text(client.post(new, wrong), 422)
        assert "ikke kommet ennå" in shown and "Velg et svar til kommentaren" in shown
        assert "Spør dem" in shown and "Det går fram" in shown
        assert shown.count(" checked") == len(factor_codes()) - 1
        empty = {"held_on": "2026-11-20", "who": "Sone sør"}
        assert "Vurder minst én faktor" in text(client.post(new, empty), 422)
        assert "Velg et av alternativene" in text(client.post(new, self.given(r_kin="6")), 422)
        assert rows(Evaluation, froland) == []

    def test_two_are_compared_with_icon_and_word(self, client, froland):
        enter(client, froland, "unit_leader")
        row = make_introduction(froland)
        first = make_evaluation(row, {"kin": 1, "need": 5}, held_on=TODAY - 90 * DAY)
        compare = at("compare", row.pk)
        assert "Det trengs to evalueringer" in text(client.get(compare))
        second = make_evaluation(row, {"kin": 4, "need": 2}, held_on=TODAY)
        shown = text(client.get(compare))
        for word in ("Bedre", "Dårligere", "Uendret", "Gjennomsnitt 3,0 → 3,0"):
            assert word in shown
        assert "#SortUp" in shown and "#SortDown" in shown
        turned = text(client.get(compare, {"a": str(second.pk), "b": str(first.pk)}))
        assert shown.split("<main")[1] == turned.split("<main")[1], "the older first"
        assert text(client.get(compare, {"a": "x", "b": str(new_id())}))

    def test_too_few_ratings_are_said_and_give_no_average(self, client, froland):
        enter(client, froland, "unit_leader")
        row = make_introduction(froland)
        only = dict.fromkeys(factor_codes()) | {"kin": 1, "need": 5}
        one, _two = make_evaluation(row, only), make_evaluation(row, only)
        shown = text(client.get(at("evaluation", one.pk)))
        assert "For få svar (2 av 2)" in shown and "<meter" not in shown
        assert "For få faktorer er vurdert begge ganger" in text(client.get(at("compare", row.pk)))

    def test_all_ratings_go_to_a_file(self, client, froland):
        enter(client, froland, "unit_leader")
        row = make_introduction(froland)
        make_evaluation(row, {"kin": None})
        file = text(client.get(at("evaluations_export", row.pk)))
        assert len(file.splitlines()) == 1 + len(factor_codes()) and "Ikke aktuelt" in file
        assert client.get(at("evaluations_export", row.pk), {"format": "xlsx"}).content[:2] == b"PK"


class TestSpread:
    @pytest.fixture
    def region(self, client, office, monkeypatch):
        """25 municipalities with six technologies each; the secretary is logged in."""
        numbers = {}
        for n in range(25):
            town = make_organisation(f"Kommune {n:02}")
            make_agreement(office, town, "secretariat")
            for technology in Technology:
                make_status(town, technology, "in_operation" if n else "considering")
            numbers |= {(town.pk, "alarm"): n * 3, (town.pk, "call"): n % 5}
        monkeypatch.setattr(recipients, "sources", [lambda owners: numbers])
        enter(client, office, "secretariat", "Sara Moe")

    def test_the_secretariat_sees_the_region_in_few_queries(
        self, client, region, django_assert_max_num_queries
    ):
        shown = text(client.get(at("home"), follow=True))
        assert shown.count('<td><a href="/innforing/utbredelse/') == 25 * 6 and "> færre enn 5<" in shown
        assert "> 72<" in shown and "> minst 897<" in shown and "Innføringer" not in shown.split("<main")[1]
        with django_assert_max_num_queries(15):
            text(client.get(at("spread")))

    def test_it_is_narrowed_and_written_to_a_file_with_the_same_numbers(self, client, region):
        shown = text(client.get(at("spread"), {"status": "considering"}))
        assert "1 kommune" in shown and "Kommune 00" in shown
        assert "Ingen kommuner passer" in text(client.get(at("spread"), {"q": "Oslo"}))
        one = text(client.get(at("spread_export"), {"technology": "call", "q": "kommune 1"}))
        lines = one.splitlines()[1:]
        assert len(lines) == 10 and all(line.endswith("færre enn 5") for line in lines)
        assert client.get(at("spread_export"), {"format": "xlsx"}).content[:2] == b"PK"

    def test_a_press_on_a_cell_shows_what_it_is_made_of(self, client, region):
        href = re.search(
            r'<td><a href="(/innforing/utbredelse/[^"]+/alarm/)"', text(client.get(at("spread")))
        )[1]
        shown = text(client.get(href))
        assert "Hva som er sagt om status" in shown and "Bo Berg" in shown and "Sett status" not in shown
        assert client.get(f"{href}status/").status_code == 403
        assert client.get(href.replace("alarm", "radio")).status_code == 404

    def test_a_municipality_sees_its_own_numbers_and_sets_its_own_status(self, client, froland, monkeypatch):
        monkeypatch.setattr(recipients, "sources", [lambda owners: {(froland.pk, "alarm"): 3}])
        enter(client, froland, "unit_leader")
        assert "> 3<" in text(client.get(at("spread")))
        where = at("set_status", froland.pk, "alarm")
        wrong = {"status": "in_operation", "since": "2026-12-24", "note": "Siden jul"}
        shown = text(client.post(where, wrong), 422)
        assert "ikke kommet ennå" in shown and "Siden jul" in shown
        shown = press(client, where, status="in_operation", since="2020-01-01", note="Siden nyttår 2020")
        assert "I drift" in shown and "Siden nyttår 2020" in shown and "01.01.2020" in shown

    def test_an_introduction_says_that_the_status_followed_it(self, client, froland):
        enter(client, froland, "unit_leader")
        row = make_introduction(froland, state="introducing")
        make_status(froland, "dispenser", "introducing", introduction=row)
        shown = text(client.get(at("cell", froland.pk, "dispenser")))
        assert "Fulgte av innføringen" in shown and at("introduction", row.pk) in shown


class TestShared:
    def test_a_deliverable_is_taken_over_and_a_newer_version_taken_in(self, client, froland, amli):
        known = make_shared(amli, "Rutine for rull", technology="dispenser")
        enter(client, froland, "unit_leader")
        shown = text(client.get(at("shared")))
        assert "Rutine for rull" in shown and "Ta over" in shown and "KS-101" in shown
        take = at("take_over", known.pk)
        assert "Åmli" in text(client.get(take))
        shown = press(client, take, owner=str(froland.pk))
        assert "Varde husker hvor den kom fra" in shown and "Åmli" in shown
        assert "fra før" in press(client, take, owner=str(froland.pk))
        type(known).objects.filter(pk=known.pk).update(version="2.0")
        shown = text(client.get(at("shared")))
        assert "Ny versjon finnes" in shown and "Froland, versjon 1.0" in shown
        (mine,) = rows(Deliverable, froland)
        assert "versjon 2.0" in press(client, at("take_newer", mine.pk))
        assert client.get(at("take_newer", mine.pk)).status_code == 405

    def test_the_maker_does_not_take_over_its_own_and_who_cannot_lead_takes_nothing(
        self, client, froland, amli
    ):
        known = make_shared(froland)
        enter(client, froland, "superuser")
        shown = text(client.get(at("shared")))
        assert "Laget av dere" in shown and "Ta over" not in shown
        assert client.get(at("take_over", known.pk)).status_code == 403

    def test_the_list_is_searched_narrowed_paged_and_written_to_a_file(self, client, froland, amli):
        for n in range(27):
            make_shared(amli, f"Rutine {n:02}", kind="dpia" if n == 3 else "routine")
        enter(client, froland, "system_manager")
        shown = text(client.get(at("shared")))
        assert "27 leveranser" in shown and "Side 2" in shown
        assert "1 leveranse<" in text(client.get(at("shared"), {"kind": "dpia"}))
        assert "Ingen treff" in text(client.get(at("shared"), {"q": "finnes-ikke"}))
        assert len(text(client.get(at("shared_export"), {"q": "rutine"})).splitlines()) == 28


def test_the_national_goals_say_their_source_and_how_we_stand(client, froland):
    enter(client, froland, "unit_leader")
    shown = text(client.get(at("goals")))
    assert shown.count("Kilde:") == 8 and "263 kommuner" in shown and "Ingen har meldt status" in shown
    row = make_goal_status(froland, figure="92.5")
    shown = text(client.get(at("goals")))
    assert "92,5" in shown and at("maalstatus:detail", row.pk) in shown and "Delvis nådd" in shown


def test_the_list_is_searched_narrowed_paged_and_written_to_a_file(client, froland):
    enter(client, froland, "unit_leader")
    for n in range(30):
        make_introduction(froland, state="operation", responsible_name=f"Leder {n:02}")
    make_unit(make_introduction(froland, technology="call", evaluate_on=TODAY - DAY), "Sone øst")
    page = at("introductions")
    shown = text(client.get(page))
    assert "31 innføringer" in shown and "Side 2" in shown
    assert "Leder 07" in text(client.get(page, {"q": "leder 07"}))
    shown = text(client.get(page, {"q": "øst"}))
    assert "Pasientvarsling" in shown and "Dagen er passert" in shown and "1 innføring<" in shown
    assert "1 innføring<" in text(client.get(page, {"technology": "call", "state": "groundwork"}))
    assert "Ingen treff" in text(client.get(page, {"q": "finnes-ikke"}))
    assert len(text(client.get(at("export"), {"technology": "dispenser"})).splitlines()) == 31
    assert client.get(at("export"), {"format": "xlsx"}).content[:2] == b"PK"


def test_the_pages_and_their_content_speak_english_too(client, froland):
    user = make_user("Eve Stone", language="en")
    make_membership(user, froland, "unit_leader")
    logged_in(user, client)
    row = make_introduction(froland)
    make_unit(row)
    evaluation = make_evaluation(row)
    words = {
        at("introduction", row.pk): "The groundwork: answer yes or partly to «The goals are concrete enough",
        at("points", row.pk, "roadmap"): "Phase 1: Before you begin",
        at("evaluation", evaluation.pk): "The solution meets the need of those who have it.",
        at("goals"): "263 municipalities",
        at("spread"): "Being considered",
    }
    make_status(froland, "dispenser", "considering")
    for url, word in words.items():
        assert word in text(client.get(url)), url


def test_who_only_contributes_is_offered_nothing_to_lead(client, froland):
    enter(client, froland, "superuser")
    row = make_introduction(froland)
    unit, running = make_unit(row), make_unit(row, "Sone nord", started_on=TODAY)
    shown = text(client.get(at("introduction", row.pk)))
    assert "Skriv hva dere lærte" in shown and "Ny evaluering" in shown
    for word in ("Legg til en enhet", "Flytt starten", ">Stans<", "Endre mål"):
        assert word not in shown
    for url in (
        *(at("act", row.pk, name) for name in ("enhet", "endre", "avslutt", "apne", "stans", "gjenoppta")),
        *(at("unit_act", unit.pk, name) for name in ("start", "flytt", "ta-ut")),
        at("new"),
        at("set_status", froland.pk, "alarm"),
    ):
        assert client.get(url).status_code == 403, url
        assert client.post(url, {}).status_code == 403, url
    assert client.get(at("unit_act", running.pk, "laering")).status_code == 200


def test_a_neighbour_finds_nothing_and_a_stranger_is_refused(client, froland, amli):
    row = make_introduction(froland)
    unit, one = make_unit(row), make_evaluation(row)
    there = [
        at("introduction", row.pk), at("points", row.pk, "criteria"), at("answer", row.pk, "criteria"),
        at("evaluations", row.pk), at("evaluate", row.pk), at("compare", row.pk), at("evaluations_export", row.pk),
        at("act", row.pk, "stans"), at("unit_act", unit.pk, "start"), at("evaluation", one.pk), at("mend", one.pk),
    ]  # fmt: skip
    enter(client, amli, "unit_leader")
    assert {client.get(url).status_code for url in there} == {404}
    assert {client.post(at("act", row.pk, "stans"), {"why": "x"}).status_code} == {404}
    assert client.get(at("cell", froland.pk, "alarm")).status_code == 404
    assert "Froland" not in text(client.get(at("spread")))
    enter(client, froland, "home_care", "Ola Vik")
    everywhere = [*there, *map(at, ("home", "introductions", "spread", "goals", "shared", "export"))]
    assert {client.get(url, follow=True).status_code for url in everywhere} == {403}


def test_the_pages_keep_to_their_queries(client, froland, amli, django_assert_max_num_queries):
    enter(client, froland, "unit_leader")
    row = make_introduction(froland, state="introducing")
    for n in range(12):
        make_unit(row, f"Sone {n}", **({"started_on": TODAY} if n == 0 else {}))
        one = make_evaluation(row)
        make_shared(amli, f"Rutine {n}")
        make_goal_status(froland, f"Måling {n}")
    answer_all(row, Part.GROUNDWORK)
    answer_all(row, Part.CRITERIA)
    for url in (
        at("introductions"), at("introduction", row.pk), at("points", row.pk, "groundwork"),
        at("evaluations", row.pk), at("evaluation", one.pk), at("compare", row.pk), at("evaluate", row.pk),
        at("spread"), at("cell", froland.pk, "dispenser"), at("goals"), at("shared"), at("act", row.pk, "endre"),
    ):  # fmt: skip
        client.get(url)
        with django_assert_max_num_queries(25):
            text(client.get(url))
