"""What higher apps show beside a recipient, handed to the recipient's page."""

from __future__ import annotations

from varde.care.alarms.views import plans
from varde.care.pathways.views import panels as pathways
from varde.governance.support import views as support
from varde.ground.equipment import views as equipment
from varde.ground.people.views.panels import panels
from varde.ground.questionnaires.views import showing as questionnaires


def install() -> None:
    panels[:] = [pathways.panel, equipment.panel, plans.panel, support.panel, questionnaires.panel]
