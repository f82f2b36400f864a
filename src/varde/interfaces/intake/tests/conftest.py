import pytest

from varde.foundation.signallog.sqlite import SqliteLog


@pytest.fixture
def path(tmp_path):
    return tmp_path / "signals.sqlite3"


@pytest.fixture
def log(path):
    made = SqliteLog(path, writer=True)
    yield made
    made.close()


@pytest.fixture
def stored(path):
    """What a reader of its own finds, urgent first."""

    def read():
        reader = SqliteLog(path)
        found = [signal for lane in (0, 1) for signal in reader.after(lane, None, 10_000)]
        reader.close()
        return found

    return read
