"""`varde source`: who may send signals, and how they prove it. Keys are shown once and stored as hashes."""

from __future__ import annotations

import argparse
from ipaddress import ip_network
from uuid import UUID

from django.http import Http404

from varde.care.alarms import actions, queries
from varde.foundation.authorisation import machine
from varde.ground.organisations.queries import every_organisation
from varde.kernel.clock import now

ONCE = "Shown once. Hand it over by a safe way, and never in the same message as the address."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Every change works within a second, without a restart. It is written to the access log."
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("list", help="every source, with its key (id)").set_defaults(verb_run=_list)
    add = verbs.add_parser("add", help="make a source; give it a key afterwards")
    add.add_argument("name", help="what people call it: the supplier's platform, or a group of units")
    add.add_argument(
        "--owner", required=True, help="the organisation that is responsible for it, by name or id"
    )
    add.add_argument(
        "--address",
        action="append",
        default=[],
        type=ip_network,
        help="network that may send SIP without a password, such as 10.20.0.0/24; may be repeated",
    )
    add.add_argument(
        "--reply",
        choices=("message", "body", "both"),
        default="message",
        help="how the SCAIP reply goes: as a message of its own (the norm), or in the answer",
    )
    add.add_argument("--operator-line", default="", help="what a unit is asked to call: tel:+47… or sip:…")
    add.set_defaults(verb_run=_add)
    key = verbs.add_parser(
        "key", help="a new key: for HTTP, or with --sip-user a SIP password. The old one stops"
    )
    key.add_argument("source", type=UUID)
    key.add_argument("--sip-user", default="", help="user name for SIP digest")
    key.set_defaults(verb_run=_key)
    revoke = verbs.add_parser("revoke", help="the source may send no more. What it has sent stays")
    revoke.add_argument("source", type=UUID)
    revoke.set_defaults(verb_run=_revoke)


def run(chosen: argparse.Namespace) -> int:
    code: int = chosen.verb_run(chosen)
    return code


def _list(_: argparse.Namespace) -> int:
    for row in queries.sources(machine("console")):
        ways = [
            "HTTP key" if row.key_hash else "",
            f"SIP user {row.digest_user}" if row.digest_user else "",
            *(f"SIP from {network}" for network in row.addresses),
        ]
        state = ", ".join(filter(None, ways)) or "no way in yet"
        print(f"{row.pk}  {row.owner.name}: {row.name}  ({state if row.is_active else 'revoked'})")
    return 0


def _add(chosen: argparse.Namespace) -> int:
    everybody = list(every_organisation())
    found = [one for one in everybody if chosen.owner in (one.name, str(one.pk))]
    if len(found) != 1:
        print(f"There is no organisation {chosen.owner!r}, or more than one. There are:")
        print("\n".join(f"  {one.pk}  {one.name}" for one in everybody))
        return 1
    values = {
        "owner_id": found[0].pk,
        "name": chosen.name,
        "addresses": [str(network) for network in chosen.address],
        "reply": chosen.reply,
        "operator_line": chosen.operator_line,
    }
    try:
        row = actions.save_source(machine("console"), row=None, values=values, now=now())
    except actions.NetworkRefused as refused:
        print(
            "The network is too wide." if refused.why == "wide" else "Another owner's source has the network."
        )
        return 1
    print(f"{row.pk}  {row.name}\nGive it a key: varde source key {row.pk}")
    return 0


def _key(chosen: argparse.Namespace) -> int:
    console = machine("console")
    try:
        if chosen.sip_user:
            word = actions.issue_digest(console, source_id=chosen.source, user=chosen.sip_user, now=now())
            print(f"SIP user      {chosen.sip_user}\nSIP password  {word}\n{ONCE}")
        else:
            word = actions.issue_key(console, source_id=chosen.source, now=now())
            print(f"HTTP key  {word}\n{ONCE}")
    except Http404:
        print("There is no such source: see `varde source list`.")
        return 1
    except actions.UserTaken:
        print("Another source has this user name.")
        return 1
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        row = actions.revoke_source(machine("console"), source_id=chosen.source, now=now())
    except Http404:
        print("There is no such source: see `varde source list`.")
        return 1
    print(f"Revoked: {row.name}. It stops within a second.")
    return 0
