"""One file that holds a house, and a house made of it again. No Django, but for the last
step of a restore and for PostgreSQL.

What is in it, in which order it is taken, and what a restored house does differently: docs/operators.md, "Back up and
restore"; why the ledger goes before the house: `databases`.
"""
