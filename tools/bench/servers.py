"""Kiosk and nginx as processes of the bench: started on free ports, watched for their processor time, ended."""

from __future__ import annotations

import http.client
import http.server
import os
import resource
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.processes import end

START_SECONDS = 60
STOP_SECONDS = 15
TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
daemon off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/nginx.log warn; worker_rlimit_nofile {files};
{user}
events {{ worker_connections 1024; }}
http {{
    types {{ }} default_type "text/html; charset=utf-8"; access_log off;
    sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_timeout 65; keepalive_requests 1000000000;
    gzip_static always; gunzip off;
    open_file_cache max={cached} inactive=1h; open_file_cache_valid 1h; open_file_cache_min_uses 1;
    open_file_cache_errors on;
    client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
    uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
    server {{ listen 127.0.0.1:{whole}; root {home}/whole; }}
    server {{ listen 127.0.0.1:{teaser}; root {home}/teaser; }}
}}
"""


@dataclass(frozen=True)
class Server:
    """A running server: the process that was started, and where it listens."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """User and system time of it and everything it started, those that ended too."""
        return sum(_cpu(pid) for pid in family(self.process.pid))

    def anonymous_kb(self) -> int:
        """Memory that belongs to it alone and stands in no file; what two processes share counts once."""
        return sum(_proportional_anonymous(pid) for pid in family(self.process.pid))


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found, waiting = [pid], [pid]
    while waiting:
        one = waiting.pop()
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except OSError:
            continue
        found += map(int, children)
        waiting += map(int, children)
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def _proportional_anonymous(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")), 0)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on. Held together, so that none comes twice."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def check_free(port: int) -> None:
    """Raises SystemExit where something answers: what a bench measured then would be somebody else's work."""
    with socket.socket() as trial:
        trial.settimeout(1)
        if trial.connect_ex(("127.0.0.1", port)) == 0:
            raise SystemExit(f"Port {port} is in use. End what listens there, and start the bench again.")


def _pin(core: int | None) -> None:
    if core is not None:
        os.sched_setaffinity(0, {core})


def cores() -> tuple[int | None, int | None]:
    """One core for the server that is measured, another for whoever asks; none is chosen where there is one only."""
    there = sorted(os.sched_getaffinity(0))
    return (there[0], there[1]) if len(there) > 1 else (None, None)


@contextmanager
def _running(command: list[str], environ: dict[str, str], port: int) -> Iterator[Server]:
    check_free(port)
    process = subprocess.Popen(command, env=environ, preexec_fn=lambda: _pin(cores()[0]))  # noqa: PLW1509  one thread
    try:
        yield Server(process, port)
    finally:
        end(process, STOP_SECONDS)


@contextmanager
def a_kiosk(home: Path, path: str) -> Iterator[tuple[Server, float]]:
    """A kiosk over the shelf in `home`, and the seconds from its start until it answered `path`."""
    (port,) = free_ports(1)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TERBIT_")}
    environ |= {"TERBIT_HOME": str(home), "PORT": str(port), "TERBIT_BASE_URL": "http://127.0.0.1:8000"}
    began = time.perf_counter()
    with _running([sys.executable, "-m", "terbit", "kiosk-server"], environ, port) as server:
        wait_for(server, path)
        yield server, time.perf_counter() - began


class _Taken(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody listens."""


@contextmanager
def a_newsroom_that_takes_counts(home: Path) -> Iterator[None]:
    """Enough of a newsroom that a kiosk need not keep its sums for it."""
    with socketserver.UnixStreamServer(str(home / "run" / "newsroom.sock"), _Taken) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@contextmanager
def an_nginx(home: Path, articles: int, path: str) -> Iterator[tuple[Server, int, int]]:
    """nginx with one worker, and its two ports: whole articles, teasers."""
    whole, teaser = free_ports(2)
    files = _most_files(2 * articles + 2_000)
    user = "user root;" if os.getuid() == 0 else ""
    values = {"home": home, "files": files, "cached": files - 1_500, "whole": whole, "teaser": teaser, "user": user}
    (home / "nginx.conf").write_text(NGINX.format(**values))
    check_free(teaser)
    command = [nginx() or "nginx", "-c", str(home / "nginx.conf"), "-p", str(home)]
    with _running(command, dict(os.environ), whole) as server:
        wait_for(server, path)
        yield server, whole, teaser


def _most_files(wanted: int) -> int:
    """open_file_cache holds a descriptor for each file: raise the limit so far as this machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, wanted), max(most, wanted)))
    except (ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return min(wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def nginx() -> str | None:
    """Debian puts it where users without rights do not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def wait_for(server: Server, path: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise SystemExit(f"A server of the bench ended with {server.process.returncode} at its start.")
        try:
            if ask(server.port, path)[0] == 200:
                return
        except OSError:
            time.sleep(0.002)
    raise SystemExit(f"A server of the bench did not answer within {START_SECONDS} seconds.")


def ask(port: int, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={"Accept-Encoding": "gzip"} | (headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
