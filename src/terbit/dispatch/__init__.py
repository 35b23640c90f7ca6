"""What changed for readers, in which order? Pages and standings: a compacted log, and the shelf that follows it.

`write` and `models` are the writing half (Django); everything else is the reading half, which the kiosk uses without it.
"""
