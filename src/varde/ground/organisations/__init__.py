"""Who is responsible, who works for whom, and on which agreement.

Owns organisations of all kinds, their units, memberships with period, cooperation agreements, contact persons
and invitations. From these it says what a person may do where (the Actor). Does not own login accounts
(foundation/accounts) or who is on duty (care/rota).
"""
