"""What the demo says on the terminal: Norwegian first, then English, short."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from varde.demo.ports import Chosen
from varde.demo.region.story import NAME

NOT_HERE: Final = (
    "Demoen starter ikke med innstillinger for drift. Fjern VARDE_MODE og nøklene, eller sett VARDE_MODE=demo.\n"
    "The demo does not start in production settings. Unset VARDE_MODE and the keys, or set VARDE_MODE=demo."
)
NO_SUCH_SIZE: Final = "VARDE_DEMO_SIZE: small eller region. / VARDE_DEMO_SIZE: small or region."
RUNS_ALREADY: Final = (
    "Demoen kjører allerede i denne datamappen. / A demo runs in this data folder already. (VARDE_DATA)"
)
NOT_OURS: Final = (
    "Mappen {folder} har en database som demoen ikke har laget. Velg en annen med VARDE_DATA.\n"
    "The folder holds a database that the demo did not make. Choose another with VARDE_DATA."
)
DOING: Final = {
    "migrate": "Lager databasen … / Making the database …",
    "seed": "Lager en oppdiktet region … / Making a synthetic region …",
}
STOPS: Final = "Stopper … / Stopping …"
ROLES: Final = {
    "web": "nettsidene / web",
    "intake": "mottaket / intake",
    "worker": "arbeideren / worker",
    "gateway": "meldingstjenesten / gateway",
    "devices": "apparatene / devices",
    "crew": "de simulerte ansatte / simulated staff",
}
TAKEN: Final = {"VARDE_WEB": "web", "VARDE_INTAKE_HTTP": "HTTP", "VARDE_INTAKE_SIP": "SIP"}


def happened(name: str, what: str) -> str:
    """`what`: "died:<code>" or "silent"."""
    who = ROLES[name]
    if what == "silent":
        return f"! {who}: gir ikke livstegn, startes på nytt / gives no sign of life, is restarted"
    code = what.partition(":")[2]
    return f"! {who}: stoppet ({code}), startes på nytt / stopped ({code}), is restarted"


def ready(ports: dict[str, Chosen], recipients: int, folder: Path) -> str:
    web, http, sip = (ports[name].address for name in TAKEN)
    other = [f"{TAKEN[name]} {ports[name].address}" for name in TAKEN if ports[name].is_other]
    lines = [
        "",
        f"  Varde kjører / is running:   http://{web}/",
        f"  {recipients} oppdiktede tjenestemottakere i Agder / synthetic recipients in Agder",
    ]
    if other:
        lines.append(f"  Porten var opptatt, bruker / port was taken, using: {', '.join(other)}")
    lines += [
        "",
        "  Prøv dette / What to try:",
        f"   1. Logg inn som Ingrid Haugen (responsoperatør) og åpne Alarmer. {NAME} i Froland har trykket på smykket.",
        "      Log in as Ingrid Haugen (response operator), open Alarmer and take the alarm.",
        "   2. Send utrykning. Logg inn som Marit Tveit i et annet nettleservindu: Utrykninger.",
        "      Dispatch; log in as Marit Tveit (night patrol) in another browser window: Utrykninger.",
        f"   3. Trykk på et smykke selv / press a pendant yourself:  http://{web}/demo/",
        "   4. Drep en prosess / kill any process (kill -9): alarmene går videre / the alarms go on.",
        f"      SIP {sip} (UDP, TCP) · HTTP {http} · {folder}/log/",
        "",
        "  Ctrl-C stopper / stops.",
        "",
    ]
    return "\n".join(lines)
