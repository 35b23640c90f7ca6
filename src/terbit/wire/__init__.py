"""How news comes in, and goes out: one folder for each format, one neutral model (story.py) between them and the house."""
