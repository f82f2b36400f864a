"""What machines may do: actors of their own, each with its row."""

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

MACHINES: tuple[Role, ...] = (
    role(
        "console",
        "Konsollen",
        "Forvalter kilder og nøkler fra kommandolinjen på maskinen selv.",
        Alarm.MANAGE_SOURCES,
        machine=True,
    ),
    role(
        "signal_reader",
        "Signalleseren",
        "Leser signalloggen og gjør signaler til alarmer.",
        Alarm.READ_SIGNALS,
        machine=True,
    ),
    role(
        "alarm_worker",
        "Alarmarbeideren",
        "Finner hvem signalet gjelder, varsler ledd for ledd og slipper aldri en alarm.",
        Alarm.ESCALATE,
        Org.VIEW,
        Org.NOTICE_LAPSES,
        Equipment.MATCH,
        Equipment.ANSWER_GATES,
        People.FACTS,
        People.MINIMUM,
        People.OPEN_RELATION,
        Rota.VIEW,
        Rota.REACH,
        Mes.SEND,
        Path.ASK,
        machine=True,
    ),
    role(
        "pathway_worker",
        "Forløpsarbeideren",
        "Åpner krav igjen når et unntak er ute, løfter pauser som varer for lenge, og spør de andre delene av Varde.",
        Path.VIEW,
        Path.ASK,
        Path.RUN,
        Path.WORK,
        Path.WIND_DOWN,
        Path.CARRY,
        Alarm.ESCALATE,
        Org.VIEW,
        Equipment.VIEW,
        Equipment.MATCH,
        Equipment.ANSWER_GATES,
        Equipment.HAND_OVER,
        People.VIEW,
        People.REGISTER,
        People.OPEN_RELATION,
        Rota.VIEW,
        machine=True,
    ),
    role(
        "board_watch",
        "Alarmtavlas følger",
        "Ser at en alarmtavle er endret, aldri hva som står på den.",
        Alarm.WATCH,
        machine=True,
    ),
    role(
        "messenger",
        "Varslingstjenesten",
        "Sender varsler, følger dem til de er besvart, og stopper dem som ikke trengs lenger.",
        Mes.SEND,
        Mes.DELIVER,
        machine=True,
    ),
    role(
        "message_gateway",
        "Meldingstjenesten utenfor",
        "Melder tilbake hva som skjedde med en SMS eller oppringing.",
        Mes.REPORT,
        machine=True,
    ),
    role(
        "stock_watch",
        "Lagervakten",
        "Ser at et lager går tomt for noe, og sier fra.",
        Equipment.WATCH_STOCK,
        machine=True,
    ),
    role(
        "equipment_keeper",
        "Utstyrets arbeider",
        "Gir hvert apparat de vedlikeholdsoppgavene som hører til produktet.",
        Equipment.MAINTAIN,
        machine=True,
    ),
    role(
        "rota_worker",
        "Vaktplanens arbeider",
        "Lager vakter av faste mønstre og ser etter vaktlag uten noen på vakt.",
        Rota.VIEW,
        Rota.RUN,
        machine=True,
    ),
    role(
        "public_page",
        "Den åpne siden",
        "Viser innbyggere hva en kommune tilbyr. Ser ingen personer.",
        Path.VIEW_OFFER,
        machine=True,
    ),
    role(
        "metrics",
        "Overvåkingen",
        "Teller alarmer og varsler for overvåkingen, og ser aldri hvem de gjelder.",
        Alarm.MEASURE,
        Mes.MEASURE,
        machine=True,
    ),
    role(
        "support_worker",
        "Supportens arbeider",
        "Gjør tekniske varsler til saker, og følger leverandørenes frister.",
        Support.RUN,
        Equipment.VIEW,
        Org.VIEW,
        machine=True,
    ),
    role(
        "model_prover",
        "Tjenestemodellens måler",
        "Teller og måler det som beviser et punkt i tjenestemodellen, og ser aldri hvem det gjelder.",
        Model.PROVE,
        Alarm.PROVE,
        Path.PROVE,
        Equipment.PROVE,
        Support.PROVE,
        People.PROVE,
        Org.VIEW,
        Org.PROVE,
        machine=True,
    ),
)
