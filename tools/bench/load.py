"""wrk, driven by a script that sends prepared requests in random or in given order."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench.servers import cores

CONNECTIONS = 64

SCRIPT = """
local first, second, fixed = {{}}, {{}}, {fixed}
local at, pause = {start}, {pause}
for line in io.lines("{first}") do first[#first + 1] = line end
for line in io.lines("{second}") do second[#second + 1] = line ~= "" and line .. "\\r\\n" or "" end
init = function() math.randomseed(at + 1) end
if pause > 0 then
    delay = function() return math.floor(pause + math.random()) end
end
request = function()
    local a, b
    if fixed == 0 then
        a, b = math.random(#first), math.random(#second)
    elseif fixed == 1 then -- the two lists belong together, and were shuffled: each pair in turn
        a = at % #first + 1
        b = a
        at = at + 1
    else -- every pair once: each reader in turn, all of them before the next story
        b = at % #second + 1
        a = (math.floor(at / #second) * 7 + b * 13) % #first + 1
        at = at + 1
    end
    return "{method} " .. first[a] .. " HTTP/1.1\\r\\nHost: 127.0.0.1:8000\\r\\n{headers}" .. second[b] .. "\\r\\n"
end
"""
RANDOM, TOGETHER, IN_TURN = 0, 1, 2


@dataclass(frozen=True)
class Asked:
    """What is sent: a target from `first`, and header lines from `second` (one each, or empty)."""

    first: Sequence[str]
    second: Sequence[str]
    order: int = RANDOM
    method: str = "GET"
    headers: str = "Accept-Encoding: gzip\\r\\n"


@dataclass(frozen=True)
class Run:
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float


class Load:
    """One kind of request. Lists are written once; `place` is a folder for them."""

    def __init__(self, place: Path, name: str, asked: Asked) -> None:
        self._script = place / f"{name}.lua"
        self._asked = asked
        self._sent = 0
        self.size = len(asked.first)
        self._values = {"fixed": asked.order, "method": asked.method, "headers": asked.headers}
        for key, lines in (("first", asked.first), ("second", asked.second)):
            file = place / f"{name}.{key}"
            file.write_text("".join(f"{line}\n" for line in lines), newline="")
            self._values[key] = str(file)

    def run(self, port: int, seconds: int, *, pause_ms: float = 0.0) -> Run:
        """Raises SystemExit where an answer was an error: half a bench says nothing."""
        self._script.write_text(SCRIPT.format(**self._values, start=self._sent, pause=pause_ms))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(self._script)]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{port}/"],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}) if (core := cores()[1]) is not None else None,
        )
        said = done.stdout + done.stderr
        if done.returncode or "Non-2xx" in said or "Socket errors" in said:
            raise SystemExit(f"Not every request was answered well:\n{said}")
        found = re.search(r"(\d+) requests in ([\d.]+)(m?s)", said)
        if found is None:
            raise SystemExit(f"wrk said nothing that can be read:\n{said}")
        requests = int(found[1])
        self._sent += requests + CONNECTIONS
        return Run(requests, float(found[2]) / (1000 if found[3] == "ms" else 1), _ms(said, "50"), _ms(said, "99"))


def _ms(said: str, percentile: str) -> float:
    found = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)", said)
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]] if found else 0.0
