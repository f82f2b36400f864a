"""The words of states, moves, orders and operators, for pages: they enter an app by its queries, not by its tables."""

from varde.ground.equipment.models.words import MOVES, OPERATORS, ORDER_STATES, STATES

__all__ = ["MOVES", "OPERATORS", "ORDER_STATES", "STATES"]
