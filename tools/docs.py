"""Pages of docs/ that are made from the code: `python -m tools.docs` writes them, a test compares them."""

from __future__ import annotations

from pathlib import Path

from terbit.config import Settings, shown

SETTINGS = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = """# Settings

Every setting is a variable of the environment, read once when a process starts. A wrong one, or a `TERBIT_` name that
is none, stops every `terbit` command with exit code 2 and a sentence that says which and why. An empty value means
the default. `terbit settings` prints what holds here (`--json` for programs); passwords are masked.

What is published, sold and free (policy, price, names) is not a setting but the house's own data, in the newsroom
under *House settings*.

This page is made from `src/terbit/config.py` by `python -m tools.docs`.
"""


def settings_page() -> str:
    """docs/settings.md, whole."""
    parts = [HEAD]
    for one in shown(Settings()):
        default = f" Default: `{one.default}`." if one.default else ""  # else the help says what empty means
        parts.append(f"## {one.name}\n\n{one.help}{default}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    SETTINGS.parent.mkdir(exist_ok=True)
    SETTINGS.write_text(settings_page())
