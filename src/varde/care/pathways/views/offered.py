"""The moves that are offered now: those that lead on from here, to one who may make them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from varde.care.pathways import queries
from varde.care.pathways.forms.asking import PlainForm, Text
from varde.care.pathways.rules.lifecycle import RUNNING, Status
from varde.care.pathways.views.deeds import ACTS
from varde.care.pathways.views.doing import Act
from varde.care.pathways.views.shown import needs_of, rhythms_of
from varde.kernel.actor import Actor

# In the order of the work; the first of them that is offered is the strong button.
FORWARD = (
    "godta",
    "kartlegg",
    "tildel",
    "ferdig-installert",
    "start",
    "gjenoppta",
    "begynn-evaluering",
    "evaluer",
    "bestem",
    "avslutt",
)
BESIDE = (
    "avsla",
    "ikke-gi",
    "hendelse",
    "hvor-ofte",
    "pause",
    "forleng",
    "gi-forlopet",
    "tilby",
    "angre",
    "avvikle",
    "dod",
)


@dataclass(frozen=True, slots=True)
class Button:
    slug: str
    title: Text
    icon: str
    variant: str
    at_once: bool  # nothing to fill in and nothing to read first: one press


# Offered while the service runs, where its template has something to choose among.
CHOICES = {"hendelse": needs_of, "hvor-ofte": rhythms_of}
AT_ONCE = frozenset({"godta"})


def offered(actor: Actor, page: queries.CasePage) -> list[Button]:
    slugs = [slug for slug in (*FORWARD, *BESIDE) if slug in ACTS and _is_open(actor, page, ACTS[slug], slug)]
    return list(_dressed(slugs))


def _is_open(actor: Actor, page: queries.CasePage, act: Act, slug: str) -> bool:
    if not actor.may(act.permission, page.case.owner_id):
        return False
    is_offered = page.hand_over is not None and page.hand_over.state == "open"
    if slug in ("tilby", "avvikle", "dod") and is_offered:
        return False
    if slug in CHOICES:
        return Status(page.case.status) in RUNNING and bool(CHOICES[slug](page.case))
    return act.move is None or act.move in page.moves


def _dressed(slugs: list[str]) -> Iterator[Button]:
    strong = next((slug for slug in slugs if slug in FORWARD), "")
    for slug in slugs:
        act = ACTS[slug]
        variant = "" if slug == strong else "secondary" if slug in FORWARD else "tertiary"
        yield Button(slug, act.title, act.icon, variant, slug in AT_ONCE and act.form is PlainForm)
