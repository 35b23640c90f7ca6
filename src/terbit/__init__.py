"""Terbit: a publishing house in one package. ARCHITECTURE.md is the map."""

__version__ = "0.1.0"
