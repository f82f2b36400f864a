"""Who is on duty now, who is planned to be, and when nobody is.

Owns pools (vaktlag), repeating patterns, shifts, duty check-ins (påmelding til vakt), contact methods of duty, and the
holes that were noticed. The check-in is the truth; shifts are the plan. Does not own the sending of messages
(ground/messaging) or what an alarm does when nobody is there (care/alarms).
"""
