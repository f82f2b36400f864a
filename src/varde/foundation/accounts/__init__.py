"""User accounts: who can log in. What they may do is the organisations' to say."""
