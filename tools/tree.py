"""What may not stand in the tree: addresses of package registries, paths of the machine it was written on, big files.

Run from the root: `python tools/tree.py`. Prints one line for each finding; exit code 1 when there is any.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

BIGGEST_BYTES = 600_000
NOT_KEPT = re.compile(r"^(\.venv|\.git|var|build|__pycache__|\.hypothesis|\..*_cache|.*\.egg-info)$")
BINARY = {".png", ".webp", ".jpg", ".jpeg", ".mo", ".woff2", ".ico", ".gif"}
# Written so that this file does not name what it looks for.
REGISTRY = re.compile(
    r"https?://[^\s\"']*(?:p[y]pi\.|p[y]thonhosted\.|n[p]mjs\.|/[s]imple\b)|--(?:extra-)?i[n]dex-url|--f[i]nd-links"
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:r[o]ot|w[o]rk|h[o]me)/[\w.]")
MAY_NAME_OPTIONS = {"tools/lock.sh", "tools/fresh.sh"}


def findings(root: Path, files: list[str]) -> list[str]:
    """A sentence for every file that should not be as it is; `files` are relative to `root`."""
    found = []
    for name in files:
        file = root / name
        if not file.is_file():
            continue
        if file.stat().st_size > BIGGEST_BYTES:
            found.append(f"{name}: {file.stat().st_size} bytes; at most {BIGGEST_BYTES} may be kept here.")
        if file.suffix in BINARY:
            continue
        text = file.read_text(errors="replace")
        for line, what in _addresses(name, text):
            found.append(f"{name}:{line}: {what}")
    return found


def _addresses(name: str, text: str) -> list[tuple[int, str]]:
    found = []
    if name not in MAY_NAME_OPTIONS:
        found += [
            (at.start(), f"the address of a package registry: {at.group().strip()}") for at in REGISTRY.finditer(text)
        ]
    found += [(at.start(), f"a path of one machine: {at.group()}") for at in MACHINE_PATH.finditer(text)]
    return [(text.count("\n", 0, start) + 1, what) for start, what in sorted(found)]


def kept_files(root: Path) -> list[str]:
    """Files that are in the repository, or would be: not those that .gitignore names."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):  # unpacked from an archive: no git, or no repository
        inside = (path.relative_to(root) for path in root.rglob("*"))
        return sorted(str(path) for path in inside if not any(NOT_KEPT.search(part) for part in path.parts))
    return sorted(name for name in listed.split("\0") if name)


if __name__ == "__main__":
    here = Path(__file__).parents[1]
    problems = findings(here, kept_files(here))
    print("\n".join(problems) or "The tree is clean.")
    sys.exit(1 if problems else 0)
