"""From pilot to operation: how a technology is introduced in a municipality, and how far it has spread in the region.

Owns introductions [innføring] with their units, checklists and evaluations, each municipality's status per technology,
the status of the national goals, and deliverables that one municipality makes and the others take over [bestilling 1].
Does not own recipients: how many there are is asked of the apps that serve them, and comes as a number.
"""
