"""The response plan (varslingsplan): ordered steps (ledd), chosen per recipient, alert type and time band."""

from varde.care.alarms.rules.plan.choice import FALLBACK, Band, Choice, select
from varde.care.alarms.rules.plan.cover import holes
from varde.care.alarms.rules.plan.gate import PLAN_FAULT_NAMES, PlanFault, faults
from varde.care.alarms.rules.plan.steps import (
    RINGING,
    Channel,
    Plan,
    Receiver,
    ReceiverKind,
    Step,
    StepKind,
    Terms,
)
from varde.care.alarms.rules.plan.stored import plan_from, plan_row
from varde.care.alarms.rules.plan.versions import Change, compare

__all__ = [
    "FALLBACK",
    "PLAN_FAULT_NAMES",
    "RINGING",
    "Band",
    "Change",
    "Channel",
    "Choice",
    "Plan",
    "PlanFault",
    "Receiver",
    "ReceiverKind",
    "Step",
    "StepKind",
    "Terms",
    "compare",
    "faults",
    "holes",
    "plan_from",
    "plan_row",
    "select",
]
