"""Every VARDE_* setting: what it is, its default, and what production demands. Checked at start, printed in the docs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


class Misconfigured(SystemExit):
    """Varde does not start on settings that would make it unsafe. The message lists every fault at once."""


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    meaning: str
    default: str = ""
    required: bool = False
    secret: bool = False


OPTIONS = (
    Option(
        "VARDE_MODE",
        "`production`, `demo` or `test`. Demo and test make their own keys and allow synthetic identities.",
        "production",
    ),
    Option("VARDE_DATA", "Folder for the embedded database, the signal log and the demo's keys.", "var"),
    Option(
        "VARDE_DATABASE",
        "`sqlite` for the embedded database, or `postgres://user:password@host:port/name`.",
        "sqlite",
        secret=True,
    ),
    Option("VARDE_SECRET_KEY", "Signs sessions. At least 50 characters.", required=True, secret=True),
    Option(
        "VARDE_KEYS",
        "Encryption keys, 32 bytes each in base64, comma separated. The first encrypts, all decrypt.",
        required=True,
        secret=True,
    ),
    Option(
        "VARDE_SEARCH_KEY",
        "Key of the hashes that identities are searched by, 32 bytes in base64.",
        required=True,
        secret=True,
    ),
    Option("VARDE_HOSTS", "Host names that the web answers to, comma separated.", required=True),
    Option("VARDE_TLS", "`on` when people reach the web over HTTPS: secure cookies and HSTS.", "on"),
    Option(
        "VARDE_GATEWAY_URL",
        "Base address of the message gateway (SMS and voice). Empty: nothing can be sent, and Varde says so.",
    ),
    Option("VARDE_GATEWAY_KEY", "Bearer key for the message gateway.", secret=True),
    Option("VARDE_CALLBACK_KEY", "Shared key that the gateway signs its callbacks with.", secret=True),
    Option(
        "VARDE_METRICS_KEY",
        "Bearer key that monitoring reads `/metrics` with. Empty: there is no such page.",
        secret=True,
    ),
    Option("VARDE_MAIL", "`smtp://user:password@host:port`. Empty: e-mail is off.", secret=True),
    Option("VARDE_MAIL_FROM", "Sender of e-mail.", "varde@localhost"),
    Option("VARDE_INTAKE_HTTP", "Address and port of the HTTP intake.", "127.0.0.1:8081"),
    Option("VARDE_INTAKE_SIP", "Address and port of the SIP intake (UDP and TCP).", "127.0.0.1:5060"),
    Option("VARDE_INTAKE_SIPS", "Address and port of the SIP intake over TLS. Empty: off."),
    Option("VARDE_INTAKE_TLS_CERT", "Certificate chain (PEM) of the TLS listener."),
    Option("VARDE_INTAKE_TLS_KEY", "Private key (PEM) of the TLS listener."),
    Option("VARDE_WEB", "Address and port of the web.", "127.0.0.1:8080"),
    Option(
        "VARDE_PROXIES",
        "Addresses of the reverse proxies whose word on the caller's address is believed, comma separated.",
        "127.0.0.1",
    ),
    Option(
        "VARDE_OIDC",
        "Name, issuer, client id and secret of an OIDC provider, separated by `|`. Empty: local login only.",
        secret=True,
    ),
    Option(
        "VARDE_IDLE_MINUTES",
        "Minutes nobody touches a screen before it locks. A session that holds an alarm stays.",
        "15",
    ),
    Option("VARDE_DEMO_SIZE", "`small` (about 300 recipients) or `region` (about 6,200).", "small"),
    Option("VARDE_DEMO_SPEED", "How fast the demo's day runs: 1 is real time.", "20"),
    Option("VARDE_TEST_DB", "Which database the tests run on: `sqlite` or `postgres`.", "sqlite"),
    Option("VARDE_FUZZ", "Bad inputs the fuzz tests make at function level.", "95000"),
    Option("VARDE_FUZZ_SEED", "Repeats a fuzz run: the seed it printed."),
    Option("VARDE_KILLS", "How often the crash test kills a process or the database.", "30"),
    Option("VARDE_LOG", "Log level.", "INFO"),
)


def read(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """All options with their values. Raises Misconfigured in production when something needed is missing or weak."""
    values = {o.name: environment.get(o.name, o.default).strip() for o in OPTIONS}
    faults = []
    if values["VARDE_MODE"] not in {"production", "demo", "test"}:
        faults.append("VARDE_MODE is none of production, demo, test")
    if values["VARDE_MODE"] == "production":
        faults += [f"{o.name} is not set: {o.meaning}" for o in OPTIONS if o.required and not values[o.name]]
        if values["VARDE_SECRET_KEY"] and len(values["VARDE_SECRET_KEY"]) < 50:
            faults.append("VARDE_SECRET_KEY is shorter than 50 characters")
    unknown = sorted(n for n in environment if n.startswith("VARDE_") and n not in values)
    faults += [f"{name} is no setting of Varde: a misspelling?" for name in unknown]
    if faults:
        raise Misconfigured("Varde does not start:\n  " + "\n  ".join(faults))
    return values
