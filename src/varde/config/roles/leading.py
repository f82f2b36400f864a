"""What leaders, managers, coordinators and suppliers may do."""

from __future__ import annotations

from varde.care.alarms.permissions import AlarmPermission as Alarm
from varde.care.pathways.permissions import PathwayPermission as Path
from varde.care.rota.permissions import RotaPermission as Rota
from varde.config.roles.row import role
from varde.foundation.authorisation import Role
from varde.governance.servicemodel.permissions import ServiceModelPermission as Model
from varde.governance.support.permissions import SupportPermission as Support
from varde.ground.equipment.permissions import EquipmentPermission as Equipment
from varde.ground.messaging.permissions import MessagingPermission as Mes
from varde.ground.organisations.permissions import OrganisationPermission as Org
from varde.ground.people.permissions import PeoplePermission as People
from varde.ground.questionnaires.permissions import QuestionnairePermission as Que

LEADING: tuple[Role, ...] = (
    role(
        "unit_leader",
        "Avdelingsleder",
        "Har ansvar for vaktplan, varslingsplaner og regler i egen tjeneste.",
        Org.VIEW,
        Model.VIEW,
        Model.ANSWER,
        Model.OWN,
        Support.LOOK_UP,
        Support.REPORT,
        Support.VIEW,
        Support.OVERSEE,
        Support.MANAGE,
        Path.VIEW,
        Path.VIEW_ALL,
        Path.WORK,
        Path.EXCEPT,
        Path.WIND_DOWN,
        Path.END,
        Path.HAND_OVER,
        Path.LEAD,
        Path.EXPORT,
        Path.COPY_RECORD,
        Path.VIEW_CATALOGUE,
        Path.MANAGE_CATALOGUE,
        Alarm.VIEW_BOARD,
        Alarm.RESPOND,
        Alarm.VIEW_HISTORY,
        Alarm.COPY_RECORD,
        Alarm.MANAGE_PLANS,
        Alarm.MANAGE_RULES,
        Equipment.VIEW,
        Equipment.VIEW_COST,
        People.VIEW,
        People.VIEW_ALL,
        People.SEARCH,
        People.EXPORT,
        People.EMERGENCY,
        People.REVIEW_EMERGENCY,
        People.CHANGE_CARE,
        People.OPEN_RELATION,
        Mes.READ_INBOX,
        Rota.VIEW,
        Rota.CHECK_IN,
        Rota.REACH,
        Rota.MANAGE,
        Org.VIEW_ACCESS_LOG,
        Que.VIEW,
        Que.READ,
        Que.ANSWER,
        Que.MANAGE,
    ),
    role(
        "system_manager",
        "Systemforvalter",
        "Forvalter organisasjoner, brukerkontoer, avtaler, kilder og nøkler.",
        Org.VIEW,
        Model.VIEW,
        Model.ANSWER,
        Support.LOOK_UP,
        Support.REPORT,
        Support.VIEW,
        Support.HANDLE,
        Support.OVERSEE,
        Support.MANAGE,
        Path.VIEW_CATALOGUE,
        Alarm.VIEW_RAW,
        Alarm.MANAGE_SOURCES,
        Mes.READ_INBOX,
        Org.MANAGE,
        Org.MANAGE_MEMBERS,
        Org.MANAGE_AGREEMENTS,
        Mes.VIEW_LOG,
        Que.VIEW,
        Que.MANAGE,
    ),
    role(
        "privacy_coordinator",
        "Personvernkoordinator",
        "Følger med på hvem som har sett hva.",
        Org.VIEW,
        Model.VIEW,
        Model.ANSWER,
        Support.LOOK_UP,
        Mes.READ_INBOX,
        Org.VIEW_ACCESS_LOG,
    ),
    role(
        "secretariat",
        "Helseteknologisekretariat",
        "Ser organisasjoner og avtaler i regionen, aldri tjenestemottakere.",
        Org.VIEW,
        Model.VIEW,
        Model.COMPARE,
        Path.VIEW_CATALOGUE,
        Mes.READ_INBOX,
    ),
    role(
        "supplier_support",
        "Leverandørens support",
        "Ser saker som er sendt til leverandøren, svarer og melder dem rettet. Aldri hvem de gjelder.",
        Support.SUPPLY,
    ),
)
