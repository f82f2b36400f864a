"""Ready values of a session's parts: the board of the matrix, and entries as lists, tables and sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from varde.foundation.ui.components.formats import said
from varde.governance.improvement.forms import EntryForm, PickForm
from varde.governance.improvement.queries import Run
from varde.governance.improvement.rules.outcome import Entry, Placed
from varde.governance.improvement.rules.proposing import shortened, spoken
from varde.governance.improvement.rules.shape import CELL, ENTRY, Content, Part

BETWEEN = " · "


def in_words(content: Content, part: Part | None, values: Mapping[str, str]) -> str:
    """What was written on one line of a part, choices in their words."""
    if part is None or not part.columns:
        return BETWEEN.join(values.values())
    return BETWEEN.join(text for one in part.columns if (text := spoken(content, one, values, said)))


def whole(content: Content, run: Run, sent: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everything that was said, ready for a page. `sent`: the forms that came back with faults, by part."""
    return {
        "run": run,
        "row": run.session,
        "activity": run.activity,
        "parts": shown(content, run, sent),
        "strange": strange(run),
        **(board(content, run) if run.activity.matrix else {}),
    }


def board(content: Content, run: Run) -> dict[str, Any]:
    """The questions that wait, by stage, and the cells with theirs."""
    stages = {one.code: said(one.words) for one in content.lists["stages"]}
    matrix = run.activity.matrix
    waiting = [
        (stages[stage.code], [_card(content, one) for one in run.outcome.unplaced if one.stage == stage.code])
        for stage in (matrix.stages if matrix else ())
    ]
    return {
        "waiting": [(title, cards) for title, cards in waiting if cards],
        "cells": [
            (cell, [_card(content, one) for one in run.outcome.cells[cell.code]]) for cell in content.cells
        ],
        "placed": run.outcome.placed,
        "asked": run.outcome.asked,
    }


def _card(content: Content, one: Placed) -> dict[str, Any]:
    here = one.entry.now.values[CELL] if one.entry else ""
    return {
        "number": one.number,
        "code": one.question.code,
        "title": one.question.title,
        "words": one.question.words,
        "who": one.entry.now.who if one.entry else "",
        "cells": [(key, cell) for key, cell in enumerate(content.cells, 1) if cell.code != here],
        "is_placed": bool(here),
    }


def shown(content: Content, run: Run, sent: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Every part but the matrix, in order, each with its form. `sent`: the forms that came back with faults, by part."""
    found = []
    for part in run.activity.parts:
        if part.kind == "rows":
            one = rows(content, run, part)
        elif part.kind == "pick":
            one = _pick(content, run, part)
        else:
            continue
        form = (sent or {}).get(part.code) or one.pop("make")()
        found.append(
            {
                **one,
                "part": part,
                "form": form,
                "is_short": one["count"] < part.at_least and part.at_least > 1,
            }
        )
    return found


def rows(content: Content, run: Run, part: Part) -> dict[str, Any]:
    here = run.outcome.rows[part.code]
    first = [one.question.code for one in run.before]
    return {
        "heads": [said(one.title) for one in part.columns],
        "entries": [_entry(content, part, one) for one in here],
        "sheet": _sheet(content, part, here) if part.table else None,
        "count": len(here),
        "make": lambda: EntryForm(None, content=content, part=part, first=first),
    }


def _entry(content: Content, part: Part, entry: Entry) -> dict[str, Any]:
    values = entry.now.values
    texts = [spoken(content, one, values, said) for one in part.columns]
    return {
        "line": UUID(entry.line),
        "cells": list(zip((said(one.title) for one in part.columns), texts, strict=True)),
        "text": BETWEEN.join(text for text in texts if text),
        "who": entry.now.who,
        "at": entry.now.at,
        "is_changed": bool(entry.earlier),
    }


def _sheet(content: Content, part: Part, here: tuple[Entry, ...]) -> dict[str, Any]:
    """Entries laid out by two columns; the rest of each stands in its cell."""
    by_row, by_column = (next(one for one in part.columns if one.code == code) for code in part.table or ())
    rest = [one for one in part.columns if one not in (by_row, by_column)]
    across = content.choices(by_column.choices)
    lines = []
    for code, words in content.choices(by_row.choices).items():
        cells = [
            (
                said(title),
                [
                    {
                        "line": UUID(one.line),
                        "text": ": ".join(spoken(content, column, one.now.values, said) for column in rest),
                    }
                    for one in here
                    if (one.now.values.get(by_row.code), one.now.values.get(by_column.code)) == (code, key)
                ],
            )
            for key, title in across.items()
        ]
        lines.append((said(words), cells))
    return {"head": said(by_row.title), "heads": [said(words) for words in across.values()], "lines": lines}


def _pick(content: Content, run: Run, part: Part) -> dict[str, Any]:
    sources = [run.activity.part(code) for code in part.of]
    choices = [
        (one.line, shortened(_entry(content, source, one)["text"]))
        for source in sources
        if source is not None
        for one in run.outcome.rows[source.code]
    ]
    entry = run.outcome.picked.get(part.code)
    chosen = entry.now.values.get(ENTRY, "") if entry else ""
    return {
        "choices": choices,
        "chosen": dict(choices).get(chosen, ""),
        "is_gone": bool(chosen) and chosen not in dict(choices),
        "count": int(chosen in dict(choices)),
        "make": lambda: PickForm(None, part=part, entries=choices, start=chosen),
    }


def strange(run: Run) -> list[dict[str, Any]]:
    """What stands in no part that the activity has now: shown as it was said."""
    return [
        {"text": BETWEEN.join(one.now.values.values()), "who": one.now.who, "at": one.now.at}
        for one in run.outcome.strange
    ]
