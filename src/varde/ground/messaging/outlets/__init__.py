"""The ways out of the house: the message gateway and e-mail."""
