"""What may happen to a case, what waits, and what stands in the way: no database, no clock."""
