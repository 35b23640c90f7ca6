"""Looking a house over: one file for each group of checks, `all` for all of them."""
