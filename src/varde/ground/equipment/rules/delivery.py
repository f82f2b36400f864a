"""A supplier's delivery list: which column is what, and which rows say the same thing twice.

Every supplier names the columns in their own way. What a head means is decided here, from words seen on delivery notes,
invoices and packing lists; a head that means nothing to us is named, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# field of the form: what suppliers write above it, without signs and in small letters
HEADS: Mapping[str, tuple[str, ...]] = {
    "product": (
        "produkt", "produktnavn", "artikkel", "artikkelnavn", "varenavn", "varetekst", "modell", "product",
        "productname", "item", "model", "description", "beskrivelse", "betegnelse",
    ),
    "serial": (
        "serienummer", "serienr", "serien", "serial", "serialno", "serialnumber", "sn", "snr", "serienummersn",
    ),
    "device": ("apparatid", "enhetsid", "deviceid", "device", "unitid", "alarmid", "id", "carephoneid", "klientid"),
    "imei": ("imei", "imeinummer", "imeinr", "imeino"),
    "sim": ("sim", "simkort", "simkorticcid", "iccid", "simkortnummer", "simnr", "simnummer", "simcard"),
    "firmware": ("firmware", "fastvare", "programvare", "fw", "fwversion", "programvareversjon", "versjon"),
    "code": ("strekkode", "barcode", "qr", "qrkode", "ean", "gtin", "etikett"),
    "owner": ("eier", "owner"),
}  # fmt: skip
UNIQUE = ("serial", "device", "imei", "sim", "code")


@dataclass(frozen=True, slots=True)
class Columns:
    """`place`: field to position. `unknown`: heads that mean nothing here. `twice`: heads that mean what another means."""

    place: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def columns(heads: Sequence[str], fields: Sequence[str], labels: Mapping[str, str] | None = None) -> Columns:
    """Where each of `fields` stands. `labels` are the form's own words for them, which always count."""
    meaning = {_bare(word): name for name in fields for word in HEADS.get(name, ())}
    meaning |= {_bare(label): name for name, label in (labels or {}).items() if name in fields}
    place: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for at, head in enumerate(heads):
        name = meaning.get(_bare(head), "")
        if name and name not in place:
            place[name] = at
        elif head.strip():
            (twice if name else unknown).append(head.strip())
    return Columns(place, tuple(unknown), tuple(twice))


def cells(line: Sequence[str], found: Columns) -> dict[str, str]:
    """The row by field; a row that is shorter than the heads has nothing in the rest."""
    return {name: line[at].strip() if at < len(line) else "" for name, at in found.place.items()}


def doubles(lines: Sequence[Sequence[str]], found: Columns) -> dict[int, list[tuple[str, int]]]:
    """For each row (numbered as in the sheet, the heads are row 1) that repeats an earlier one: the fields in which it
    does so, with the row that said it first. A serial is the same only within one product."""
    first: dict[tuple[str, str], int] = {}
    repeated: dict[int, list[tuple[str, int]]] = {}
    for nr, line in enumerate(lines, start=2):
        row = cells(line, found)
        for name in UNIQUE:
            if not (text := _same(row.get(name, ""))):
                continue
            key = (name, f"{_same(row.get('product', ''))}\0{text}" if name == "serial" else text)
            if key in first:
                repeated.setdefault(nr, []).append((name, first[key]))
            else:
                first[key] = nr
    return repeated


def _bare(head: str) -> str:
    return re.sub(r"[\W_]+", "", head.casefold())


def _same(text: str) -> str:
    return "".join(text.split()).casefold()
