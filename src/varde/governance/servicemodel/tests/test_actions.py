"""A municipality takes up an edition, settles things in it, and goes to a newer one. On both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404

from varde.governance.servicemodel import actions, queries
from varde.governance.servicemodel.permissions import ServiceModelPermission as P
from varde.governance.servicemodel.queries.editions import DEFAULTS
from varde.governance.servicemodel.rules.codes import State, Status, Technology
from varde.governance.servicemodel.rules.layers import Kind, Origin
from varde.governance.servicemodel.rules.standing import Light
from varde.ground.organisations.testing import make_actor, make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LINE = "recipient.respond/checklist/routing"
OLD, NEW = ("agder-2025", "2025.1"), ("agder-2025", "2026.1")


@pytest.fixture
def town():
    return make_organisation("Froland")


@pytest.fixture
def owner(town):
    return make_actor(
        town,
        permissions=(
            P.VIEW,
            P.ANSWER,
            P.OWN,
            P.COMPARE,
        ),
    )


@pytest.fixture
def adopted(owner, town):
    return actions.adopt(owner, owner_id=town.pk, edition=OLD[0], version=OLD[1], now=NOW)


def texts(version: str, **changed: str) -> dict[str, str]:
    """The shipped layer as another version, with some of its words changed."""
    folder = DEFAULTS / "agder-2025"
    head = (folder / "edition.yaml").read_text("utf-8").replace('"2025.1"', f'"{version}"', 1)
    tasks = (folder / "tasks.yaml").read_text("utf-8")
    for before, after in changed.items():
        assert before in tasks
        tasks = tasks.replace(before, after)
    return {"head": head, "tasks": tasks}


def seen(actor, town, task="recipient.respond"):
    return queries.task_page(actor, owner_id=town.pk, task=task, now=NOW)


def line(actor, town, address=LINE):
    page = seen(actor, town, address.partition("/")[0])
    return next(one for one in page.lines if one.shown.address == address)


def test_a_model_has_25_tasks_with_lines_nobody_has_answered(owner, town, adopted):
    areas = queries.overview(owner, owner_id=town.pk, now=NOW)
    tasks = [task for area in areas for task in area.tasks]
    assert len(tasks) == 25
    assert sum(task.count.open for task in tasks) == 164  # 165 lines of the sources, one of them a heading
    assert queries.overview(owner, owner_id=make_organisation("Risør").pk, now=NOW) == ()


def test_a_word_counts_until_it_is_to_be_looked_at_again(owner, town, adopted):
    values = {"evidence": "Varslingsplaner i Varde", "review_on": date(2026, 12, 1)}
    actions.answer_line(owner, owner_id=town.pk, address=LINE, state=State.YES, values=values, now=NOW)
    assert line(owner, town).light is Light.GREEN
    later = queries.task_page(owner, owner_id=town.pk, task="recipient.respond", now=NOW + timedelta(days=8))
    assert next(one for one in later.lines if one.shown.address == LINE).light is Light.AMBER
    with pytest.raises(KeyError):
        actions.answer_line(
            owner, owner_id=town.pk, address="recipient.respond/tips/kin", state=State.YES, values={}, now=NOW
        )


def test_the_overview_shows_what_was_answered_at_a_past_day(owner, town, adopted):
    actions.answer_line(owner, owner_id=town.pk, address=LINE, state=State.NO, values={}, now=NOW)
    then = NOW + timedelta(hours=1)
    actions.answer_line(owner, owner_id=town.pk, address=LINE, state=State.YES, values={}, now=then)

    def red(at):
        areas = queries.overview(owner, owner_id=town.pk, now=then, at=at)
        return sum(task.count.red for area in areas for task in area.tasks)

    assert (red(NOW - timedelta(days=1)), red(NOW), red(then)) == (0, 1, 0)


def test_an_upgrade_keeps_every_local_word_and_asks_only_where_both_have_changed(owner, town, adopted):
    ours = "recipient.respond/clarifications/medical"
    free = "recipient.respond/clarifications/individual"
    actions.reword_point(owner, owner_id=town.pk, address=ours, nb="Hvordan når vi fastlegen i Froland?")
    own = actions.add_point(
        owner, owner_id=town.pk, task="recipient.respond", section="checklist", nb="Vi har prøvd reserven"
    )
    actions.answer_line(owner, owner_id=town.pk, address=own, state=State.YES, values={}, now=NOW)
    actions.write_note(owner, owner_id=town.pk, task="recipient.respond", text="Spør Birkenes", now=NOW)
    page = seen(owner, town)
    medical = next(one.words.nb for one in page.sections["clarifications"] if one.address == ours)
    assert medical == "Hvordan når vi fastlegen i Froland?"
    shipped = "Hvordan får den som følger opp, medisinske opplysninger og vurderinger fra fastlegen?"
    other = "Hvem tilpasser grensene for den enkelte, og hvordan blir fastlegen spurt?"
    actions.import_edition(
        owner,
        **texts("2026.1", **{shipped: "Hvordan spør dere fastlegen?", other: "Hvem tilpasser grensene?"}),
        now=NOW,
    )
    found = queries.difference_of_upgrade(owner, owner_id=town.pk, edition=NEW[0], version=NEW[1])
    assert {one.kind for one in found["recipient.respond"]} == {Kind.REWORDED}
    for _ in range(2):  # the same upgrade twice changes nothing
        actions.adopt(owner, owner_id=town.pk, edition=NEW[0], version=NEW[1], now=NOW)
        after = {one.address: one for one in seen(owner, town).sections["clarifications"]}
        assert after[ours].words.nb == "Hvordan når vi fastlegen i Froland?"
        assert after[free].words.nb == "Hvem tilpasser grensene?"
        assert [one.address for one in queries.open_questions(owner, owner_id=town.pk)] == [ours]
    assert line(owner, town, own).light is Light.GREEN
    assert seen(owner, town).notes
    actions.settle(owner, owner_id=town.pk, address=ours, keep=False)
    assert queries.open_questions(owner, owner_id=town.pk) == ()
    assert {one.address: one for one in seen(owner, town).sections["clarifications"]}[ours].words.nb == (
        "Hvordan spør dere fastlegen?"
    )


def test_what_the_edition_drops_stays_as_our_own_where_somebody_has_answered(owner, town, adopted):
    asked = "recipient.allocate/clarifications/gp"
    values = {"question": "Når?", "name": "Kari", "due_on": date(2026, 12, 24), "address": asked}
    actions.raise_clarification(owner, owner_id=town.pk, task="recipient.allocate", values=values, now=NOW)
    gone = '    - {code: gp, nb: "Når sender dere melding til fastlegen om tjenesten?", en: "When do you send the GP a message about the service?"}\n'
    actions.import_edition(owner, **texts("2026.1", **{gone: ""}), now=NOW)
    actions.adopt(owner, owner_id=town.pk, edition=NEW[0], version=NEW[1], now=NOW)
    page = seen(owner, town, "recipient.allocate")
    kept = next(one for one in page.sections["clarifications"] if one.address == asked)
    assert kept.origin is Origin.OWN


def test_a_clarification_is_raised_moved_answered_and_opened_again(owner, town, adopted):
    values = {"question": "Hvem har nøkkelen?", "name": "Kari", "due_on": date(2026, 12, 1)}
    row = actions.raise_clarification(owner, owner_id=town.pk, task="support.store", values=values, now=NOW)
    assert list(queries.unclear(owner, search="nøkkelen")) == [row]
    actions.move_clarification(
        owner, clarification_id=row.pk, due_on=date(2026, 12, 8), name="Ola", user_id=None, now=NOW
    )
    actions.answer_clarification(owner, clarification_id=row.pk, answer="Lageret på Osedalen", now=NOW)
    assert not queries.unclear(owner)
    with pytest.raises(actions.Empty):
        actions.reopen_clarification(owner, clarification_id=row.pk, why=" ", now=NOW)
    actions.reopen_clarification(owner, clarification_id=row.pk, why="Lageret er flyttet", now=NOW)
    assert queries.unclear(owner).get() == row
    assert [one.verb for one in queries.history_of(owner, clarification_id=row.pk)] == [
        "raised",
        "moved",
        "answered",
        "reopened",
    ]


def test_a_task_has_a_responsible_person_with_a_deputy_and_a_status_per_technology(owner, town, adopted):
    values = {"name": "Kari Nordmann", "deputy_name": "Ola Hansen", "unit": "Hjemmetjenesten"}
    actions.name_responsible(
        owner,
        owner_id=town.pk,
        task="support.store",
        arrangement="all",
        by="municipality",
        values=values,
        now=NOW,
    )
    for status in (Status.UNDER_WAY, Status.SETTLED):
        actions.set_status(
            owner,
            owner_id=town.pk,
            task="support.store",
            technology=Technology.DISPENSER,
            status=status,
            now=NOW,
        )
    page = seen(owner, town, "support.store")
    assert page.charge.deputy_name == "Ola Hansen"
    assert page.statuses[Technology.DISPENSER] == Status.SETTLED


def test_a_neighbour_sees_and_changes_nothing(owner, town, adopted):
    row = actions.raise_clarification(
        owner,
        owner_id=town.pk,
        task="support.store",
        values={"question": "Hvor?", "name": "Kari", "due_on": date(2026, 12, 1)},
        now=NOW,
    )
    stranger = make_actor(
        make_organisation("Risør"),
        permissions=(
            P.VIEW,
            P.ANSWER,
            P.OWN,
            P.COMPARE,
        ),
    )
    assert queries.overview(stranger, owner_id=town.pk, now=NOW) == ()
    assert queries.matrix(stranger, now=NOW).columns == ()
    assert not queries.unclear(stranger)
    for attempt in (
        lambda: actions.answer_clarification(stranger, clarification_id=row.pk, answer="x", now=NOW),
        lambda: actions.answer_line(
            stranger, owner_id=town.pk, address=LINE, state=State.YES, values={}, now=NOW
        ),
        lambda: actions.write_note(stranger, owner_id=town.pk, task="support.store", text="x", now=NOW),
    ):
        with pytest.raises(Http404):
            attempt()


def test_the_matrix_of_25_municipalities_is_quick_and_asks_few_questions(django_assert_max_num_queries):
    towns = [make_organisation(f"Kommune {number:02}") for number in range(25)]
    owners = [
        make_actor(
            one,
            permissions=(
                P.VIEW,
                P.ANSWER,
                P.OWN,
            ),
        )
        for one in towns
    ]
    for one, town in zip(owners, towns, strict=True):
        actions.adopt(one, owner_id=town.pk, edition=OLD[0], version=OLD[1], now=NOW)
        actions.answer_line(one, owner_id=town.pk, address=LINE, state=State.NO, values={}, now=NOW)
        for technology in Technology:
            actions.set_status(
                one,
                owner_id=town.pk,
                task="support.store",
                technology=technology,
                status=Status.SETTLED,
                now=NOW,
            )
    all_of_them = make_actor(*towns, permissions=(P.COMPARE,))
    with django_assert_max_num_queries(30):
        found = queries.matrix(all_of_them, now=NOW)
    assert len(found.columns) == 25
    assert len(found.rows) == 25
    assert all(row.cells[0] for row in found.rows)
    assert len(next(row for row in found.rows if row.key == "support.store").cells[3].statuses) == 6
