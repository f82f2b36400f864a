"""What we do with a SIP message, whatever it came over."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

import structlog
from sipmessage import Request, Response, Via

from varde.interfaces.intake.desk import Desk
from varde.interfaces.intake.peek import Peek, peek
from varde.interfaces.intake.reply import mrs
from varde.interfaces.intake.sources import SourceRow
from varde.interfaces.intake.writer import Full, Outcome

from .digest import Digest, Verdict
from .message import (
    ACCEPT,
    ALLOW,
    UNREADABLE,
    NotSip,
    Route,
    address_of,
    forget,
    message_to,
    parse,
    response,
    route,
)
from .transactions import Answered, Answers, Link, Sendings

CHALLENGE_SECONDS = 15.0
MOST_CHALLENGED = 1_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Case:
    """One authenticated MESSAGE on its way through the log."""

    request: Request
    route: Route
    link: Link
    source: SourceRow
    glance: Peek
    answered: Answered


class SipEndpoint:
    """Shared by the UDP, TCP and TLS listeners of one process."""

    def __init__(self, desk: Desk, loop: asyncio.AbstractEventLoop) -> None:
        self.desk = desk
        self.loop = loop
        self.digest = Digest(desk.sources)
        self.answers = Answers(loop)
        self.sendings = Sendings(loop)
        self._challenged: dict[str, asyncio.TimerHandle] = {}

    def stop(self) -> None:
        self.sendings.stop()
        for timer in self._challenged.values():
            timer.cancel()
        self._challenged.clear()

    def handle(self, data: bytes, link: Link) -> None:
        """Take one whole message. Never raises on bad input."""
        if not data.strip(b"\r\n\0 \t"):
            return  # a keep-alive
        try:
            message = parse(data)
        except NotSip:
            self._garbage(data, link)
            return
        if isinstance(message, Response):
            self._response(message)
            return
        try:
            way = route(message, link.peer)
        except NotSip:
            self._garbage(data, link)
            return
        self._request(message, way, link)

    def _request(self, request: Request, way: Route, link: Link) -> None:
        if request.method == "ACK":
            return
        body = _body(request)
        key = way.key(link.peer[0], body)
        before = self.answers.find(key)
        if before:
            if before.answer:
                link.send(before.answer, to=before.to)
            return
        if request.method == "OPTIONS":
            status = 200 if self.desk.ready else 503
            self._answer(link, way, response(way, status, ALLOW, ACCEPT))
        elif request.method == "MESSAGE":
            self._message(request, way, link, body, key)
        elif request.method == "CANCEL":
            self._answer(link, way, response(way, 481))
        else:
            self._answer(link, way, response(way, 405, ALLOW))

    def _message(self, request: Request, way: Route, link: Link, body: bytes, key: tuple[str, ...]) -> None:
        source = self._sender(request, link.peer[0])
        if isinstance(source, Verdict):
            self._turn_away(source, request, way, link)
            return
        self._let_in(link.peer[0])
        glance = peek(body, request.headers.get("Content-Type") or "")
        answered = self.answers.open(key)
        case = _Case(request, way, link, source, glance, answered)
        try:
            self.desk.take(
                [(body, glance)],
                source,
                link.transport,
                link.peer[0],
                lambda outcome: self._stored(case, outcome),
            )
        except Full as full:
            self._stored(case, [full])

    def _sender(self, request: Request, peer: str) -> SourceRow | Verdict:
        """Whoever names a source is judged by its password, unless the address is that source's own: the network that
        another source has listed takes in nobody who says who they are."""
        header = request.headers.get("Authorization")
        known, named = self.desk.sources.by_address(peer), self.digest.named(header)
        if known and (named is None or named.id == known.id):
            return known
        return self.digest.check("MESSAGE", header)

    def _stored(self, case: _Case, outcome: Outcome) -> None:
        line = case.source.operator_line
        kept = outcome[0] is None
        reply = mrs(case.glance, stored=kept, operator_line=line)
        if not kept:
            answer = response(case.route, 503, "Retry-After: 2", body=reply)
        elif case.source.reply == "message":
            answer = response(case.route, 202)
        else:
            answer = response(case.route, 200, body=reply)
        case.answered.to = self._answer(case.link, case.route, answer)
        case.answered.answer = answer
        if kept and case.source.reply != "body":
            self._send_reply(case, reply)

    def _send_reply(self, case: _Case, reply: bytes) -> None:
        uri = address_of(case.request, case.route)
        if not uri:
            log.warning("intake.no_return_address", source=str(case.source.id))
            return
        branch = f"z9hG4bK{secrets.token_hex(10)}"
        via = f"{case.link.via};rport;branch={branch}"
        data = message_to(uri, case.route, via, secrets.token_hex(12), reply)
        if not self.sendings.send(branch, data, case.link):
            log.warning("intake.too_many_replies", source=str(case.source.id))

    def _response(self, message: Response) -> None:
        value = message.headers.get("Via")
        if not value:
            return
        try:
            branch = dict(Via.parse(value).parameters).get("branch")
        except UNREADABLE as error:
            forget(error)
            return
        if branch:
            self.sendings.answered(branch, message.code)

    def _turn_away(self, verdict: Verdict, request: Request, way: Route, link: Link) -> None:
        """401 invites an answer; it leaves a sample only if none comes. 403 leaves one at once."""
        if verdict is Verdict.WRONG or not self.desk.sources.knows_passwords:
            self.desk.sample(request.body, link.transport, link.peer[0], "refused")
            self._answer(link, way, response(way, 403))
            return
        self._challenge_later(request.body, link)
        self._answer(link, way, response(way, 401, *self.digest.challenge(stale=verdict is Verdict.STALE)))

    def _challenge_later(self, body: bytes, link: Link) -> None:
        peer, transport, piece = link.peer[0], link.transport, body[:2_048]
        if peer in self._challenged or len(self._challenged) >= MOST_CHALLENGED:
            return

        def unanswered() -> None:
            self._challenged.pop(peer, None)
            self.desk.sample(piece, transport, peer, "refused")

        self._challenged[peer] = self.loop.call_later(CHALLENGE_SECONDS, unanswered)

    def _let_in(self, peer: str) -> None:
        timer = self._challenged.pop(peer, None)
        if timer:
            timer.cancel()

    def _garbage(self, data: bytes, link: Link) -> None:
        """No SIP: from a known address it is written down and becomes a technical alarm, from a stranger a sample."""
        source = self.desk.sources.by_address(link.peer[0])
        if source is None:
            self.desk.sample(data, link.transport, link.peer[0], "refused")
            return
        glance = peek(b"", "")
        try:
            self.desk.take([(data, glance)], source, link.transport, link.peer[0], _nobody_waits)
        except Full:
            log.warning("intake.unreadable_lost", source=str(source.id))

    def _answer(self, link: Link, way: Route, data: bytes) -> tuple[str, int] | None:
        """Where an answer goes (RFC 3581): back where it came from, unless the sender is named there with another port."""
        to = None
        if not link.reliable and not way.rport and way.sent_by[0] == link.peer[0]:
            to = way.sent_by
        link.send(data, to=to)
        return to


def _nobody_waits(outcome: Outcome) -> None:
    if outcome[0] is not None:
        log.warning("intake.unreadable_lost", error=type(outcome[0]).__name__)


def _body(request: Request) -> bytes:
    """The body as long as Content-Length says; all that came when it says nothing or nonsense."""
    length = (request.headers.get("Content-Length") or "").strip()
    return request.body[: int(length)] if length.isdecimal() and len(length) < 8 else request.body
