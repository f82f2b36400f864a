"""The signal log on the database of the run: SQLite in a file of its own, or PostgreSQL."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from varde.foundation.encryption import encrypt
from varde.foundation.ids import new_id
from varde.foundation.signallog import partitions, rows
from varde.foundation.signallog.port import Lane, open_log
from varde.foundation.signallog.postgres import TABLE, PostgresLog
from varde.foundation.signallog.signal import UNDECRYPTABLE
from varde.foundation.signallog.sqlite import SqliteLog
from varde.foundation.signallog.testing import NOON, empty_postgres_log, make_signal
from varde.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = UUID(int=9)
LAST = UUID(int=2**128 - 1)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where the log lies; on SQLite a file of its own for each test."""
    if connection.vendor == "postgresql":
        empty_postgres_log()
    else:
        monkeypatch.setattr(settings, "VARDE_SIGNAL_LOG", str(tmp_path / "log" / "signals.sqlite3"))
    return settings.VARDE_SIGNAL_LOG


@pytest.fixture
def log(place):
    made = open_log(writer=True)
    yield made
    made.close()


@pytest.fixture
def reader(place):
    made = open_log()
    yield made
    made.close()


def test_what_is_appended_comes_back_as_it_was(log, reader):
    batch = [
        make_signal(b"\0\xff bytes", source_id=SOURCE),
        make_signal(b"", lane=Lane.ROUTINE),
        make_signal(),
    ]
    assert log.append(batch) == [None, None, None]
    assert reader.after(Lane.URGENT, None, 10) == [batch[0], batch[2]]
    assert reader.after(Lane.ROUTINE, None, 10) == [batch[1]]
    assert reader.get([batch[1].id, new_id(), batch[0].id]) == batch[:2]
    assert reader.count() == 3


def test_a_batch_without_any_known_source_is_stored(log, reader):
    assert log.append([make_signal(), make_signal()]) == [None, None]
    assert reader.count() == 2


def test_reading_goes_on_after_the_last_id_and_ranges_are_half_open_and_of_one_lane(log, reader):
    batch = [make_signal(str(n).encode()) for n in range(5)]
    quiet = make_signal(lane=Lane.ROUTINE)
    log.append([*batch, quiet])
    ids = [signal.id for signal in batch]
    assert [s.id for s in reader.after(Lane.URGENT, ids[1], 2)] == ids[2:4]
    assert reader.ids(Lane.URGENT, ids[1], ids[3], 10) == ids[1:3]
    assert reader.ids(Lane.URGENT, ids[0], LAST, 3) == ids[:3]
    assert reader.ids(Lane.ROUTINE, ids[0], LAST, 9) == [quiet.id]


def test_one_bad_row_does_not_take_the_others_down(log, reader):
    good, bad, last = make_signal(b"1"), replace(make_signal(b"2"), digest=b"short"), make_signal(b"3")
    outcome = log.append([good, bad, last])
    assert [failure is None for failure in outcome] == [True, False, True]
    assert isinstance(outcome[1], Exception)
    assert reader.count() == 2


def test_the_same_id_twice_is_refused_and_the_first_stays(log, reader):
    first = make_signal(b"first")
    log.append([first])
    assert log.append([replace(first, raw=b"second")])[0] is not None
    assert reader.get([first.id]) == [first]


def test_raw_bytes_are_encrypted_at_rest(log, place):
    signal = make_signal(b"a secret that nobody should find on the disk")
    log.append([signal])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT raw FROM {TABLE}")
            raw = bytes(cursor.fetchone()[0])
    else:
        with sqlite3.connect(place) as plain:
            raw = plain.execute("SELECT raw FROM signal").fetchone()[0]
        plain.close()
    assert b"secret" not in raw


def test_a_row_that_no_key_opens_says_so_and_the_others_are_read(log, reader, monkeypatch):
    own, other = settings.VARDE_KEYS, ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    first, locked, last = (make_signal(raw, source_id=SOURCE) for raw in (b"1", b"2", b"3"))
    sample = replace(make_signal(b"4"), note="refused")
    log.append([first])
    monkeypatch.setattr(settings, "VARDE_KEYS", other)
    log.append([locked, sample])
    monkeypatch.setattr(settings, "VARDE_KEYS", own)
    log.append([last])
    shut = [replace(locked, raw=b"", note=UNDECRYPTABLE), replace(sample, raw=b"")]
    assert reader.after(Lane.URGENT, None, 10) == sorted([first, *shut, last], key=lambda one: one.id)
    assert reader.get([locked.id]) == shut[:1]
    monkeypatch.setattr(settings, "VARDE_KEYS", [*own, *other])
    assert reader.get([locked.id, sample.id]) == sorted([locked, sample], key=lambda one: one.id)


@pytest.mark.parametrize("kept", [0, 3, 8, 20, -1])
def test_a_row_of_which_only_a_piece_is_left_says_so(log, reader, kept, monkeypatch):
    monkeypatch.setattr(rows, "encrypt", lambda raw, context: encrypt(raw, context=context)[:kept])
    log.append([make_signal()])
    (found,) = reader.after(Lane.URGENT, None, 10)
    assert (found.raw, found.note) == (b"", UNDECRYPTABLE)


def test_the_log_refuses_change_and_deletion_and_can_prove_it(log, reader, place):
    log.append([make_signal()])
    assert reader.append_only()
    if connection.vendor == "postgresql":
        for statement in (f"UPDATE {TABLE} SET note = 'x'", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}"):
            with pytest.raises(psycopg.errors.RaiseException), log._session() as session:
                session.execute(statement)
    else:
        with sqlite3.connect(place) as plain:
            for statement in ("UPDATE signal SET note = 'x'", "DELETE FROM signal"):
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    plain.execute(statement)
        plain.close()
    assert reader.count() == 1


def test_a_log_whose_trigger_is_gone_is_found_out(log, place):
    log.append([make_signal()])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_keeps")
        try:
            assert not log.append_only()
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_keeps")
    else:
        with sqlite3.connect(place) as plain:
            plain.execute("DROP TRIGGER signal_stays")
        plain.close()
        assert not log.append_only()


def test_a_log_that_is_away_refuses_every_row_and_comes_back_by_itself(tmp_path):
    away = (
        PostgresLog({**settings.DATABASES["default"], "PORT": "1"})
        if connection.vendor == "postgresql"
        else SqliteLog(tmp_path / "a file" / "x", writer=True)
    )
    (tmp_path / "a file").write_text("stands where the folder should be")
    outcome = away.append([make_signal(), make_signal()])
    assert len(outcome) == 2
    assert all(outcome)
    assert not away.healthy()
    if connection.vendor != "postgresql":
        (tmp_path / "a file").unlink()
        assert away.append([make_signal()]) == [None]
        assert away.healthy()
        away.close()


@pytest.mark.on("sqlite")  # the file is SQLite's
class TestSqlite:
    def test_a_reader_may_come_before_the_file(self, reader, log):
        assert reader.count() == 0
        assert reader.after(Lane.URGENT, None, 5) == []
        assert reader.healthy()
        log.append([make_signal()])
        assert reader.count() == 1

    def test_a_reader_cannot_write(self, log, reader):
        log.append([make_signal()])
        assert reader.append([make_signal()])[0] is not None
        assert log.count() == 1

    def test_a_full_disk_refuses_and_nothing_acknowledged_is_lost(self, log):
        assert log.append([make_signal()]) == [None]
        pages = log._connection.execute("PRAGMA page_count").fetchone()[0]
        log._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        outcome = log.append([make_signal(b"x" * 50_000)])
        assert outcome[0] is not None
        log._open().execute(f"PRAGMA max_page_count = {pages + 2}")
        assert not log.healthy()
        assert log.append([make_signal()]) == [None]
        assert log.count() == 2

    def test_every_commit_is_flushed(self, log):
        log.append([make_signal()])
        assert log._connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert log._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@pytest.mark.on("postgresql")  # partitions are PostgreSQL's
class TestPostgres:
    def test_partitions_are_made_three_months_ahead_and_rows_go_into_their_month(self, log):
        now = NOON + timedelta(days=400)
        missing = partitions.partitions_missing(now)
        assert missing == [f"{TABLE}_2027_12", f"{TABLE}_2028_01", f"{TABLE}_2028_02", f"{TABLE}_2028_03"]
        assert partitions.ensure_partitions(now) == missing
        assert partitions.partitions_missing(now) == []
        assert partitions.ensure_partitions(now) == []
        _name, low, high = partitions.month_bounds(now)
        log.append([make_signal(id=low), make_signal(id=UUID(int=high.int - 1)), make_signal(id=LAST)])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT tableoid::regclass::text FROM {TABLE} ORDER BY id")
            assert [row[0] for row in cursor.fetchall()] == [f"{TABLE}_2027_12"] * 2 + [f"{TABLE}_default"]
            for name in missing:
                cursor.execute(f"DROP TABLE {name}")

    def test_a_fresh_database_has_its_months_before_the_first_row(self, log):
        assert partitions.partitions_missing(clock.now()) == []
        log.append([make_signal()])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {TABLE}_default")
            assert cursor.fetchone()[0] == 0

    def test_a_statement_cannot_outlive_the_readers_patience(self, log):
        log.append([make_signal()])
        assert log._connection.execute("SHOW statement_timeout").fetchone()[0] == "10s"

    def test_an_acknowledgement_means_the_disk_whatever_the_server_says(self, log):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            name = cursor.fetchone()[0]
            cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        try:
            log.append([make_signal()])
            assert log._connection.execute("SHOW synchronous_commit").fetchone()[0] == "on"
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f'ALTER DATABASE "{name}" RESET synchronous_commit')

    def test_a_connection_that_was_cut_is_made_anew(self, log):
        log.append([make_signal()])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [log._connection.info.backend_pid])
        assert log.append([make_signal()])[0] is not None
        assert log.append([make_signal()]) == [None]
