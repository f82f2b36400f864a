"""The pages that belong to no single app: the home page "Mine oppgaver", my account, operations status, health."""
