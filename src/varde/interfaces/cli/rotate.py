"""`varde rotate`: encrypt every field again under the first key of VARDE_KEYS.

Put the new key first and keep the old ones, restart, run this, and only then take the old ones out. It may be stopped
and run again: what the first key has encrypted is passed over. The signal log is not touched.
"""

from __future__ import annotations

import argparse
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import BinaryField, ExpressionWrapper, F

from varde.foundation.encryption import EncryptedTextField, is_current
from varde.foundation.ownership import scope
from varde.kernel.actor import EVERYWHERE

BATCH = 500


def rotate(model: Any) -> int:
    """Returns how many rows were encrypted again."""
    names = [f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]
    sealed = {f"sealed_{n}": ExpressionWrapper(F(n), output_field=BinaryField()) for n in names}
    done, last = 0, None
    while names:
        with scope(EVERYWHERE), transaction.atomic():
            rows = model._default_manager.order_by("pk").select_for_update()
            part = list((rows.filter(pk__gt=last) if last else rows).annotate(**sealed)[:BATCH])
            for row in part:
                old = [n for n in names if (blob := getattr(row, f"sealed_{n}")) and not is_current(blob)]
                if old:
                    fresh = {name: getattr(row, name) for name in old}
                    done += model._default_manager.filter(pk=row.pk).update(**fresh)
        if len(part) < BATCH:
            break
        last = part[-1].pk
    return done


def run(_: argparse.Namespace) -> int:
    for model in apps.get_models():
        if done := rotate(model):
            print(f"{model._meta.label}: {done}")
    return 0
