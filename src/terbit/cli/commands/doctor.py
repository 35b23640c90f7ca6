"""`terbit doctor`: looks the house over, and says what to do."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from terbit.cli.doctor.line import Line, worst
from terbit.config import Settings, load, problems

NAME = "doctor"
HELP = "look the house over: settings, clock, disk, databases, mail, keys, processes, backups; changes nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """What can be used of them; the doctor names the others."""
    wrong = problems(environ)
    return load({name: value for name, value in environ.items() if name not in wrong})


def run(options: argparse.Namespace, settings: Settings) -> int:
    """0 where all is well, 1 where there is a warning, 2 where something is wrong."""
    from terbit.cli.doctor.all import examine

    environ = dict(os.environ)
    wrong = problems(environ)
    for name in wrong:
        del os.environ[name]  # Django's settings are read from there, and would refuse
    lines: list[Line] = []
    for line in examine(settings, environ, wrong, datetime.now(UTC)):
        lines.append(line)
        if not options.json:
            _print(line)
    if options.json:
        rows = [
            {"about": line.about, "state": line.state.name.lower(), "found": line.found, "advice": line.advice}
            for line in lines
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    return int(worst(lines))


def _print(line: Line) -> None:
    print(f"{line.state.name.lower():8} {line.about:12} {line.found}", flush=True)
    if line.advice:
        print(f"{'':21} → {line.advice}", flush=True)
