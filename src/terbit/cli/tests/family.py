"""Run as a program: a supervisor with two parts, one of which has a child of its own. For test_supervise.py.

It prints one line for every process, `name pid`, and what the supervisor says. Each line is one write: they share a pipe.
"""

from __future__ import annotations

import sys

from terbit.cli.supervise import Part, Supervisor

TELL = """
import os, time
def tell(name):
    os.write(1, f'{name} {os.getpid()}\\n'.encode())
"""
QUIET = TELL + "tell('quiet'); time.sleep(60)"
DEAF = TELL + "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); tell('deaf'); time.sleep(60)"
PARENT = (
    TELL
    + """
import multiprocessing
from terbit.cli.lifeline import die_with_parent

def child():
    die_with_parent()
    tell('grandchild')
    time.sleep(60)

multiprocessing.get_context('fork').Process(target=child).start()
tell('parent')
time.sleep(60)
"""
)
FAILING = "raise SystemExit(7)"
PARTS = {"quiet": QUIET, "deaf": DEAF, "parent": PARENT, "failing": FAILING}

if __name__ == "__main__":
    with Supervisor(lambda line: print(f"says {line}\n", end="", flush=True)) as supervisor:
        named = [Part(name, (sys.executable, "-c", PARTS[name])) for name in sys.argv[1:]]
        supervisor.keep(named, lambda: "failing" not in sys.argv, lambda: print("serving 0\n", end="", flush=True))
