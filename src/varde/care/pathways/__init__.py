"""The pathway of a recipient, from referral to returned and wiped equipment: what is missing now, and who owns it.

Owns the service catalogue, templates, cases with their tasks, gates, pauses, grounds, consents, adaptations, concerns,
evaluations, letters, hand-overs and the timeline of the case. Does not own who the person is (ground/people), the
equipment (ground/equipment), the forms (ground/questionnaires) or the alarms (care/alarms): it asks them through slots.
"""
