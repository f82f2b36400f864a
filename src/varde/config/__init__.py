"""The composition root: settings, urls, roles, and who hears what. Knows everything; nothing below knows it."""
