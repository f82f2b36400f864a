"""Bad input made from good: cut, doubled, swapped, spiced, re-encoded."""

from __future__ import annotations

import random
from collections.abc import Iterator

SCAIP = [
    b"<mrq><ref>00001A85</ref><cha>0</cha><mty>PI</mty><cid>26317</cid><dty>02</dty><did>00</did><crd>no-voice:</crd>"
    b"<stc>102</stc></mrq>",
    b"<mrq><ref>1193308443</ref><cid>10149471</cid><dty>3</dty><stc>10</stc><crd>gsm:</crd></mrq>",
    b"<?xml version='1.0' encoding='utf-8'?><scaip><ref>803137200003</ref><mty>ME</mty><cid> 8031372</cid><dty>0004</dty>"
    b"<lge><geo>58.5,8.6</geo></lge></scaip>",
]
JSON = [
    b'{"id":"1","device":"353238106099042","type":"4.1","time":"2026-11-21T02:14:07+01:00","battery":81}',
    b'[{"id":1,"device":"a","type":"heartbeat"},{"id":"2","device":"b","type":"3","position":{"latitude":58.5}}]',
]
SPICE = [
    b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\n", b"\r\n\r\n", b"<", b">", b"&", b"]]>", b"<![CDATA[", b"%s",
    b"<!DOCTYPE x [<!ENTITY a 'aa'>]>", b"&a;", b'"', b"'", b"\\u0000", b"\\ud800", b"1e999", b"[" * 200, b"{" * 50,
    b"-" * 30, b"9" * 400, b";" * 40, b"," * 40, b" " * 90, b"sip:", b";tag=", b"\xc3\xa5", "🜚".encode(), b"A" * 3000,
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n", b"Transfer-Encoding: chunked\r\n", b"Via: SIP/2.0/UDP\r\n",
]  # fmt: skip


def sip(body: bytes, branch: str, *, via: str = "UDP", extra: str = "") -> bytes:
    """A whole MESSAGE around a body, its length right."""
    head = (
        f"MESSAGE sip:alarm@varde SIP/2.0\r\nVia: SIP/2.0/{via} 127.0.0.1:5060;rport;branch=z9hG4bK{branch}\r\n"
        f"From: <sip:26317@unit.example>;tag=a1\r\nTo: <sip:alarm@varde>\r\nCall-ID: {branch}@unit\r\nCSeq: 1 MESSAGE\r\n"
        f"Contact: <sip:26317@127.0.0.1>\r\n{extra}Content-Type: application/scaip+xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def mutated(chance: random.Random, data: bytes) -> bytes:
    """One to six wounds."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        kind = chance.randrange(7)
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[:at] + chance.choice(SPICE) + data[at:]
        elif kind == 2:
            data = data[:at] + chance.randbytes(chance.randint(1, 12)) + data[at + chance.randint(0, 12) :]
        elif kind == 3:
            end = min(len(data), at + chance.randint(1, 200))
            data = data[:end] + data[at:end] * chance.randint(1, 4) + data[end:]
        elif kind == 4:
            data = data[:at] + data[at + chance.randint(1, 60) :]
        elif kind == 5 and len(data) > 1:
            other = chance.randrange(len(data))
            data = data[other:] + data[:other]
        elif kind == 6 and chance.random() < 0.1:
            data = data.decode("latin-1").encode(chance.choice(["utf-16", "utf-16-be", "utf-8"]))
    return data[:60_000]


def bodies(chance: random.Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield mutated(chance, chance.choice(SCAIP + JSON))
