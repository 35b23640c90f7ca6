"""The policy's screen at the desk: how many free articles, over which publications, how often; and what readers then read."""
