"""Structured logs. What looks like a national id or a phone number is taken out of every line, in one place.

A name or a street looks like nothing in particular, so it must not come in: an exception is told by its type and its
place alone. Its own words may quote a row (PostgreSQL: "Failing row contains ..."), a form or a template's context.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.template.exceptions import TemplateDoesNotExist

ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")
ONE_TIME_LINK = re.compile(r"(/(?:invitasjon|ny-innlogging)/)[^/\s?\"']+")
PHONE = re.compile(
    r"(?:\+|%2B)\d[\d ]{6,14}\d"  # with a country
    r"|(?<![\w.:-])(?:0047 ?)?(?:[2-9]\d{7}|[2-9]\d(?: \d\d){3}|[2-9]\d\d \d\d \d{3})(?![\w-])"
)
# Their words speak of the machine, never of a row.
ABOUT_THE_MACHINE = (
    ConnectionError,
    FileNotFoundError,
    ImportError,
    ImproperlyConfigured,
    OperationalError,
    PermissionError,
    TemplateDoesNotExist,
    TimeoutError,
)
Caught = tuple[type[BaseException], BaseException, TracebackType | None]


def redact(text: str) -> str:
    return ONE_TIME_LINK.sub(r"\1[…]", PHONE.sub("[…]", ELEVEN_DIGITS.sub("[…]", text)))


def _told(fault: BaseException) -> Iterator[str]:
    """The chain of one fault, first cause first: where each was raised, its type, and its words where they are harmless."""
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _told(before)
        yield "\nwhich led to:\n"
    yield from traceback.format_tb(fault.__traceback__)
    words = str(fault) if isinstance(fault, ABOUT_THE_MACHINE) else "[…]"
    yield f"{type(fault).__module__}.{type(fault).__qualname__}: {words}\n"
    for part in getattr(fault, "exceptions", ()):
        yield from _told(part)


def wordless(exc_info: Caught) -> str:
    """A traceback without what the exceptions say. The lines of our own code are in it, never values."""
    return "".join(_told(exc_info[1])).rstrip()


def _redact(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact(value) if isinstance(value, str) else value for key, value in entry.items()}


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last word on every line, also on tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _uncaught(kind: type[BaseException], fault: BaseException, place: TracebackType | None) -> None:
    """The last exception of a process. Its words could be anybody's: type and place are enough to find the fault."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, place)
    else:
        logging.getLogger("varde").critical("uncaught", exc_info=(kind, fault, place))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def guard() -> None:
    """From here on nothing that a process dies of, or a thread, is printed with its words."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def configure(level: str) -> None:
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(wordless),
        _redact,
    ]
    formatter = RedactingFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h.formatter, RedactingFormatter)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "asyncio", "uvicorn.access", "django.request", "django.db.backends"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
