"""The `terbit` command: one file per subcommand in `commands/`. Django is loaded only by those that need it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from terbit.cli.commands import COMMANDS
from terbit.config import SettingError, load
from terbit.house.refused import StartRefused

WRONG_SETTING = 2
REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 2 for a wrong setting or a wrong command line, 1 where it was refused."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parse(given)
    try:
        return int(options.run(options, options.read(os.environ)))
    except SettingError as problem:
        print(problem, file=sys.stderr)
        return WRONG_SETTING
    except StartRefused as problem:
        print(problem, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED


def _parse(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="terbit", description="A publishing house in one package.", allow_abbrev=False
    )
    subcommands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        line: dict[str, Any] = {"help": command.HELP} if command.HELP else {}  # the supervisor's parts have no line
        sub = subcommands.add_parser(
            command.NAME, description=command.HELP or command.__doc__, allow_abbrev=False, **line
        )
        sub.set_defaults(run=command.run, read=getattr(command, "read_settings", load))  # the doctor reads past errors
        command.arguments(sub)
    if given[:1] == ["manage"]:  # everything behind it belongs to Django, options too
        return argparse.Namespace(**{**vars(parser.parse_args(["manage"])), "rest": given[1:]})
    return parser.parse_args(given)
