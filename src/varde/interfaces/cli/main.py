"""The frame of the command line. Each command is a name, a sentence, its arguments and a function."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from varde.interfaces.cli import backup, check, docs, intake, replay, rotate, serve, source


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    sentence: str
    run: Callable[[argparse.Namespace], int | None]
    arguments: Callable[[argparse.ArgumentParser], object] = lambda parser: None


COMMANDS = (
    Command(
        "intake",
        "Listen for signals from devices (HTTP and SIP) and write each down before answering.",
        intake.run,
    ),
    Command(
        "check",
        "Look over settings, database, triggers, partitions, keys, processes and gateway, and say what is wrong.",
        check.run,
    ),
    Command(
        "serve",
        "Serve the web on VARDE_WEB, as one process. SIGTERM ends it within five seconds.",
        serve.run,
        serve.arguments,
    ),
    Command(
        "source",
        "Manage who may send signals: list, add, key, revoke.",
        source.run,
        source.arguments,
    ),
    Command(
        "backup",
        "Copy database and signal log into a new folder, while Varde runs. The keys are not copied.",
        backup.run,
        backup.arguments,
    ),
    Command(
        "restore",
        "Put a backup into an empty data folder. Never overwrites.",
        backup.run_restore,
        backup.restore_arguments,
    ),
    Command(
        "replay",
        "Read a signal log again in a sandbox that rings nobody, and say which alarms came of it.",
        replay.run,
        replay.arguments,
    ),
    Command(
        "rotate",
        "Encrypt every field again under the first key of VARDE_KEYS. May be stopped and run again.",
        rotate.run,
    ),
    Command(
        "docs",
        "Write the generated documents (access matrix, settings, map). --check only compares.",
        docs.run,
        docs.arguments,
    ),
)


def run(extra: Sequence[Command] = (), words: Sequence[str] | None = None) -> None:
    """`extra` are the commands of higher floors, handed in by __main__."""
    parser = argparse.ArgumentParser(
        prog="varde", description="Varde: no alarm without someone who receives it."
    )
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in (*extra, *COMMANDS):
        one = choices.add_parser(command.name, help=command.sentence, description=command.sentence)
        command.arguments(one)
        one.set_defaults(run=command.run)
    chosen = parser.parse_args(words)
    sys.exit(chosen.run(chosen) or 0)
