"""Backup, restore and replay of the embedded database, on files of their own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from varde.foundation.ids import new_id
from varde.foundation.signallog.signal import Lane, Signal
from varde.foundation.signallog.sqlite import SqliteLog
from varde.interfaces.cli import backup, replay
from varde.interfaces.cli.backup import BackupFault

NOW = datetime(2026, 11, 21, 1, 14, tzinfo=UTC)


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def signal(number: int) -> Signal:
    raw = f"<mrq><ref>{number}</ref></mrq>".encode()
    at = NOW + timedelta(seconds=number)
    return Signal(
        new_id(), at, None, "http", "scaip", "127.0.0.1:1", Lane.URGENT, hashlib.sha256(raw).digest(), raw, ""
    )


@pytest.fixture
def data(tmp_path):
    """A data folder with a database in WAL mode and a signal log that is open for writing."""
    folder = tmp_path / "data"
    folder.mkdir()
    database = sqlite3.connect(folder / "varde.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name BLOB)")
    database.executemany("INSERT INTO person VALUES (?, ?)", [(n, bytes([n])) for n in range(200)])
    log = SqliteLog(folder / "signals.sqlite3", writer=True)
    log.append([signal(n) for n in range(50)])
    yield folder
    log.close()
    database.close()


def test_a_restore_into_an_empty_folder_gives_identical_rows(data, tmp_path):
    backup.make(data, tmp_path / "copy", at=NOW)
    assert sorted(backup.put_back(tmp_path / "copy", tmp_path / "new")) == [
        "signals.sqlite3",
        "varde.sqlite3",
    ]
    assert rows(tmp_path / "new/varde.sqlite3", "person") == rows(data / "varde.sqlite3", "person")
    assert rows(tmp_path / "new/signals.sqlite3", "signal") == rows(data / "signals.sqlite3", "signal")
    assert len(SqliteLog(tmp_path / "new/signals.sqlite3").after(Lane.URGENT, None, 100)) == 50
    assert SqliteLog(tmp_path / "new/signals.sqlite3").append_only()


def test_no_key_is_in_a_backup(data, tmp_path, settings):
    (data / "demo-keys.json").write_text('{"VARDE_KEYS": "secret"}')
    backup.make(data, tmp_path / "copy", at=NOW)
    assert sorted(p.name for p in (tmp_path / "copy").iterdir()) == [
        "backup.json",
        "signals.sqlite3",
        "varde.sqlite3",
    ]
    assert "not in it" in backup.KEYS


def test_a_restore_never_overwrites_and_leaves_what_is_there(data, tmp_path):
    backup.make(data, tmp_path / "copy", at=NOW)
    before = rows(data / "varde.sqlite3", "person")
    with pytest.raises(BackupFault, match="never overwrites"):
        backup.put_back(tmp_path / "copy", data)
    assert rows(data / "varde.sqlite3", "person") == before


def test_a_backup_that_was_changed_is_refused_whole(data, tmp_path):
    backup.make(data, tmp_path / "copy", at=NOW)
    with (tmp_path / "copy/signals.sqlite3").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BackupFault, match=r"signals\.sqlite3"):
        backup.put_back(tmp_path / "copy", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("note", ["", "[]", json.dumps({"files": {"../x": {"sha256": ""}}})])
def test_a_folder_that_is_no_backup_is_refused(tmp_path, note):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/backup.json").write_text(note)
    with pytest.raises(BackupFault):
        backup.put_back(tmp_path / "copy", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_in_it_takes_no_backup_and_no_replay(data, tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/mine.txt").write_text("mine")
    with pytest.raises(BackupFault, match="not empty"):
        backup.make(data, tmp_path / "copy", at=NOW)
    with pytest.raises(replay.ReplayFault, match="not empty"):
        replay.prepare(data / "varde.sqlite3", tmp_path / "copy")


def test_a_damaged_database_is_not_called_a_backup(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/varde.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises((BackupFault, sqlite3.Error)):
        backup.make(tmp_path / "data", tmp_path / "copy", at=NOW)
    assert not (tmp_path / "copy/backup.json").exists()


def test_on_postgresql_both_commands_name_its_own_tools(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(backup, "is_embedded", lambda: False)
    for command in (backup.run, backup.run_restore):
        assert command(type("Words", (), {"folder": tmp_path / "x"})()) == 1
        assert "pg_basebackup" in capsys.readouterr().out
    assert not (tmp_path / "x").exists()
