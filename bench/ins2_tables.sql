-- The yardstick's tables: an event as a product without a signal log would write it before answering, with an alarm for 40 %.
CREATE TABLE IF NOT EXISTS bench_event (
  id uuid PRIMARY KEY,
  source_id uuid NOT NULL,
  own_id text NOT NULL,
  person_id bigint NOT NULL,
  received_at timestamptz NOT NULL,
  transport text NOT NULL,
  lane smallint NOT NULL,
  digest bytea NOT NULL,
  raw bytea NOT NULL,
  UNIQUE (source_id, own_id)
);
CREATE INDEX IF NOT EXISTS bench_event_person ON bench_event (person_id, received_at);
CREATE TABLE IF NOT EXISTS bench_alarm (
  id uuid PRIMARY KEY,
  owner_id bigint NOT NULL,
  person_id bigint NOT NULL,
  state text NOT NULL,
  code text NOT NULL,
  severity smallint NOT NULL,
  opened_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS bench_alarm_owner ON bench_alarm (owner_id, opened_at);
CREATE INDEX IF NOT EXISTS bench_alarm_person ON bench_alarm (person_id, opened_at);
CREATE INDEX IF NOT EXISTS bench_alarm_open ON bench_alarm (state, severity);
