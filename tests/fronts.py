"""Debian's nginx and Varnish as fronts, each a process of its own with a written configuration."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.processes import end

PATIENCE_SECONDS = 60.0
NGINX = """daemon off;
{user}
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/terbit.conf;
}}
"""


def program(name: str) -> str:
    """Its path; on Debian not all of them stand where users look."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert found, f"{name} is missing: apt-get install {name.removesuffix('d')}"
    return found


@contextmanager
def nginx(configuration: str) -> Iterator[None]:
    """`configuration` stands within http; it says where to listen."""
    folder = Path(tempfile.mkdtemp(prefix="terbit-nginx-"))
    (folder / "terbit.conf").write_text(configuration)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user="user root;" if os.geteuid() == 0 else ""))
    with _running([program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)], folder):
        yield


@contextmanager
def varnish(configuration: str, port: int) -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="terbit-varnish-"))
    (folder / "terbit.vcl").write_text(configuration)
    command = [program("varnishd"), "-F", "-j", "none", "-n", str(folder / "work"), "-a", f"127.0.0.1:{port}"]
    command += ["-f", str(folder / "terbit.vcl"), "-s", "malloc,64m", "-p", "http_gzip_support=off"]
    command += ["-p", "thread_pool_min=50", "-p", "vsl_space=8m"]
    with _running(command, folder):
        yield


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[None]:
    with (folder / "said.log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            end(process, 10)
            shutil.rmtree(folder, ignore_errors=True)


def wait_for(port: int) -> None:
    """Until something listens there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            return
        except OSError:
            assert time.monotonic() < until, f"Nothing listens on port {port}."
            time.sleep(0.05)
