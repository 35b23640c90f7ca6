"""A busy house whose processes are killed: what it is busy with, who is killed, and what must hold all the same."""
