"""Scenes beside the stages: a pause, a death, equipment that costs and waits, and what support works with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from varde.care.pathways import actions as pathways
from varde.care.pathways.models import Case
from varde.demo.region.organisations import SUPPLIERS
from varde.demo.region.past import Past
from varde.demo.region.places import STORY, SUPPLIER
from varde.foundation.ownership import scope
from varde.governance.support import actions as support
from varde.governance.support.models import Route
from varde.governance.support.rules.codes import Cause, Criticality, Discoverer, Harm, Problem, Technology
from varde.ground.equipment import actions as equipment
from varde.ground.equipment.actions import Told
from varde.ground.equipment.models import Item, Placement, PriceKind, Product
from varde.kernel.actor import EVERYWHERE, Actor
from varde.kernel.band import instant_at
from varde.kernel.clock import local

IDLE: Final = 9  # units in the store that are paid for
PRICES: Final = {
    "Trygg Base 5": 12_900,
    "Dosehjelp Rull": 38_500,
    "Finn Fram 2": 24_900,
    "Trygg Mobil": 19_900,
}


def make(past: Past, cases: dict[str, Case]) -> None:
    staff = past.staff(STORY)
    _pause(past, staff["case_officer"], cases["locating:operation"])
    _death(past, staff["case_officer"], cases["safety_alarm:operation"])
    _equipment(past, staff["superuser"])
    _support(past, staff)


def _at(past: Past, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day so many days ago; never after now."""
    day = local(past.now).date() - timedelta(days=days)
    return min(instant_at(day, time(hour, minute)), past.now - timedelta(minutes=1))


def _pause(past: Past, officer: Actor, case: Case) -> None:
    """Ten days of travel, that end in six."""
    given: dict[str, Any] = {"reason": "travel", "place": "Hos datteren i Bergen"}
    back = local(past.now).date() + timedelta(days=6)
    pathways.pause_case(officer, case_id=case.pk, ends_on=back, **given, now=_at(past, 4))


def _death(past: Past, officer: Actor, case: Case) -> None:
    """Died three days ago. The equipment still stands there, so the service cannot be ended yet."""
    died: date = local(past.now).date() - timedelta(days=3)
    pathways.register_death(officer, recipient_id=case.recipient_id, died_on=died, now=_at(past, 2))


def _equipment(past: Past, keeper: Actor) -> None:
    """Prices, a store with units that nobody uses, and one that came back and waits to be wiped."""
    place = past.place(STORY)
    began = local(past.now).date() - timedelta(days=200)
    store = equipment.save_store(
        keeper, row=None, values={"owner": place, "name": "Hovedlageret", "address": "Rådhuset, inngang C"}
    )
    with scope(EVERYWHERE):
        products = {row.name: row for row in Product.objects.filter(owner=place)}
    for name, ore in PRICES.items():
        values = {"owner": place, "product": products[name], "kind": PriceKind.LEASE, "ore_per_month": ore}
        equipment.save_price(keeper, row=None, values={**values, "starts_on": began})
    for turn in range(IDLE):
        name = list(PRICES)[turn % len(PRICES)]
        item: dict[str, Any] = {"owner": place, "product": products[name], "serial": f"LAGER{turn + 1:03d}"}
        equipment.save_item(keeper, row=None, values={**item, "store": store, "paid_from": began})
    with scope(EVERYWHERE):
        rows = Placement.objects.filter(owner=place, ends_at__isnull=True, item__product__name="Trygg Smykke")
        found = rows.order_by("pk")[3]
    equipment.collect_item(keeper, item_id=found.item_id, told=Told(why="Behovet er borte"), now=_at(past, 5))


def _support(past: Past, staff: dict[str, Actor]) -> None:
    _routes(past, staff["unit_leader"])
    values = {
        "owner": past.place(STORY),
        "supplier": past.named(SUPPLIERS["alarm"]),
        "name": "Support på trygghetsalarmer",
        "phone": "+4700000011",
        "after_hours_phone": "+4700000012",
        "at_hand": "Avtalenummer og serienummer",
        "opens_at": time(8),
        "closes_at": time(15, 30),
        "early_closes_at": time(12),
        "critical_around_the_clock": True,
        "critical_respond": 1,
        "critical_solve": 8,
        "serious_respond": 2,
        "serious_solve": 8,
        "moderate_respond": 8,
        "moderate_solve": 40,
    }
    level = support.save_level(staff["unit_leader"], row=None, values=values)
    _with_the_supplier(past, staff, level)
    _with_us(past, staff)
    _deviation(past, staff)


def _routes(past: Past, leader: Actor) -> None:
    """The shipped rows, with numbers of the demo's own."""
    place = past.place(STORY)
    support.adopt_shipped_routes(leader, owner_id=place.pk)
    with scope(EVERYWHERE):
        rows = list(Route.objects.filter(owner=place).order_by("pk"))
    for turn, row in enumerate(rows):
        support.save_route(leader, row=row, values={"phone": f"+47000001{turn:02d}"})


def _with_the_supplier(past: Past, staff: dict[str, Actor], level: Any) -> None:
    """One that waits in time, and one that waits too long."""
    technician, nurse = staff["technician"], staff["home_care"]
    late = _reported(past, nurse, "Basen piper og mister kontakten", Criticality.SERIOUS, 6)
    send = {"level_id": level.pk, "message": "Bytt basen eller rett feilen."}
    support.send_to_supplier(technician, ticket_id=late.pk, **send, now=_at(past, 6, 9))
    helper = past.staff(SUPPLIER)["supplier_support"]
    text = "Vi ser på loggen og kommer tilbake."
    support.answer_as_supplier(helper, ticket_id=late.pk, text=text, now=_at(past, 6, 10))
    running = _reported(past, nurse, "Talen er lav i den ene enden", Criticality.MODERATE, 1)
    send = {"level_id": level.pk, "message": "Lav lyd mot senteret."}
    support.send_to_supplier(technician, ticket_id=running.pk, **send, now=_at(past, 1, 11))


def _with_us(past: Past, staff: dict[str, Actor]) -> None:
    """New, taken, and solved but not confirmed."""
    technician, nurse = staff["technician"], staff["home_care"]
    _reported(past, nurse, "Smykket ligger igjen etter en flytting", Criticality.NORMAL, 0)
    taken = _reported(past, nurse, "Døralarmen utløses av trekk", Criticality.MODERATE, 3)
    support.assign(technician, ticket_id=taken.pk, user_id=technician.id, now=_at(past, 2))
    solved = _reported(past, nurse, "Ladestasjonen var koblet fra", Criticality.MODERATE, 4)
    done: dict[str, Any] = {"cause": Cause.USE, "text": "Koblet til igjen og vist hvordan."}
    support.solve(technician, ticket_id=solved.pk, **done, now=_at(past, 3))


def _deviation(past: Past, staff: dict[str, Actor]) -> None:
    """Critical, reported as a deviation, mended with help outside hours, confirmed."""
    technician, nurse = staff["technician"], staff["home_care"]
    severe = _reported(past, nurse, "Basen var uten strøm en hel natt", Criticality.CRITICAL, 20)
    told = support.Incident(
        happened_on=local(_at(past, 20)).date(),
        what="Uten trygghetsalarm en natt",
        text="Støpselet var trukket ut.",
        harm=Harm.COULD,
        measure="Ringte hver time til basen virket.",
    )
    support.raise_deviation(technician, ticket_id=severe.pk, given=told, now=_at(past, 19))
    done: dict[str, Any] = {"cause": Cause.SURROUNDINGS, "text": "Festet støpselet.", "kroner": 2_400}
    support.solve(technician, ticket_id=severe.pk, **done, now=_at(past, 19, 12))
    support.confirm(nurse, ticket_id=severe.pk, now=_at(past, 18))


def _reported(past: Past, nurse: Actor, what: str, how: Criticality, days: int) -> Any:
    with scope(EVERYWHERE):
        rows = Item.objects.filter(owner=past.place(STORY), product__name="Trygg Base 5", device__gt="")
        item = rows.order_by("serial")[days % 5]
    given = (Discoverer.SERVICE, Technology.BASE_UNIT, Problem.NO_CONTACT, what, how)
    told = support.Report(*given, item_id=item.pk)
    return support.report(nurse, owner_id=item.owner_id, given=told, now=_at(past, days, 8, 15))
