"""Fills the journeys' database with a small synthetic world and prints what a test must know, as one JSON line.

python -m tests.journeys.world      on the folder in VARDE_DATA, empty
"""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import Any

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from varde.care.alarms.models import PlanVersion  # noqa: E402
from varde.care.alarms.testing import make_source  # noqa: E402
from varde.care.rota.models import Pool, ShiftPattern  # noqa: E402
from varde.care.rota.testing import check_in, make_contact_method, make_pool, make_shift  # noqa: E402
from varde.foundation.accounts.models import User  # noqa: E402
from varde.foundation.accounts.testing import PASSWORD, logged_in  # noqa: E402
from varde.foundation.ids import new_id  # noqa: E402
from varde.foundation.ownership import scope  # noqa: E402
from varde.governance.adoption.testing import (  # noqa: E402
    make_deliverable,
    make_evaluation,
    make_goal_status,
    make_introduction,
    make_shared,
    make_status,
    make_unit,
)
from varde.governance.improvement.testing import (  # noqa: E402
    make_placed,
    make_proposal,
    make_said,
    make_session,
)
from varde.ground.equipment import actions  # noqa: E402
from varde.ground.equipment.testing import (  # noqa: E402
    make_item,
    make_placement,
    make_price,
    make_product,
    make_store,
)
from varde.ground.organisations.models import Agreement, ContactPerson, Membership, Organisation, Unit  # noqa: E402
from varde.ground.organisations.queries import actor_for_user  # noqa: E402
from varde.ground.people.models import Adaptation  # noqa: E402
from varde.ground.people.testing import (  # noqa: E402
    make_next_of_kin,
    make_recipient,
    make_relation,
    make_risk,
    make_way_in,
)
from varde.ground.questionnaires.testing import make_response  # noqa: E402
from varde.kernel.clock import now as clock  # noqa: E402

STEPS = (
    {"kind": "board", "receiver": "centre", "channels": ["screen"], "limit_seconds": 600},
    {
        "kind": "dispatch",
        "receiver": "pool",
        "channels": ["ringing_app", "voice", "sms"],
        "limit_seconds": 600,
    },
    {"kind": "last_resort", "receiver": "last_resort", "channels": ["voice", "sms"], "limit_seconds": 600},
)
CENTRE = "Responssenter Agder"
STAFF = {
    "operator": ("Ada Vik", "centre", "response_operator"),
    "colleague": ("Bo Lie", "centre", "response_operator"),
    "english": ("Eve Stone", "centre", "response_operator"),
    "nurse": ("Nina Dahl", "froland", "home_care"),
    "officer": ("Siri Moe", "froland", "case_officer"),
    "superuser": ("Rolf Eide", "froland", "superuser"),
    "leader": ("Lena Aas", "froland", "unit_leader"),
    "manager": ("Stein Berg", "froland", "system_manager"),
    "privacy": ("Petra Ness", "froland", "privacy_coordinator"),
    "secretary": ("Sara Lien", "office", "secretariat"),
}
DEVICES = [f"80313{number}" for number in range(10, 22)]
NAMES = ("Solveig Lunde", "Torleif Haugen", "Ragnhild Moe", "Aslaug Ruud", "Birger Foss", "Dagny Solli")


def organisation(name: str, kind: str) -> Organisation:
    return Organisation.objects.create(
        kind=kind, name=name, last_resort_name="Kriseleder", last_resort_phone="+4790000000"
    )


def person(name: str, place: Organisation, role: str, since: Any) -> tuple[User, dict[str, str]]:
    user = User.objects.create_user(f"{name.split()[0].lower()}@varde.example", PASSWORD, name=name)
    Membership.objects.create(user=user, organisation=place, role=role, starts_at=since)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    session = logged_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    return user, {
        "id": str(user.pk),
        "name": name,
        "email": user.email,
        "password": PASSWORD,
        "secret": secret,
        "session": session,
    }


def plan(owner: Organisation, pool: Pool, since: Any) -> None:
    """One response plan for every alert type, slow enough not to climb while a test looks."""
    steps = [{**step, "ref": str(pool.pk) if step["receiver"] == "pool" else ""} for step in STEPS]
    body = {"code": "personal", "repeat_minutes": 10, "steps": steps}
    with scope(frozenset({owner.pk})):
        for alert in ("", "3"):
            PlanVersion.objects.create(
                owner=owner, title="Trygghetsalarm", alert=alert, body=body, starts_at=since, made_by="Prøven"
            )


def answered(client: Organisation, since: Any) -> None:
    """The response centre answers for them."""
    Agreement.objects.create(
        provider=Organisation.objects.get(name=CENTRE),
        client=client,
        title="Responstjeneste",
        roles=["response_operator"],
        processing="processor",
        basis="hol. § 3-1",
        starts_at=since,
    )


def watched(town: Organisation, name: str, phone: str, since: Any, days: range) -> None:
    """The centre answers, and on each of these days somebody at home is on duty around the clock."""
    answered(town, since)
    pool = make_pool(town, name, kind="dispatch", duty_phone=phone)
    plan(town, pool, since)
    for day in days:
        begins = clock().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=day)
        make_shift(pool, begins, begins + timedelta(days=1))


def stores_of(owner: Organisation, keeper: Any, recipients: list[Any], now: Any) -> None:
    """Two stores with something to see on every page about them, and items to swap."""
    store, north = make_store(owner.pk), make_store(owner.pk, name="Lageret nord")
    base, pendant = make_product(owner.pk), make_product(owner.pk, name="Knapp 2", kind="pendant")
    make_price(base, 250_00)
    for nr in (1, 3):
        make_placement(make_item(owner.pk, code=f"BYTTGAMMEL{nr}"), [recipients[nr].pk])
    for nr in (1, 2, 3):
        make_item(owner.pk, code=f"BYTTNY{nr}", store=store)
    make_item(owner.pk, code="TATTINN1", store=store, state="collected", wipe_pending=True, used=True)
    idle = now - timedelta(days=40)
    make_item(owner.pk, store=store, state="in_repair", state_since=idle)
    moving = make_item(owner.pk, store=store, product=pendant)
    actor = actor_for_user(keeper, now=now)
    values = {"owner": owner, "store": north, "product": pendant, "point": 2, "fill_to": 10}
    actions.save_reorder_point(actor, row=None, values=values)
    actions.send_items(actor, from_id=store.pk, to_id=north.pk, item_ids=[moving.pk], now=now)
    counted = actions.start_stock_take(actor, store_id=store.pk, now=now)
    actions.count_codes(actor, take_id=counted.pk, codes=["BYTTNY3", "ukjent"], now=now)
    sheet = actions.Sheet("liste.csv", [["Produkt", "Serienummer"], ["Ukjent", "1"], ["Base 5", "SN-2"]])
    for done in (False, True):
        row = actions.open_delivery(actor, store_id=store.pk, sheet=sheet, now=now)
        if done:
            faults = [(2, "Produkt", "Finner ikke «Ukjent» i registeret.")]
            actions.note_checked(actor, delivery_id=row.pk, judged=actions.Judged(2, 1, faults), now=now)
    actions.swap_as_told(actor, sent=actions.Sent(new_id(), "GAL-KODE", "BYTTNY2", now), now=now)


def introduced(owner: Organisation, maker: Organisation, now: Any) -> None:
    """An introduction with something to see on every page about it, and something to take over."""
    row = make_introduction(owner, technology="supervision", state="introducing")
    make_unit(row, started_on=now.date() - timedelta(days=9), planned_on=now.date() - timedelta(days=9))
    make_unit(row, "Sone nord", planned_on=now.date() + timedelta(days=9))
    for days in (30, 1):
        make_evaluation(row, held_on=now.date() - timedelta(days=days))
    make_status(owner, "supervision", "introducing", introduction=row)
    make_shared(maker, technology="supervision")
    make_deliverable(owner)
    make_goal_status(owner)


def workshops_of(owner: Organisation, leader: Any, now: Any) -> None:
    """A workshop that is over, one that builds on it and still runs, and proposals with and without a decision."""
    week, today = now - timedelta(days=7), now.date()
    led: dict[str, Any] = {"facilitator": leader, "started_at": week}
    over = make_session(owner, held_on=week.date(), state="ended", ended_at=week, **led)
    for question, cell in (("access", "begin"), ("overview", "keep"), ("risk", "watch"), ("care", "rest")):
        make_placed(over, question, cell, at=week)
    make_said(over, "notes", at=week, question="access", text="Ingen vet hvem som rydder i tilgangene.")
    led["started_at"] = now
    runs = make_session(owner, "1b", title="Hvem rydder i tilgangene?", held_on=today, builds_on=over, **led)
    part = {"question": "access", "what": "Melde fra om nye", "who": "Lederen", "where": "throughout"}
    make_said(runs, "subtasks", at=now, **part, competence="Rutinen", enough="partly")
    make_said(runs, "measures", at=now, question="access", what="Fast dag i måneden for å rydde i tilganger")
    origin = {"session": over, "part": "questions", "line": "access"}
    make_proposal(owner, "Tilganger i systemene", raised_at=week, value=5, effort=2, **origin)
    made = {"raised_at": week, "decided_at": week, "responsible": leader}
    make_proposal(owner, "Fast dag for telling", state="done", check_on=today, value=3, effort=1, **made)


def main() -> dict[str, Any]:
    now = clock()
    since = now - timedelta(days=30)
    places = {
        "froland": organisation("Froland kommune", "municipality"),
        "centre": organisation(CENTRE, "centre_host"),
        "office": organisation("Helseteknologisekretariatet", "secretariat"),
    }
    froland, centre = places["froland"], places["centre"]
    answered(froland, since)
    Agreement.objects.create(
        provider=places["office"],
        client=froland,
        title="Sekretariat",
        roles=["secretariat"],
        processing="controller",
        basis="Kommuneloven",
        starts_at=since,
    )
    made = {key: person(name, places[place], role, since) for key, (name, place, role) in STAFF.items()}
    users = {key: user for key, (user, _) in made.items()}
    User.objects.filter(pk=users["english"].pk).update(language="en")
    with scope(frozenset({froland.pk})):
        unit = Unit.objects.create(owner=froland, name="Natt")
    operators = make_pool(centre, "Operatører", kind="operators", is_shared=True)
    patrol = make_pool(froland, "Nattpatruljen", kind="dispatch", duty_phone="+4741000001", unit=unit)
    plan(froland, patrol, since)
    with scope(frozenset({froland.pk})):
        ContactPerson.objects.create(
            owner=froland, organisation=froland, name="Nøkkelvakta", subject="Nøkler", phone="+4799900001"
        )
        ShiftPattern.objects.create(
            owner=froland,
            pool=patrol,
            start_time=time(22),
            end_time=time(7),
            valid_from=since.date(),
        )
    for pool in (operators, patrol):
        for day in range(3):
            begins = now - timedelta(hours=3) + timedelta(days=day)
            make_shift(pool, begins, begins + timedelta(hours=12))
    for pool, key in ((operators, "operator"), (operators, "colleague"), (patrol, "nurse")):
        check_in(pool, now - timedelta(hours=1), user=users[key])
    make_contact_method(froland, "+4741000002", user=users["nurse"])
    make_source(
        centre, now=since, operator_line="sip:alarm@centre.example", addresses=["127.0.0.0/8"], reply="body"
    )
    recipients = []
    rows = []
    for nr, device in enumerate(DEVICES):
        name = NAMES[nr % len(NAMES)] if nr < len(NAMES) else f"Prøve Nummer{nr}"
        row = make_recipient(
            froland.pk,
            name=name,
            lives_alone=True,
            phone=f"+47998000{nr:02}",
            birth_date=now.date().replace(year=1942, day=1),
        )
        make_placement(make_item(froland.pk, device=device), [row.pk])
        recipients.append(str(row.pk))
        rows.append(row)
        for key in ("officer", "leader", "superuser"):
            make_relation(row, users[key].pk)
        if nr == 0:
            make_way_in(row, location="Bak blomsterkassen", code="2714")
            make_next_of_kin(row)
            make_risk(row, text="Bratt bakke opp til huset")
            for months, state in ((6, "completed"), (1, "in_progress")):
                begun = now - timedelta(days=30 * months)
                given = {"started_by": users["officer"].pk, "started_at": begun, "completed_at": begun}
                make_response(row, state=state, **given)
            with scope(frozenset({froland.pk})):
                Adaptation.objects.create(
                    owner=froland, recipient=row, text="Hører dårlig: snakk tydelig.", set_on=now.date()
                )
    stores_of(froland, users["superuser"], rows, now)
    introduced(froland, organisation("Åmli kommune", "municipality"), now)
    workshops_of(froland, users["leader"], now)
    people = {key: facts for key, (_, facts) in made.items()}
    return {"people": people, "devices": DEVICES, "recipients": recipients, "names": list(NAMES)}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(main()))
