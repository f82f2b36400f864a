"""The signal log: every raw message a device or a system sent us, as it came, before anybody interprets it.

Owns: one narrow append-only row per signal, in a SQLite file of its own or in a partitioned PostgreSQL table.
Does not own: what a signal means (the adapters in care/alarms), nor who may read raw bytes (the reader's guard).
The one way in and out is `varde.foundation.signallog.port`.
"""
