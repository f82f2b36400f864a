"""The service model: what has to be settled to run services with technology, who settles it, and what proves it.

Owns the content (6 areas, 25 tasks), its layers (national, regional, local), each municipality's answers, responsible
people and clarifications. Does not own what proves an answer: that lies in the apps that run the service.
"""
