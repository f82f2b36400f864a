"""The committed lists. Each entry is an exception with its reason; an entry that is no longer needed fails a test."""

from __future__ import annotations

# Tables without an owner: global, because …
GLOBAL = {
    "accounts.User": "one person works for several organisations",
    "accounts.Desk": "used before there is an actor",
    "accounts.LoginSession": "used before there is an actor",
    "accounts.Seat": "used before there is an actor",
    "audit.AccessLog": "outlives what it is about; holds plain ids; read by guarded query with an owner filter",
    "outbox.Delivery": "ids and plain values on their way between apps; read by the worker alone",
    "outbox.Lease": "which process leads; no person in it",
    "outbox.Pulse": "which process lives; no person in it",
    "organisations.Organisation": "the owners themselves",
    "organisations.Membership": "decides the scope itself",
    "organisations.Agreement": "decides the scope itself",
    "organisations.Invitation": "used before there is an actor",
    "organisations.LoginReset": "used before there is an actor",
    "messaging.CallbackRefusal": "a refused callback belongs to nobody we know; holds nothing of what was sent",
    "adoption.SharedDeliverable": "what a municipality has put before all the others: a title, where it lies, a version",
    "servicemodel.Edition": "content of the service model that anybody may read; holds no answers",
    "servicemodel.ProofLook": "when each line was last looked at; no organisation and no person in it",
    "alarms.BoardTick": "a number per organisation, read before anybody's rows are",
    "alarms.Reading": "points at the raw signal, which has no owner until it is matched",
}

# Functions in queries and actions without a guard (also printed in docs/access-matrix.md).
UNGUARDED = {
    "varde.care.alarms.queries.sources.intake_sources",
    "varde.ground.messaging.actions.delivery.count_refusal",
    "varde.ground.organisations.queries.access.places_of",
    "varde.ground.messaging.queries.mail_is_on",
    "varde.ground.organisations.actions.members.accept_invitation",
    "varde.ground.organisations.actions.recovery.use_reset",
    "varde.ground.organisations.queries.access.actor_for_user",
    "varde.ground.organisations.queries.access.every_organisation",
}

# Pages that need no login.
PUBLIC = {
    "byggeklosser/",  # the gallery of components; invented content
    "demo/logg-inn",  # answers 404 outside the demo
    "health/live",
    "health/ready",
    "invitasjon/<str:token>/",
    "konto/2fa/authenticate/",
    "konto/2fa/webauthn/login/",
    "konto/ekstern/avbrutt/",
    "konto/ekstern/feil/",
    "konto/logg-inn/",
    "konto/logg-ut/",
    "konto/stengt/",
    "laas/",
    "laas/ringer/",
    "metrics",  # needs the key of the monitoring
    "meldinger/tilbakemelding",  # signed by the gateway
    "ny-innlogging/<str:token>/",
    "sprak/",
    "tilbud/",  # what municipalities offer; no person in it
    "tilbud/<uuid:owner_id>/",
}

# Files that hold raw SQL.
RAW_SQL = {
    "foundation/appendonly.py",  # triggers
    "foundation/signallog/partitions.py",  # partitions
    "foundation/signallog/postgres.py",  # the log is no Django table: intake loads no ORM
    "foundation/signallog/sqlite.py",
    "foundation/signallog/testing.py",
    "interfaces/cli/backup.py",  # copies whole files by SQLite's own means
    "interfaces/cli/registers.py",  # copies whole tables into an empty database
    "interfaces/cli/replay.py",  # works in an empty database of its own
    "interfaces/web/house.py",  # SELECT 1: is the database there
}

# Modules that go past another app's doors: tests that build on its tables instead of its testing module, and
# pages that reach inside a folder of queries. May only shrink.
LOOSE: set[str] = set()

# Over the measure: what -> the size it may have. May only shrink.
LARGE_FILES: dict[str, int] = {}
LARGE_APPS = {
    "care/alarms": 6000,  # the heart: intake adapters, rules and their data count too
    # Life and stock of the same items: two halves (stock* files and the rest) on one set of tables.
    "ground/equipment": 6000,
    # One thing, though large: catalogue, templates with their laws, and the case with every turn it can take share the
    # same tables and gates; cut in two, each half would need the other's tables.
    "care/pathways": 9000,
}
LARGE_FUNCTIONS = {"ground/messaging/testing.py:_handler": 44}
LARGE_VIEWS = {"foundation/accounts/views.py:lock": 16, "foundation/accounts/views.py:_lock_page": 20}
LARGE_TEMPLATES: dict[str, int] = {}
MANY_ARGUMENTS = {"ground/messaging/actions/sending.py:send": 9}
