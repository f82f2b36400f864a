"""Finding items by what people read out, type or scan. Every way in stands on an index: as fast at 300,000 as at 300."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

from varde.ground.equipment.models import Product
from varde.ground.equipment.rules.device import device_key
from varde.ground.equipment.rules.marks import mark_key

WORDS = 5
LAST = "\U0010ffff"


def matching(text: str) -> Q:
    """Every word is the beginning or the end of a serial, the beginning of an IMEI, SIM or label code, a device id, or
    stands in the product's name."""
    found = Q()
    for word in text.split()[:WORDS]:
        found &= _word(word)
    return found


def _word(word: str) -> Q:
    products = list(Product.objects.filter(name__icontains=word).values_list("pk", flat=True))
    found = Q(product__in=products) if products else Q(pk__in=[])
    if device := device_key(word):
        found |= Q(device_key=device)
    if key := mark_key(word):
        found |= begins("serial_key", key) | begins("serial_tail", key[::-1]) | begins("code_key", key)
        if key.isdigit():
            found |= begins("imei", key) | begins("sim", key)
    return found


def begins(field: str, text: str) -> Q:
    """PostgreSQL has an index for LIKE 'text%'; SQLite uses its own for a range, in plain order of characters."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST})
