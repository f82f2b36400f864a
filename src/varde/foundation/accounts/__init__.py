"""User accounts: who can log in, and how a desk or duty phone is shared. What one may do is the organisations' to say.

Owns: the account, the PIN, the shared desk and who is known to it for a shift, locking and switching, the rule that
everybody has a second factor. Does not own: memberships, roles, invitations (organisations), login itself (allauth).
"""
