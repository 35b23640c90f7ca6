"""The command line: what loads what, what is refused with which sentence and exit code."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from terbit.cli import main
from terbit.cli.printing import print_rows


def terbit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, with nothing set but `environment`."""
    return subprocess.run(
        [sys.executable, "-m", "terbit", *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("module", ["kiosk", "kiosk_server", "follower", "up", "settings"])
def test_the_reading_side_and_the_supervisor_never_load_django(module: str) -> None:
    loads = f"""
import sys, terbit.cli, terbit.cli.house_processes
from terbit.cli.commands import {module}
if {module!r} == "kiosk_server": import terbit.kiosk.server, terbit.kiosk.connection
if {module!r} == "follower": import terbit.dispatch.follower
sys.exit(" ".join(name for name in sys.modules if name in ("django", "wagtail")) or 0)
"""
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_settings_as_json_for_programs(tmp_path: Path) -> None:
    done = terbit("settings", "--json", TERBIT_HOME=str(tmp_path), TERBIT_EMAIL_URL="smtp://desk:hunter2@mail.example")

    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["TERBIT_HOME"]["value"] == str(tmp_path)
    assert rows["TERBIT_EMAIL_URL"]["value"] == "smtp://desk:***@mail.example"
    assert "hunter2" not in done.stdout


@pytest.mark.parametrize("command", [["list", "articles"], ["press", "verify"], ["newsroom"], ["worker"]])
def test_where_there_is_no_house_a_sentence_says_how_to_make_one(tmp_path: Path, command: list[str]) -> None:
    done = terbit(*command, TERBIT_HOME=str(tmp_path / "nowhere"))

    assert done.returncode == 1
    assert done.stderr.startswith(f"There is no house in {tmp_path}/nowhere yet. `terbit up` makes one")
    assert not (tmp_path / "nowhere").exists()


def test_a_house_that_is_no_demo_has_no_demo_accounts(tmp_path: Path) -> None:
    done = terbit("demo", "accounts", TERBIT_HOME=str(tmp_path))

    assert done.returncode == 1
    assert "is no demo house" in done.stderr


@pytest.mark.parametrize("command", ["up", "kiosk"])
def test_a_port_in_use_is_a_sentence_before_anything_starts(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = terbit(command, TERBIT_HOME=str(tmp_path), PORT=str(port))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 is in use by another program. Stop that one, or choose")
    assert done.stdout == ""
    assert not (tmp_path / "house.sqlite").exists()


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "so-long-a-name-that-no-resolver-need-be-asked-whether-it-exists-anywhere"]
)
def test_an_address_that_is_not_this_machines_is_a_sentence(tmp_path: Path, host: str) -> None:
    done = terbit("kiosk", TERBIT_HOME=str(tmp_path), TERBIT_HOST=host)

    assert done.returncode == 1
    assert done.stderr.startswith(f"TERBIT_HOST is {host}")


@pytest.mark.parametrize("command", ["up", "kiosk", "prepare"])
def test_a_state_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("in the way")
    home = tmp_path / "file" / "house"  # nobody, not even root, makes a folder below a file

    done = terbit(command, TERBIT_HOME=str(home), PORT="18999")

    assert done.returncode == 1
    assert done.stderr.startswith(f"The state folder {home} cannot be written (Not a directory")
    assert done.stderr.count("\n") == 1


def test_a_state_folder_too_deep_for_sockets_is_a_sentence(tmp_path: Path) -> None:
    done = terbit("prepare", TERBIT_HOME=str(tmp_path / ("deep" * 25)))

    assert done.returncode == 1
    assert "sockets cannot have so long a path" in done.stderr


def test_a_second_house_on_the_same_state_folder_is_refused(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "run").mkdir()
    with (tmp_path / "run" / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = terbit("up", TERBIT_HOME=str(tmp_path), PORT="18999")

    assert done.returncode == 1
    assert done.stderr.startswith(f"A house runs on {tmp_path} already.")


def test_options_behind_manage_belong_to_django(tmp_path: Path) -> None:
    done = terbit("manage", "--version", TERBIT_HOME=str(tmp_path))

    assert done.returncode == 0
    assert done.stdout.startswith("5.2")


def test_an_unknown_command_is_a_wrong_command_line() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["publish"])
    assert ended.value.code == 2


def test_rows_are_aligned_and_say_yes_no_and_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"path": "/artikel/a", "cover_story": True, "edition": None}], as_json=False)

    assert capsys.readouterr().out == "path        cover story  edition\n/artikel/a  yes          -\n"


def test_reload_says_where_no_kiosk_runs(tmp_path: Path) -> None:
    done = terbit("reload", TERBIT_HOME=str(tmp_path))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"No kiosk runs on {tmp_path}. Start it with terbit up or terbit kiosk.\n"


@pytest.mark.parametrize("program", ["nginx", "varnish"])
def test_a_front_is_written_to_a_file_or_to_standard_output(tmp_path: Path, program: str) -> None:
    here = {"TERBIT_HOME": str(tmp_path / "house"), "PORT": "8123"}
    shown = terbit("front", program, "--listen", "8443", "--purge-from", "10.0.0.7", **here)
    kept = terbit("front", program, str(tmp_path / "file"), "--listen", "8443", "--purge-from", "10.0.0.7", **here)

    assert (shown.returncode, kept.returncode, kept.stdout) == (0, 0, "")
    assert (tmp_path / "file").read_text() == shown.stdout
    assert ("listen 8443;" if program == "nginx" else '"10.0.0.7";') in shown.stdout
    assert not (tmp_path / "house").exists()
