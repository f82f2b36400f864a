"""The PostgreSQL table of the signal log. On SQLite the log is a file of its own, made by its writer."""

from django.db import migrations

from varde.foundation.signallog.partitions import ensure_partitions
from varde.kernel import clock

TABLE = "signallog_signal"
FORWARD = f"""
CREATE TABLE {TABLE} (
  id uuid PRIMARY KEY,
  received_at timestamptz NOT NULL,
  source_id uuid,
  transport text NOT NULL,
  protocol text NOT NULL,
  peer text NOT NULL,
  lane smallint NOT NULL CHECK (lane IN (0, 1)),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  raw bytea NOT NULL,
  note text NOT NULL
) PARTITION BY RANGE (id);
CREATE TABLE {TABLE}_default PARTITION OF {TABLE} DEFAULT;
CREATE INDEX {TABLE}_lane ON {TABLE} (lane, id);
CREATE FUNCTION {TABLE}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the signal log is append-only';
END $$;
CREATE TRIGGER {TABLE}_keeps BEFORE UPDATE OR DELETE ON {TABLE}
  FOR EACH ROW EXECUTE FUNCTION {TABLE}_append_only();
CREATE TRIGGER {TABLE}_stays BEFORE TRUNCATE ON {TABLE}
  FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_append_only();
"""
BACK = f"DROP TABLE {TABLE}; DROP FUNCTION {TABLE}_append_only();"


def forward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARD)
        ensure_partitions(clock.now())  # before the first row: a month that began in DEFAULT stays there


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACK)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(forward, back)]
