"""Products, sources that may send, and a placed unit or more at every recipient's."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from varde.care.alarms.models import ReplyStyle, Source
from varde.demo.region.names import Line, phone
from varde.demo.region.places import AGDER, KRISTIANSAND, Place
from varde.demo.region.plot import Ground, Plot
from varde.demo.region.visitors import KRISTIANSAND_NUMBER
from varde.ground.equipment.models import Item, Placement, Product, ProductKind, Protocol, Sharing
from varde.ground.equipment.rules.lifecycle import State
from varde.ground.people.models import Recipient
from varde.interfaces.intake.sip.digest import REALM

K, W = ProductKind, Protocol
PRODUCTS: Final = {
    K.BASE_UNIT: ("Trygg Base 5", "alarm", W.SCAIP, "28"),
    K.PENDANT: ("Trygg Smykke", "alarm", W.NONE, "28"),
    K.FALL: ("Trygg Fallsensor", "alarm", W.NONE, "28"),
    K.DOOR: ("Trygg Dør", "alarm", W.NONE, "28"),
    K.MOBILE_ALARM: ("Trygg Mobil", "alarm", W.JSON, "28"),
    K.DISPENSER: ("Dosehjelp Rull", "medicine", W.JSON, ""),
    K.LOCATOR: ("Finn Fram 2", "location", W.JSON, ""),
}
SHARED: Final = 20  # one in so many is a couple with one base unit between them


@dataclass(frozen=True, slots=True)
class Secret:
    """How the simulator proves that it is a source: by password over SIP, by key over HTTP."""

    source: UUID
    protocol: str
    centre: str
    user: str
    password: str

    def plain(self) -> dict[str, str]:
        return {
            "source": str(self.source),
            "protocol": self.protocol,
            "centre": self.centre,
            "user": self.user,
            "password": self.password,
        }


@dataclass(slots=True)
class _Placing:
    plot: Plot
    sources: dict[tuple[str, str], Source]
    products: dict[tuple[UUID, str], Product] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    sharings: list[Sharing] = field(default_factory=list)


def make(plot: Plot, recipients: dict[str, list[Recipient]]) -> list[Secret]:
    """Returns what the simulator signs in with."""
    sources, kept = _sources(plot)
    work = _Placing(plot, sources)
    for number, people in recipients.items():
        _products(plot, plot.grounds[number], work)
        for turn, person in enumerate(people):
            partner = people[turn - 1] if turn % SHARED == SHARED - 1 else None
            _equip(work, plot.grounds[number], turn, person, partner)
    Product.objects.bulk_create(work.products.values())
    Item.objects.bulk_create(work.items, batch_size=1000)
    Placement.objects.bulk_create(work.placements, batch_size=1000)
    Sharing.objects.bulk_create(work.sharings, batch_size=1000)
    return kept


def _sources(plot: Plot) -> tuple[dict[tuple[str, str], Source], list[Secret]]:
    hosts = {AGDER: plot.grounds[AGDER], KRISTIANSAND: plot.grounds[KRISTIANSAND_NUMBER]}
    rows: dict[tuple[str, str], Source] = {}
    kept = []
    for number, (centre, ground) in enumerate(hosts.items()):
        user, password, key = f"{centre}-alarmer", secrets.token_urlsafe(18), secrets.token_urlsafe(32)
        rows[centre, "scaip"] = Source(
            owner=ground.organisation,
            name="Trygghetsalarmer over SIP",
            digest_user=user,
            digest_md5=hashlib.md5(f"{user}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest(),
            digest_sha256=hashlib.sha256(f"{user}:{REALM}:{password}".encode()).hexdigest(),
            reply=ReplyStyle.MESSAGE if centre == AGDER else ReplyStyle.BODY,
            operator_line=f"tel:{phone(Line.CENTRE, 500 + number)}",
            changed_at=plot.now,
        )
        rows[centre, "json"] = Source(
            owner=ground.organisation,
            name="Mobile alarmer og dispensere over HTTP",
            key_hash=hashlib.sha256(key.encode()).hexdigest(),
            changed_at=plot.now,
        )
        kept.append(Secret(rows[centre, "scaip"].pk, "scaip", centre, user, password))
        kept.append(Secret(rows[centre, "json"].pk, "json", centre, "", key))
    Source.objects.bulk_create(rows.values())
    return rows, kept


def _products(plot: Plot, ground: Ground, work: _Placing) -> None:
    for kind, (name, supplier, protocol, service) in PRODUCTS.items():
        work.products[ground.id, kind] = Product(
            owner=ground.organisation,
            name=name,
            supplier=plot.suppliers[supplier],
            kind=kind,
            protocol=protocol,
            service_type=service,
        )


def _equip(work: _Placing, ground: Ground, turn: int, person: Recipient, partner: Recipient | None) -> None:
    assert ground.place is not None
    chance = work.plot.chance("equipment", ground.place.number, turn)
    place, number = ground.place, f"{ground.place.number}{turn:05d}"
    who = [person] if partner is None or turn == 0 else [person, partner]
    if turn == 0 or chance.random() < 0.88:
        _place(work, ground, K.BASE_UNIT, f"47{number}", who)
        _place(work, ground, K.PENDANT, "", [person])
        if person.may_fall:
            _place(work, ground, K.FALL, "", [person])
        if person.may_wander:
            _place(work, ground, K.DOOR, "", [person])
    else:
        _place(work, ground, K.MOBILE_ALARM, _imei(place, turn, 1), [person])
    if person.critical_medicine or chance.random() < 0.03:
        _place(work, ground, K.DISPENSER, f"DH-{number}", [person])
    if person.may_wander and chance.random() < 0.6:
        _place(work, ground, K.LOCATOR, _imei(place, turn, 2), [person])


def _imei(place: Place, turn: int, kind: int) -> str:
    """The reporting body 00 is for test equipment: no real phone has such a number."""
    return f"00100{place.number}{turn:05d}{kind}"


def _place(work: _Placing, ground: Ground, kind: str, device: str, who: Sequence[Recipient]) -> None:
    assert ground.place is not None
    protocol = PRODUCTS[K(kind)][2].value
    source = work.sources.get((ground.place.centre, protocol))
    item = Item(
        owner=ground.organisation,
        product=work.products[ground.id, kind],
        serial=f"{K(kind).value[:3].upper()}{len(work.items) + 100_001}",
        device=device,
        imei=device if kind in (K.MOBILE_ALARM, K.LOCATOR) else "",
        source_id=source.pk if source else None,
        state=State.PLACED,
        used=True,
    ).with_keys()
    began = work.plot.now - timedelta(days=200)
    placement = Placement(owner=ground.organisation, item=item, starts_at=began)
    work.items.append(item)
    work.placements.append(placement)
    work.sharings += [
        Sharing(owner=ground.organisation, placement=placement, recipient=one, starts_at=began) for one in who
    ]
