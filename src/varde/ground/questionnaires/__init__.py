"""Questionnaires [skjemaer]: what we ask, who answered what and when.

Owns definitions shaped as FHIR R4 Questionnaire (versioned; a published version never changes), responses shaped as
QuestionnaireResponse about a recipient, their scores, and the comparison of two of them. Does not own when a form is
due or what an answer leads to: pathways and remote follow-up start a response and hear that it is completed.
"""
