"""Messages out of the house, and news inside it [varsel].

Owns every message to a receiver by app, SMS, ringing voice call or e-mail: its text, its way through the gateway,
and what came back. A message that is not answered, or could not be sent, counts as not received, and the one who
asked for it is told. Does not own who shall be called or when (care/alarms, care/rota).
"""
