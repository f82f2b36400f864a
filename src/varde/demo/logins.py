"""Who one may be in the demo, for the buttons on the login page."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from varde.demo import folder
from varde.foundation.accounts.models import User
from varde.foundation.accounts.slots import DemoLogin


def visitors() -> list[DemoLogin]:
    there = folder.made()
    titles = {UUID(key): title for key, title in there.visitors} if there else {}
    names = dict(User.objects.filter(pk__in=titles, is_active=True).values_list("pk", "name"))
    return [(key, names[key], _(title)) for key, title in titles.items() if key in names]
