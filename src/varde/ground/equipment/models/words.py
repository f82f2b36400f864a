"""The Norwegian word of each code, for forms, lists and history."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from varde.ground.equipment.rules.lifecycle import Move, State
from varde.ground.equipment.rules.maintenance import Doer, Task
from varde.ground.equipment.rules.networks import Network, Operator
from varde.ground.equipment.rules.orders import OrderState
from varde.ground.equipment.rules.ownership import Ownership

STATES: Final = {
    State.ORDERED: _("Bestilt"),
    State.IN_STORE: _("Klar på lager"),
    State.RESERVED: _("Satt av"),
    State.WITH_INSTALLER: _("Hos montør"),
    State.PLACED: _("Utplassert"),
    State.COLLECTED: _("Innhentet"),
    State.IN_WASH: _("Til vask"),
    State.PENDING_WIPE: _("Venter på sletting"),
    State.IN_REPAIR: _("Til reparasjon"),
    State.LENT_TO_SUPPLIER: _("Hos leverandøren"),
    State.IN_TRANSIT: _("Mellom to lagre"),
    State.TO_RETURN: _("Skal leveres tilbake"),
    State.LOST: _("Mistet"),
    State.RETURNED: _("Levert tilbake"),
    State.RETIRED: _("Kassert"),
    State.HANDED_OVER: _("Overtatt av en annen virksomhet"),
}
MOVES: Final = {
    Move.REGISTER: _("Registrert"),
    Move.RECEIVE: _("Mottatt"),
    Move.NEVER_CAME: _("Kom aldri"),
    Move.RESERVE: _("Satt av til en bestilling"),
    Move.RELEASE: _("Ikke lenger satt av"),
    Move.PICK: _("Gitt til montør"),
    Move.PUT_BACK: _("Lagt tilbake på lager"),
    Move.PLACE: _("Utplassert"),
    Move.TAKE_OVER: _("Overtatt i bruk"),
    Move.COLLECT: _("Innhentet"),
    Move.WASH: _("Sendt til vask"),
    Move.WASHED: _("Vasket"),
    Move.WIPE: _("Nullstilt og slettet"),
    Move.SEND_TO_REPAIR: _("Sendt til reparasjon"),
    Move.REPAIRED: _("Reparert"),
    Move.LEND: _("Sendt til leverandøren"),
    Move.COME_BACK: _("Kommet tilbake fra leverandøren"),
    Move.SEND: _("Sendt til et annet lager"),
    Move.ARRIVE: _("Kommet til lageret"),
    Move.SET_ASIDE: _("Skal leveres tilbake"),
    Move.RESTOCK: _("Lagt på lager igjen"),
    Move.GIVE_BACK: _("Levert tilbake"),
    Move.LOSE: _("Meldt mistet"),
    Move.FIND: _("Funnet igjen"),
    Move.RETIRE: _("Kassert"),
    Move.HAND_OVER: _("Gitt over til en annen virksomhet"),
    Move.COUNT: _("Sett ved telling"),
}
OWNERSHIPS: Final = {
    Ownership.MUNICIPALITY: _("Kommunens eget"),
    Ownership.LEASED: _("Leid"),
    Ownership.BHM: _("Behandlingshjelpemidler (BHM)"),
    Ownership.NAV: _("NAV Hjelpemiddelsentral"),
    Ownership.PRIVATE: _("Tjenestemottakerens eget"),
    Ownership.PARTNER: _("En annen virksomhets"),
}
NETWORKS: Final = {
    Network.G2: "2G",
    Network.G3: "3G",
    Network.G4: "4G",
    Network.G5: "5G",
    Network.WIFI: _("Trådløst nett (wifi)"),
    Network.WIRED: _("Kabel"),
    Network.RADIO: _("Radio til base"),
}
OPERATORS: Final = {Operator.TELENOR: "Telenor", Operator.TELIA: "Telia"}
ORDER_STATES: Final = {
    OrderState.ORDERED: _("Bestilt"),
    OrderState.PICKED: _("Plukket"),
    OrderState.HANDED_OUT: _("Hos montør"),
    OrderState.INSTALLED: _("Utplassert"),
    OrderState.CANCELLED: _("Avlyst"),
}
TASKS: Final = {
    Task.CHARGE: _("Lad"),
    Task.BATTERY: _("Bytt batteri"),
    Task.WASH: _("Vask"),
    Task.FIRMWARE: _("Oppdater programvare"),
    Task.CALIBRATE: _("Kalibrer"),
    Task.FUNCTION: _("Prøv at det virker"),
    Task.SPARE_PART: _("Bytt del"),
    Task.INSPECT: _("Se over"),
}
DOERS: Final = {
    Doer.WHERE_IT_IS: _("De som følger det opp der det står"),
    Doer.STORE: _("Lageret"),
    Doer.SUPPLIER: _("Leverandøren"),
}


def choices(words: object) -> list[tuple[str, object]]:
    return [(key.value, word) for key, word in words.items()]  # type: ignore[attr-defined]
