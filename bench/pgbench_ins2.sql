\set person random(1, 50000)
\set kind random(1, 100)
WITH event AS (
  INSERT INTO bench_event
  SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000007', gen_random_uuid()::text, :person, now(), 'http', 0,
    decode(repeat('5a', 32), 'hex'), decode(repeat('a5', 160), 'hex')
  RETURNING id
)
INSERT INTO bench_alarm SELECT id, :person % 25, :person, 'open', '3', 3, now() FROM event WHERE :kind <= 40;
