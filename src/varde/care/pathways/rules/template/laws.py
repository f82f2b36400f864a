"""What every template keeps, whoever wrote it. Each law looks at the whole template and names every place that breaks it."""

from collections import Counter
from collections.abc import Iterator

from varde.care.pathways.rules.template.codes import (
    END_GATES,
    GATES,
    MUST_END,
    MUST_START,
    ROLES,
    SIGNED_GATES,
    START_GATES,
    Anchor,
    GateKind,
    Stage,
    Words,
)
from varde.care.pathways.rules.template.shape import Step, Template, TemplateGate, is_live

Way = tuple[str | int, ...]
Broken = tuple[Way, Words]
ORDER = tuple(Stage)
_TOO_EARLY = {
    Anchor.ALLOCATED: (Stage.REFERRAL, Stage.ASSESSMENT),
    Anchor.STARTED: ORDER[: ORDER.index(Stage.TRAINING)],
}


def broken_laws(template: Template) -> list[Broken]:
    """Every law that the template breaks, in the order of the file. Empty: it can be used."""
    return [
        *_stages(template),
        *_lists(template),
        *_steps(template),
        *_gates(template),
        *_meeting(template),
    ]


def _stages(template: Template) -> Iterator[Broken]:
    if tuple(stage.code for stage in template.stages) != ORDER:
        yield (
            ("stages",),
            Words(
                f"De åtte fasene må stå én gang hver, i rekkefølgen {', '.join(ORDER)}.",
                f"The eight stages must stand once each, in the order {', '.join(ORDER)}.",
            ),
        )
    for nr, stage in enumerate(template.stages):
        if not any(step.role_in(one) for step in stage.steps for one in template.arrangements):
            yield (
                ("stages", nr),
                Words(
                    "Fasen har ingen steg som noen skal gjøre.", "The stage has no step that anybody does."
                ),
            )


def _lists(template: Template) -> Iterator[Broken]:
    for name in ("arrangements", "service_types"):
        held = getattr(template, name)
        if not held or len(set(held)) != len(held):
            yield (
                (name,),
                Words(
                    "Skriv minst én kode, og hver kode én gang.", "Give at least one code, each code once."
                ),
            )


def _steps(template: Template) -> Iterator[Broken]:
    seen = Counter(step.code for stage in template.stages for step in stage.steps)
    first = True
    for s, stage in enumerate(template.stages):
        for nr, step in enumerate(stage.steps):
            way: Way = ("stages", s, "steps", nr)
            if seen[step.code] > 1:
                text = (
                    f"Koden «{step.code}» er brukt på flere steg.",
                    f"The code “{step.code}” stands on several steps.",
                )
                yield (*way, "code"), Words(*text)
            yield from ((way + more, text) for more, text in _roles(template, step))
            yield from ((way + more, text) for more, text in _dates(stage.code, step, first))
            first = False


def _roles(template: Template, step: Step) -> Iterator[Broken]:
    given = [step.role] if isinstance(step.role, str) else list(step.role.values())
    for role in given:
        if role not in ROLES:
            yield ("role",), Words(f"Rollen «{role}» finnes ikke.", f"There is no role “{role}”.")
    if not isinstance(step.role, str) and not (step.role and set(step.role) <= set(template.arrangements)):
        text = (
            "Rollen må gjelde oppfølgingsformer som malen har.",
            "The role must be for arrangements of the template.",
        )
        yield ("role",), Words(*text)


def _dates(stage: Stage, step: Step, is_first: bool) -> Iterator[Broken]:
    if step.due and stage in _TOO_EARLY.get(step.due.after, ()):
        yield (
            ("due", "after"),
            Words(
                "Fristen regnes fra noe som skjer senere.", "The due date is counted from something later."
            ),
        )
    if step.due and step.due.after is Anchor.PREVIOUS and is_first:
        yield (
            ("due", "after"),
            Words("Det finnes ikke noe steg før dette.", "There is no step before this one."),
        )
    if step.repeat and not is_live(stage, step):
        yield (
            ("repeat",),
            Words(
                "Bare en tjeneste i drift har steg som gjentas.",
                "Only a running service has steps that repeat.",
            ),
        )
    if step.repeat and step.when:
        yield (
            ("when",),
            Words(
                "Et steg gjentas enten fast eller ved behov.",
                "A step repeats by the calendar or when needed, not both.",
            ),
        )
    if step.repeat and step.repeat.choices and step.repeat.count not in step.repeat.choices:
        yield (
            ("repeat", "choices"),
            Words("Valgene må omfatte det vanlige intervallet.", "The choices must hold the usual interval."),
        )


def _gates(template: Template) -> Iterator[Broken]:
    for moment, held, known, must in (
        ("start", template.gates.start, START_GATES, MUST_START),
        ("end", template.gates.end, END_GATES, MUST_END),
    ):
        codes = Counter(gate.code for gate in held)
        for code in sorted(must - codes.keys()):
            text = f"Kravet «{code}» kan ikke utelates.", f"The gate “{code}” cannot be left out."
            yield ("gates", moment), Words(*text)
        for nr, gate in enumerate(held):
            way: Way = ("gates", moment, nr)
            if gate.code not in known or codes[gate.code] > 1:
                text = (
                    f"«{gate.code}» er ukjent her, eller står to ganger.",
                    f"“{gate.code}” is unknown here, or stands twice.",
                )
                yield (*way, "code"), Words(*text)
            else:
                yield from ((way + more, text) for more, text in _kind(gate))


def _kind(gate: TemplateGate) -> Iterator[Broken]:
    kind = GATES[gate.code][0]
    if gate.kind is not kind:
        text = (
            f"Kravet «{gate.code}» er alltid av slaget {kind}.",
            f"The gate “{gate.code}” is always of kind {kind}.",
        )
        yield ("kind",), Words(*text)
    if (gate.defer_days is not None) is not (kind is GateKind.QUALITY):
        yield (
            ("defer_days",),
            Words(
                "Et kvalitetskrav har et antall dager det kan utsettes; et sikkerhetskrav kan aldri utsettes.",
                "A quality gate has the days it may be deferred; a safety gate is never deferred.",
            ),
        )


def _meeting(template: Template) -> Iterator[Broken]:
    """A gate that a signed step meets has such a step in every arrangement, early enough; no step meets anything else."""
    starts = {gate.code for gate in template.gates.start} & SIGNED_GATES
    ends = {gate.code for gate in template.gates.end} & SIGNED_GATES
    for s, stage in enumerate(template.stages):
        for nr, step in enumerate(stage.steps):
            late = is_live(stage.code, step)
            wrong = set(step.meets) - (ends if late else starts)
            if wrong or (step.meets and (step.optional or (step.when and not late))):
                yield (
                    ("stages", s, "steps", nr, "meets"),
                    Words(
                        "Steget kan ikke møte dette kravet: kravet mangler i malen, avgjøres et annet sted, eller steget kommer for sent eller kan utelates.",
                        "The step cannot meet this gate: the gate is not in the template, is decided elsewhere, or the step comes too late or can be left out.",
                    ),
                )
    for arrangement in template.arrangements:
        met = {code for _stage, step in template.steps_in(arrangement) for code in step.meets}
        for code in sorted((starts | ends) - met):
            yield (
                ("gates",),
                Words(
                    f"Ingen steg møter kravet «{code}» i oppfølgingsformen {arrangement}.",
                    f"No step meets the gate “{code}” in the arrangement {arrangement}.",
                ),
            )
