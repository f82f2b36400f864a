"""`varde serve`: the web, one process. Ends within five seconds of being told to, open event streams or not."""

from __future__ import annotations

import argparse

import uvicorn
from django.conf import settings

APPLICATION = "varde.config.asgi:application"
GRACE = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="", help="host:port instead of VARDE_WEB")


def config(address: str) -> uvicorn.Config:
    """The application goes by name, so that this floor imports nothing above it."""
    host, _, port = address.rpartition(":")
    return uvicorn.Config(
        APPLICATION,
        host=host.strip("[]"),
        port=int(port),
        lifespan="off",
        proxy_headers=True,
        forwarded_allow_ips=settings.OPTIONS["VARDE_PROXIES"],
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=15,
        server_header=False,
        access_log=False,
        log_config=None,
    )


def run(chosen: argparse.Namespace) -> int:
    server = uvicorn.Server(config(chosen.address or settings.OPTIONS["VARDE_WEB"]))
    server.run()
    return 0 if server.started else 1
