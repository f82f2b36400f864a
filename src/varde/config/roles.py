"""Who may do what. One table; every change of it is a line in docs/access-matrix.md that somebody reads.

`permissions` hold in the member's own organisation, and in every client whose agreement in force names the role.
`beyond` is what remains where such an agreement lapsed by date: the minimum needed to help somebody now.
"""

from __future__ import annotations

from varde.care.rota.permissions import RotaPermission as Rota
from varde.foundation.authorisation import Role
from varde.ground.equipment.permissions import EquipmentPermission as Equipment
from varde.ground.messaging.permissions import MessagingPermission as Mes
from varde.ground.organisations.permissions import OrganisationPermission as Org
from varde.ground.people.permissions import PeoplePermission as People


def _role(
    code: str,
    title: str,
    sentence: str,
    *permissions: str,
    beyond: tuple[str, ...] = (),
    machine: bool = False,
) -> Role:
    return Role(code, title, sentence, frozenset(map(str, permissions)), frozenset(map(str, beyond)), machine)


_TABLE = (
    _role(
        "response_operator",
        "Responsoperatør",
        "Ser, tar, vurderer og avslutter alarmer ved responssenteret.",
        Org.VIEW,
        Equipment.VIEW,
        People.VIEW,
        People.SEARCH,
        People.EMERGENCY,
        People.MINIMUM,
        People.REVEAL_WAY_IN,
        People.OPEN_RELATION,
        Mes.READ_INBOX,
        Rota.VIEW,
        Rota.CHECK_IN,
        Rota.REACH,
        beyond=(People.MINIMUM, People.REVEAL_WAY_IN, People.OPEN_RELATION, Rota.VIEW, Rota.REACH),
    ),
    _role(
        "home_care",
        "Ansatt i hjemmetjenesten",
        "Får utrykninger på vakttelefonen, svarer, rykker ut og skriver hva som ble gjort.",
        Org.VIEW,
        Equipment.VIEW,
        People.VIEW,
        People.SEARCH,
        People.EMERGENCY,
        People.MINIMUM,
        People.REVEAL_WAY_IN,
        People.OPEN_RELATION,
        People.CHANGE_CARE,
        Mes.READ_INBOX,
        Rota.VIEW,
        Rota.CHECK_IN,
    ),
    _role(
        "case_officer",
        "Saksbehandler",
        "Registrerer tjenestemottakere og deres pårørende, adresse og vei inn.",
        Org.VIEW,
        Equipment.VIEW,
        People.VIEW,
        People.VIEW_ALL,
        People.VIEW_IDENTITY,
        People.VIEW_PROTECTED,
        People.SEARCH,
        People.EXPORT,
        People.REGISTER,
        People.CHANGE_CARE,
        People.REVEAL_WAY_IN,
        People.OPEN_RELATION,
        Mes.READ_INBOX,
    ),
    _role(
        "superuser",
        "Ressursperson",
        "Setter ut og tar inn utstyr, og lager varslingsplaner.",
        Org.VIEW,
        Equipment.VIEW,
        Equipment.MANAGE,
        Equipment.PLACE,
        People.VIEW,
        People.SEARCH,
        People.REVEAL_WAY_IN,
        People.OPEN_RELATION,
        Mes.READ_INBOX,
        Rota.VIEW,
    ),
    _role(
        "unit_leader",
        "Avdelingsleder",
        "Har ansvar for vaktplan, varslingsplaner og regler i egen tjeneste.",
        Org.VIEW,
        Equipment.VIEW,
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
    ),
    _role(
        "system_manager",
        "Systemforvalter",
        "Forvalter organisasjoner, brukerkontoer, avtaler, kilder og nøkler.",
        Org.VIEW,
        Mes.READ_INBOX,
        Org.MANAGE,
        Org.MANAGE_MEMBERS,
        Org.MANAGE_AGREEMENTS,
        Mes.VIEW_LOG,
    ),
    _role(
        "privacy_coordinator",
        "Personvernkoordinator",
        "Følger med på hvem som har sett hva.",
        Org.VIEW,
        Mes.READ_INBOX,
        Org.VIEW_ACCESS_LOG,
    ),
    _role(
        "secretariat",
        "Helseteknologisekretariat",
        "Ser organisasjoner og avtaler i regionen, aldri tjenestemottakere.",
        Org.VIEW,
        Mes.READ_INBOX,
    ),
    _role(
        "messenger",
        "Varslingstjenesten",
        "Sender varsler, følger dem til de er besvart, og stopper dem som ikke trengs lenger.",
        Mes.SEND,
        Mes.DELIVER,
        machine=True,
    ),
    _role(
        "message_gateway",
        "Meldingstjenesten utenfor",
        "Melder tilbake hva som skjedde med en SMS eller oppringing.",
        Mes.REPORT,
        machine=True,
    ),
    _role(
        "rota_worker",
        "Vaktplanens arbeider",
        "Lager vakter av faste mønstre og ser etter vaktlag uten noen på vakt.",
        Rota.VIEW,
        Rota.RUN,
        machine=True,
    ),
)

ROLES = {role.code: role for role in _TABLE}
