"""The recipients, those around them, and who may see what of them.

Owns recipients (tjenestemottakere), next of kin, addresses with protection, ways in, risks, adaptations, the next
planned visit, and the care relation: on which basis somebody may open a card. Does not own equipment, response
plans or the patient record. `queries` looks at care relations and nothing else when it decides who sees a person.
"""
