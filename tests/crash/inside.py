"""What happens inside the house: making its people, and looking over everything afterwards. Run by the nursery."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import OperationalError

from tests.crash.plain import KEY, OPERATOR, device_of, phone_of
from varde.care.alarms import actions, queries
from varde.care.alarms.actions.read import parts
from varde.care.alarms.models import Alarm, AlarmEvent, Outcome, PlanVersion, Reading, Source
from varde.care.alarms.permissions import AlarmPermission
from varde.care.alarms.rules.lifecycle import State
from varde.care.alarms.testing import make_signal, make_source
from varde.care.rota.testing import check_in, make_contact_method, make_pool
from varde.foundation.accounts.models import User
from varde.foundation.outbox.models import Delivery, Lease
from varde.foundation.ownership import scope
from varde.foundation.signallog import port
from varde.foundation.signallog.partitions import ensure_partitions
from varde.foundation.signallog.signal import Lane
from varde.ground.equipment.testing import make_item, make_placement
from varde.ground.messaging.models import Message
from varde.ground.messaging.rules.lifecycle import WAITING
from varde.ground.organisations.models import Agreement, Membership, Organisation
from varde.ground.organisations.queries import actor_for_user
from varde.ground.organisations.testing import make_actor
from varde.ground.people.testing import make_recipient
from varde.kernel.actor import EVERYWHERE
from varde.kernel.clock import now

LATE = timedelta(seconds=20)  # the machine may be busy with other things


def migrate() -> None:
    call_command("migrate", verbosity=0)


def seed(recipients: int, limit: float) -> None:
    """A municipality with a centre and a patrol. `limit`: seconds each step of its plan waits, so that a short test sees
    alarms climb."""
    at, since = now(), now() - timedelta(days=30)
    ensure_partitions(at)
    call = {"last_resort_name": "Kriseleder", "last_resort_phone": phone_of("last resort")}
    town = Organisation.objects.create(kind="municipality", name="Froland", **call)
    centre = Organisation.objects.create(kind="centre_host", name="Responssenter", **call)
    Agreement.objects.create(
        provider=centre,
        client=town,
        title="Respons",
        roles=["response_operator"],
        processing="processor",
        basis="hol. § 3-1",
        starts_at=since,
    )
    for name, place, role, kind in (
        (OPERATOR, centre, "response_operator", "operators"),
        ("nina", town, "home_care", "dispatch"),
    ):
        user = User.objects.create_user(f"{name}@example.org", "x", name=name)
        Membership.objects.create(user=user, organisation=place, role=role, starts_at=since)
        pool = make_pool(place, name, kind=kind)
        check_in(pool, at, user=user)
        if kind == "dispatch":
            make_contact_method(town, phone_of("nina"), user=user)
    step = {"receiver": "pool", "ref": "home_care", "channels": ["voice"], "limit_seconds": limit}
    body = {
        "code": "crash",
        "repeat_minutes": 1.0,
        "steps": [
            {"kind": "board", "receiver": "centre", "channels": ["screen"], "limit_seconds": limit},
            {"kind": "dispatch", **step},
            {"kind": "last_resort", **step, "receiver": "last_resort", "ref": ""},
        ],
    }
    with scope(EVERYWHERE):
        PlanVersion.objects.create(
            owner=town, title="Kort", alert="", body=body, starts_at=since, made_by="test"
        )
    for number in range(recipients):
        person = make_recipient(town.pk, name=f"Person {number}")
        make_placement(make_item(town.pk, device=device_of(number)), [person.pk])
    key = hashlib.sha256(KEY.encode()).hexdigest()
    make_source(centre, now=since, key_hash=key, addresses=["127.0.0.0/8"], reply="body")


def operator_board() -> list[str]:
    user = User.objects.get(email=f"{OPERATOR}@example.org")
    return [str(row.pk) for row in queries.board(actor_for_user(user, now=now()))]


def left() -> dict[str, int]:
    """What still waits to be done."""
    at = now()
    stored = {one for signal in _stored() for one in (part.id for part in parts(signal))}
    with scope(EVERYWHERE):
        read = set(Reading.objects.values_list("pk", flat=True))
        return {
            "unread": len(stored - read),
            "overdue": Alarm.objects.filter(due_at__lt=at).count(),
            "unsent": Message.objects.filter(state__in=sorted(WAITING)).count(),
            "news": Delivery.objects.filter(done_at__isnull=True).count(),
        }


def reader() -> int:
    """The process that holds the lease to read signals, whether it lives or not; 0 when nobody does."""
    held = Lease.objects.filter(pk="signal_reader", until__gt=now()).first()
    return int(held.holder.rpartition(":")[2]) if held else 0


def queue_heartbeats(first: int, count: int) -> None:
    """So many different heartbeats of known units in the log, as if they had come just now."""
    with scope(EVERYWHERE):
        source = Source.objects.get()
    queued, log, at = [], port.open_log(writer=True), now()
    for number in range(first, first + count):
        raw = json.dumps(
            {"id": f"q{number}", "device": device_of(number % 100), "type": "heartbeat"}
        ).encode()
        made = make_signal(raw, source=source, at=at, protocol="json")
        queued.append(replace(made, lane=Lane.ROUTINE))
    failed = [one for one in log.append(queued) if one]
    log.close()
    assert not failed, failed[:1]


def revoke() -> None:
    """The sender's key is withdrawn, as on the page of sources."""
    at = now()
    with scope(EVERYWHERE):
        source = Source.objects.get()
    manager = make_actor(source.owner, permissions=(AlarmPermission.MANAGE_SOURCES,))
    actions.revoke_source(manager, source_id=source.pk, now=at)


def shift(seconds: float) -> int:
    """As if so much time had gone by for every open alarm: what is due then, is due now."""
    back = timedelta(seconds=seconds)
    moved = 0
    with scope(EVERYWHERE):
        for alarm in Alarm.objects.exclude(state=State.CLOSED):
            rung = alarm.rung_at - back if alarm.rung_at else None
            rows = Alarm.objects.filter(pk=alarm.pk)
            try:
                moved += rows.update(due_at=alarm.due_at - back, rung_at=rung)
            except OperationalError:  # a stopped worker held the row until the server ended its transaction
                moved += rows.update(due_at=alarm.due_at - back, rung_at=rung)
    return moved


def audit(acknowledged: str) -> dict[str, Any]:
    """Everything that must hold at the end. `acknowledged`: a file with the ids (HTTP) and the references (SIP)."""
    said = json.loads(Path(acknowledged).read_text())
    stored = _stored()
    problems: list[str] = []

    def wrong(what: str, found: Any) -> None:
        if found:
            problems.append(f"{what}: {len(found)}, such as {sorted(map(str, found))[:3]}")

    wrong("acknowledged, not stored", {UUID(one) for one in said["ids"]} - {one.id for one in stored})
    bodies = {hashlib.sha256(one.raw).hexdigest() for one in stored}
    wrong("acknowledged by SIP, not stored", set(said["digests"]) - bodies)
    heard = {part.id: part for signal in stored for part in parts(signal)}
    with scope(EVERYWHERE):
        readings = {row.pk: row for row in Reading.objects.all()}
        alarms = {row.pk: row for row in Alarm.objects.all()}
        reported = Counter(AlarmEvent.objects.filter(verb="reported").values_list("alarm", flat=True))
        messages = list(Message.objects.all())
        undone = list(Delivery.objects.filter(done_at__isnull=True, due_at__lt=now() - LATE))
    wrong("stored, not read", set(heard) - set(readings))
    wrong("read, not stored", set(readings) - set(heard))
    opened = {key for key, row in readings.items() if row.outcome == Outcome.OPENED}
    own = {key for key, row in alarms.items() if row.code == "T.worker_stale"}
    wrong("opened without alarm", opened - set(alarms))
    wrong("alarm without signal", set(alarms) - opened - own)
    wrong("reported other than once", {key for key in alarms if reported[key] != 1})
    pairs = Counter((row.item_id, row.code) for row in alarms.values() if row.item_id)
    wrong("two open alarms of one unit and kind", {pair for pair, count in pairs.items() if count > 1})
    firsts = Counter(row.repeat_key for row in readings.values() if row.outcome != Outcome.REPEAT)
    wrong("a repeat taken for a new signal", {key for key, count in firsts.items() if count > 1})
    loud = {key for key, row in readings.items() if row.outcome in (Outcome.OPENED, Outcome.EXTENDED)}
    wrong("loud, but in no alarm", {key for key in loud if readings[key].alarm not in alarms})
    wrong("overdue", {row.pk for row in alarms.values() if row.due_at and row.due_at < now() - LATE})
    same = Counter((m.about_id, m.about_step, m.receiver_id, m.channel, m.address) for m in messages)
    wrong("called out twice", {key for key, count in same.items() if key[0] in alarms and count > 1})
    wrong("news not handed on", {row.pk for row in undone})
    board = operator_board()
    wrong("twice on the board", {key for key, count in Counter(board).items() if count > 1})
    waiting = {str(key) for key, row in alarms.items() if row.state != State.CLOSED}
    wrong("not on the board", waiting - set(board))
    return {
        "problems": problems,
        "stored": len(stored),
        "alarms": len(alarms),
        "messages": len(messages),
        "sent": sorted(str(m.pk) for m in messages if m.channel in ("voice", "sms")),
        "states": dict(Counter(f"{m.channel} {m.state} {m.reason}" for m in messages)),
        "climbed": sum(row.level > 1 for row in alarms.values()),
    }


def _stored() -> list[Any]:
    log = port.open_log()
    try:
        found = [one for lane in (0, 1) for one in log.after(lane, None, 1_000_000)]
    finally:
        log.close()
    return found
