"""The catalogue's data in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from varde.care.pathways.rules.template import (
    ANCHORS,
    ARRANGEMENTS,
    AUDIENCES,
    GATES,
    NEEDS,
    ROLES,
    STAGES,
    Difference,
    GateKind,
    Kind,
    Span,
    Step,
    Template,
    Words,
)
from varde.care.pathways.views.words import every, said


def language() -> str:
    return get_language() or "nb"


def said_list(codes: Iterable[Any], words: Mapping[Any, Words]) -> str:
    """The words of the codes, in the order of the table, comma between."""
    held = set(codes)
    return ", ".join(said(text) for code, text in words.items() if code in held)


def span(held: Span) -> str:
    """A length of time: "2 uker"."""
    n = {"n": held.count}
    return {
        "days": ngettext("%(n)d dag", "%(n)d dager", held.count),
        "working_days": ngettext("%(n)d arbeidsdag", "%(n)d arbeidsdager", held.count),
        "weeks": ngettext("%(n)d uke", "%(n)d uker", held.count),
        "months": ngettext("%(n)d måned", "%(n)d måneder", held.count),
    }[held.unit] % n


def step_rows(template: Template, stage: Any) -> list[dict[str, Any]]:
    return [step_row(step, template) for step in stage.steps]


def step_row(step: Step, template: Template) -> dict[str, Any]:
    """A step as the page shows it. roles: (arrangement or "", role)."""
    roles = (
        [("", step.role)]
        if isinstance(step.role, str)
        else [(said(ARRANGEMENTS[key]), role) for key, role in step.role.items()]
    )
    return {
        "code": step.code,
        "title": said(step.title),
        "help": said(step.help) if step.help else "",
        "roles": [(where, said(ROLES[role])) for where, role in roles],
        "when": _when(step),
        "marks": _marks(step),
        "form": step.form,
    }


def _when(step: Step) -> str:
    if step.when:
        return said(NEEDS[step.when])
    if step.repeat:
        other = [count for count in step.repeat.choices if count != step.repeat.count]
        more = _(" (kan være %(other)s)") % {"other": ", ".join(map(str, other))} if other else ""
        return every(step.repeat.count, step.repeat.unit) + more
    return f"{span(step.due)} {said(ANCHORS[step.due.after])}" if step.due else ""


def _marks(step: Step) -> list[str]:
    tells = said_list(step.tells, AUDIENCES)
    found = [
        _("Kontrolleres av en til") if step.second_check else "",
        _("Kan settes til side") if step.optional else "",
        _("Melding til %(whom)s") % {"whom": tells} if tells else "",
        *(_("Møter kravet: %(gate)s") % {"gate": said(GATES[code][1])} for code in step.meets),
    ]
    return [one for one in found if one]


def stages(template: Template) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(said(STAGES[stage.code]), step_rows(template, stage)) for stage in template.stages]


def gates(template: Template) -> list[tuple[str, list[tuple[str, str]]]]:
    """Gates before start and before end, each with how it may be put off."""
    return [
        (title, [(said(GATES[gate.code][1]), _put_off(gate)) for gate in held])
        for title, held in (
            (_("Før oppstart"), template.gates.start),
            (_("Før avslutning"), template.gates.end),
        )
    ]


def _put_off(gate: Any) -> str:
    if gate.kind is GateKind.SAFETY:
        return _("Kan aldri utsettes")
    return ngettext("Kan utsettes %(n)d dag", "Kan utsettes %(n)d dager", gate.defer_days) % {
        "n": gate.defer_days
    }


KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.ADDED: ("success", "PlusCircle"),
    Kind.REMOVED: ("danger", "MinusCircle"),
    Kind.CHANGED: ("info", "PencilWriting"),
    Kind.MOVED: ("warning", "ArrowsCirclepath"),
}


def difference_row(one: Difference, old: Template, new: Template) -> dict[str, Any]:
    """A difference as the page shows it."""
    color, icon = KINDS[one.kind]
    names = {
        Kind.ADDED: _("Ny"),
        Kind.REMOVED: _("Fjernet"),
        Kind.CHANGED: _("Endret"),
        Kind.MOVED: _("Flyttet"),
    }
    return {
        "color": color,
        "icon": icon,
        "kind": names[one.kind],
        "what": _what(one, old, new),
        "field": _field(one),
        "before": _plain(one.before),
        "after": _plain(one.after),
    }


def _what(one: Difference, old: Template, new: Template) -> str:
    if one.part == "step":
        found = new.step(one.code) or old.step(one.code)
        return said(found[1].title) if found else one.code
    if one.part == "gate" and one.code in GATES:
        return said(GATES[one.code][1])
    return _("Malen") if one.part == "template" else _("Krav")


def _field(one: Difference) -> str:
    names = {
        "title": _("Tittel"),
        "help": _("Forklaring"),
        "role": _("Rolle"),
        "due": _("Frist"),
        "form": _("Skjema"),
        "opens": _("Gjøres i"),
        "meets": _("Møter krav"),
        "repeat": _("Gjentas"),
        "second_check": _("Kontrolleres av en til"),
        "when": _("Ved"),
        "optional": _("Kan settes til side"),
        "tells": _("Melding til"),
        "stage": _("Fase"),
        "order": _("Rekkefølge"),
        "start": _("Før oppstart"),
        "end": _("Før avslutning"),
        "name": _("Navn"),
        "about": _("Beskrivelse"),
        "service_types": _("Tjenestetyper"),
        "arrangements": _("Oppfølgingsformer"),
        "evaluation": _("Evaluering"),
        "code": _("Kode"),
    }
    return names.get(one.field, one.field)


def _plain(value: Any) -> str:
    """Plain data in one line: texts in the page's language, codes as they stand in the file."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(value, Mapping):
        if "nb" in value:
            return Words(value["nb"], value.get("en", "")).said_in(language())
        if "title" in value:
            return _plain(value["title"])
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value)) or "–"
    return str(value)
