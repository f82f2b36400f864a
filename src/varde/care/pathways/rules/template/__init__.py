"""Pathway templates [forløpsmaler] as data: read strictly, kept to laws, compared step by step.

Start at `read_template` (YAML text) or `template_from` (stored data); both raise `TemplateFault`, whose faults name line
and place in Norwegian. `Template.steps_in(arrangement)` gives the steps of one arrangement. The form of the file stands
in shape.py, the fixed codes in codes.py, what no template may break in laws.py.
"""

from varde.care.pathways.rules.template.codes import (
    ANCHORS,
    ARRANGEMENTS,
    AUDIENCES,
    END_GATES,
    GATES,
    NEEDS,
    PLACES,
    ROLES,
    SIGNED_GATES,
    STAGES,
    START_GATES,
    Anchor,
    Arrangement,
    Audience,
    GateKind,
    Need,
    Place,
    Stage,
    Words,
)
from varde.care.pathways.rules.template.compare import Difference, Kind, differences
from varde.care.pathways.rules.template.faults import Fault, TemplateFault
from varde.care.pathways.rules.template.reading import read_template, template_from
from varde.care.pathways.rules.template.shape import (
    Due,
    EvaluationRule,
    Gates,
    Repeat,
    Span,
    StageSteps,
    Step,
    Template,
    TemplateGate,
    is_live,
    template_row,
)
from varde.care.pathways.rules.template.writing import template_text

__all__ = [
    "ANCHORS",
    "ARRANGEMENTS",
    "AUDIENCES",
    "END_GATES",
    "GATES",
    "NEEDS",
    "PLACES",
    "ROLES",
    "SIGNED_GATES",
    "STAGES",
    "START_GATES",
    "Anchor",
    "Arrangement",
    "Audience",
    "Difference",
    "Due",
    "EvaluationRule",
    "Fault",
    "GateKind",
    "Gates",
    "Kind",
    "Need",
    "Place",
    "Repeat",
    "Span",
    "Stage",
    "StageSteps",
    "Step",
    "Template",
    "TemplateFault",
    "TemplateGate",
    "Words",
    "differences",
    "is_live",
    "read_template",
    "template_from",
    "template_row",
    "template_text",
]
