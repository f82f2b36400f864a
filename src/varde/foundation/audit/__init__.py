"""The access log: who read or wrote what about whom, where, why, and what was refused. Append-only."""
