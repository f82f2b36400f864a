"""The command line: what a person types to run, watch, feed and mend Varde."""

from varde.interfaces.cli.main import Command, run

__all__ = ["Command", "run"]
