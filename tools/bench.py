"""How many requests a second the kiosk answers, and how fast: one table, from wrk, on a demo house of its own.

Run by `make bench`. wrk shares the machine's cores with the kiosk, so the numbers are good for comparing two versions
on one machine and for little else. `python tools/bench.py 20` measures each line for 20 seconds instead of 5.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONNECTIONS = 32
START_SECONDS = 60


@contextmanager
def a_kiosk() -> Iterator[tuple[int, dict[str, str]]]:
    """A kiosk alone, on a demo house in a temporary state folder: its port and its environment."""
    home = Path(tempfile.mkdtemp(prefix="terbit-bench-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "TERBIT_HOME": str(home), "TERBIT_DEMO": "1", "PORT": str(port)}
    kiosk = None
    try:
        subprocess.run([sys.executable, "-m", "terbit", "prepare"], env=environment, check=True)
        kiosk = subprocess.Popen([sys.executable, "-m", "terbit", "kiosk"], env=environment)
        wait_until_it_serves(port)
        yield port, environment
    finally:
        if kiosk is not None:
            kiosk.send_signal(signal.SIGINT)
            kiosk.wait()
        shutil.rmtree(home, ignore_errors=True)


def wait_until_it_serves(port: int) -> None:
    """Raises SystemExit when it does not within a minute."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    sys.exit(f"The kiosk did not serve within {START_SECONDS} seconds.")


def pages(environment: dict[str, str]) -> dict[str, str]:
    """What is measured: a name and an address for each."""
    command = [sys.executable, "-m", "terbit", "list", "articles", "--json"]
    listed = json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    live = [row for row in listed if row["state"] == "live"]
    found = {"front": "/"}
    for access in ("free", "metered", "subscribers"):
        found[f"{access} story, nobody"] = next(row["path"] for row in live if row["access"] == access)
    return found | {"no such page": "/artikel/tidak-ada"}


def measure(address: str, seconds: int) -> list[str]:
    """Requests a second, median and 99th percentile as wrk writes them, bytes a second."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wanted = (r"Requests/sec:\s+(\S+)", r"50%\s+(\S+)", r"99%\s+(\S+)", r"Transfer/sec:\s+(\S+)")
    return [found.group(1) if (found := re.search(one, said)) else "-" for one in wanted]


def main() -> None:
    if shutil.which("wrk") is None:
        sys.exit("make bench measures with wrk. On Debian: apt-get install wrk")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with a_kiosk() as (port, environment):
        print(
            f"\n{CONNECTIONS} connections, {seconds} s each, one kiosk process, {os.cpu_count()} cores shared with wrk\n"
        )
        print(f"{'':24}{'requests/s':>12}{'median':>10}{'99 %':>10}{'bytes/s':>10}")
        for name, path in pages(environment).items():
            row = measure(f"http://127.0.0.1:{port}{path}", seconds)
            print(f"{name:24}{row[0]:>12}{row[1]:>10}{row[2]:>10}{row[3]:>10}", flush=True)
        print()


if __name__ == "__main__":
    main()
