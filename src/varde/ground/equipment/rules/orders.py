"""The internal order, from the case by way of the store to the one who installs."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class OrderState(StrEnum):
    ORDERED = "ordered"
    PICKED = "picked"  # every line has its item, set aside
    HANDED_OUT = "handed_out"  # with the installer
    INSTALLED = "installed"  # placed with the recipient
    CANCELLED = "cancelled"


class OrderMove(StrEnum):
    PICK = "pick"
    UNPICK = "unpick"
    HAND_OUT = "hand_out"
    TAKE_BACK = "take_back"
    INSTALL = "install"
    CANCEL = "cancel"


_S, _V = OrderState, OrderMove
MOVES: Final[dict[tuple[OrderState, OrderMove], OrderState]] = {
    (_S.ORDERED, _V.PICK): _S.PICKED,
    (_S.PICKED, _V.UNPICK): _S.ORDERED,
    (_S.PICKED, _V.HAND_OUT): _S.HANDED_OUT,
    (_S.HANDED_OUT, _V.TAKE_BACK): _S.ORDERED,
    (_S.PICKED, _V.INSTALL): _S.INSTALLED,
    (_S.HANDED_OUT, _V.INSTALL): _S.INSTALLED,
    (_S.ORDERED, _V.CANCEL): _S.CANCELLED,
    (_S.PICKED, _V.CANCEL): _S.CANCELLED,
}
DONE: Final = frozenset({_S.INSTALLED, _S.CANCELLED})


class OrderRefused(Exception):
    """The order has no such move from the state it is in."""

    def __init__(self, move: OrderMove, state: OrderState) -> None:
        super().__init__(f"{move} from {state}")
        self.move, self.state = move, state


def after(state: OrderState, move: OrderMove) -> OrderState:
    try:
        return MOVES[state, move]
    except KeyError:
        raise OrderRefused(move, state) from None
