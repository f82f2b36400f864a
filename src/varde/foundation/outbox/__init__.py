"""News from a lower app to a higher one, and every job that must survive a crash.

One row per event and subscriber. A row is claimed for a while; a claim that expires runs again, with back-off,
and after a number of tries a person is told. Handlers are idempotent.
"""
