"""The message gateway, over HTTP. The schema is Varde's own: docs/operations/gateway.md."""

from __future__ import annotations

import re
from typing import Any

import httpx

from varde.ground.messaging.rules.parcel import Fate, Parcel, Receipt

TIMEOUT = httpx.Timeout(connect=3.0, read=10.0, write=5.0, pool=5.0)
LONGEST_ANSWER = 64 * 1024
LONGEST_ID = 100  # printable ASCII alone is kept of it: the databases refuse some of the rest
# What a gateway says when the same request may go better in a moment. Every other 4xx is final.
TEMPORARY = frozenset({408, 409, 423, 425, 429})


class Gateway:
    """A client for one gateway. `url` is the base address; safe to use from several threads."""

    def __init__(self, url: str, key: str, *, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"User-Agent": "varde", "Authorization": f"Bearer {key}"}
        self._client = httpx.Client(
            base_url=url.rstrip("/") + "/", headers=headers, timeout=TIMEOUT, transport=transport
        )

    def send(self, parcel: Parcel) -> Receipt:
        """Hand one SMS or call over. The gateway does it once per Idempotency-Key, however often it is asked."""
        fields: dict[str, Any] = {
            "id": str(parcel.key),
            "kind": parcel.channel.value,
            "to": parcel.address,
            "text": parcel.text,
            "language": parcel.language,
            "wants_key": parcel.needs_answer,
            "until": parcel.answer_by.isoformat() if parcel.answer_by else None,
        }
        return self._ask("POST", "messages", json=fields, headers={"Idempotency-Key": str(parcel.key)})

    def withdraw(self, parcel: Parcel) -> Receipt:
        """Stop a call, or an SMS that has not gone yet. One that the gateway does not know is as good as stopped."""
        receipt = self._ask("DELETE", f"messages/{parcel.key}")
        return Receipt(Fate.TAKEN) if receipt.note in ("404", "410") else receipt

    def close(self) -> None:
        self._client.close()

    def _ask(self, verb: str, path: str, **more: Any) -> Receipt:
        try:
            with self._client.stream(verb, path, **more) as answer:
                return self._receipt(answer)
        except httpx.HTTPError as fault:
            # The name of the fault alone: its text may hold the address of the gateway.
            return Receipt(Fate.LATER, note=type(fault).__name__)

    def _receipt(self, answer: httpx.Response) -> Receipt:
        status = str(answer.status_code)
        if answer.status_code >= 500 or answer.status_code in TEMPORARY:
            return Receipt(Fate.LATER, note=status)
        if not answer.is_success:
            return Receipt(Fate.REFUSED, note=status)
        return Receipt(Fate.TAKEN, provider_id=_provider_id(answer), note=status)


def _provider_id(answer: httpx.Response) -> str:
    """The gateway's own key, if its answer is the small JSON it should be. Without one the message has gone all the same."""
    body = b""
    for part in answer.iter_bytes(4096):
        body += part
        if len(body) > LONGEST_ANSWER:
            return ""
    try:
        found = httpx.Response(200, content=body).json()
    except (ValueError, RecursionError):
        return ""
    value = found.get("id", "") if isinstance(found, dict) else ""
    return re.sub(r"[^\x21-\x7e]", "", value)[:LONGEST_ID] if isinstance(value, str) else ""
