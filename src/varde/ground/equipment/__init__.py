"""The equipment that recipients are given, where each piece is, and whose it is at an instant.

Owns products, items (utstyr) and placements (utplassert, innhentet). Does not own signals, alarms or who is
responsible for answering them. Stock, orders, maintenance and swaps come later.
"""
