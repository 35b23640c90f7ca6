"""A PostgreSQL server of one's own: in a temporary folder, on a Unix socket, gone with the process that started it.

python -m tools.testing.cluster COMMAND…    runs the command beside one, its address in TERBIT_TEST_DATABASE_URL
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

BIN: Final = Path("/usr/lib/postgresql/15/bin")
ADDRESS: Final = "TERBIT_TEST_DATABASE_URL"
START_SECONDS: Final = 60
QUICK: Final = {"fsync": "off", "full_page_writes": "off", "autovacuum": "on", "max_connections": "200"}
"""For tests in which no machine loses its power."""


@dataclass
class Cluster:
    """A running server; `url` names its database postgres, `process` is the postmaster."""

    folder: Path
    settings: Mapping[str, str]
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def crash(self) -> None:
        """Every process of the server ends at once, as if the machine did; what was not synced may be lost."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.process = _serve(self.folder, self.settings)
        _wait_until_it_answers(self)

    def signal(self, number: int) -> None:
        """To every process of the server: SIGSTOP makes it one that does not answer, SIGCONT one that does."""
        for pid in [self.process.pid, *self._backends()]:  # each has a group of its own
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop_writing_ahead(self) -> None:
        """From now on only a commit that waits for the disk brings anything there."""
        writer = next(pid for pid in self._backends() if b"walwriter" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(writer, signal.SIGSTOP)

    def _backends(self) -> list[int]:
        parent = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


@contextmanager
def a_cluster(settings: Mapping[str, str] = QUICK) -> Iterator[Cluster]:
    """Make one and serve from it, without a password, for whoever reaches its folder."""
    if not (BIN / "postgres").exists():
        raise RuntimeError(f"There is no PostgreSQL 15 in {BIN}. On Debian: apt-get install postgresql-15")
    folder = Path(tempfile.mkdtemp(prefix="tpg-"))
    folder.chmod(0o711)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run([BIN / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
    cluster = Cluster(folder, settings, _serve(folder, settings))
    try:
        _wait_until_it_answers(cluster)
        yield cluster
    finally:
        cluster.process.send_signal(signal.SIGCONT)
        cluster.process.send_signal(signal.SIGINT)
        try:
            cluster.process.wait(20)
        except subprocess.TimeoutExpired:
            cluster.crash()
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody_special() -> list[str]:
    """PostgreSQL does not run as root; its server ends with us, however we end."""
    command = ["setpriv", "--pdeathsig", "INT"]
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        command += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return command


def _run(command: list[str | Path]) -> None:
    done = subprocess.run([*_as_nobody_special(), *command], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr}")


def _serve(folder: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    wanted = {"listen_addresses": "", "unix_socket_directories": str(folder), **settings}
    options = [word for name, value in wanted.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [*_as_nobody_special(), str(BIN / "postgres"), "-D", str(folder / "data"), *options],
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
        )


def _wait_until_it_answers(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if cluster.process.poll() is not None:
            break
        try:
            psycopg.connect(cluster.url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(cluster.folder / 'log').read_text()[-2000:]}")


def main(command: list[str]) -> int:
    """Run `command` beside a server; returns its exit code."""
    with a_cluster() as cluster, subprocess.Popen(command, env=os.environ | {ADDRESS: cluster.url}) as running:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, _: running.send_signal(number))
        return running.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
