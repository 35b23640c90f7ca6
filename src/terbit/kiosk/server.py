"""The kiosk's server: one listening socket, and workers that share it."""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import socket
import time
from collections.abc import Callable
from typing import Final, NoReturn

from terbit.config import Settings
from terbit.kiosk import worker
from terbit.kiosk.limits import STOP_SECONDS
from terbit.kiosk.tally import Tally
from terbit.ledger import open_ledger

log = logging.getLogger("terbit.kiosk")
STOP: Final = frozenset({signal.SIGTERM, signal.SIGINT})
TAKEN: Final = STOP | {signal.SIGCHLD}
PAUSE_SECONDS: Final = 0.5
STEADY_SECONDS: Final = 5.0
MOST_FAILURES: Final = 3
KILL_SECONDS: Final = STOP_SECONDS + 1.5


def main(
    settings: Settings,
    *,
    make_ledger: worker.MakeLedger = open_ledger,
    begin_worker: Callable[[int], None] = lambda parent: None,
) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code, 1 where no worker will stay up.

    `begin_worker` is called first in every worker, with the parent's id. Raises OSError where nobody can listen.
    """
    _allow_many_files()
    signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
    with listen(settings.host, settings.port) as listener:
        tally = Tally(settings.kiosk_workers)

        def serve(number: int, parent: int) -> None:
            begin_worker(parent)
            worker.run(settings, listener, tally, tally.row(number), make_ledger)

        gc.freeze()  # what is loaded by now is never looked at again, and stays shared between the workers
        return _Parent(serve, settings.kiosk_workers).keep()


def listen(host: str, port: int) -> socket.socket:
    """The socket that all workers accept from: whichever is free takes the next reader."""
    kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(kind, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setblocking(False)
    listener.bind(address)
    listener.listen(worker.BACKLOG)
    return listener


def _allow_many_files() -> None:
    """A connection is an open file."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class _Parent:
    """Starts workers, starts again those that end, and waits for signals. It answers nobody itself."""

    def __init__(self, serve: Callable[[int, int], None], workers: int) -> None:
        self._serve = serve
        self._running: dict[int, tuple[int, float]] = {}  # by process id: which worker, started when
        self._due: dict[int, float] = dict.fromkeys(range(workers), 0.0)
        self._failures = 0

    def keep(self) -> int:
        while True:
            now = time.monotonic()
            for number in [one for one, due in self._due.items() if due <= now]:
                del self._due[number]
                self._running[self._fork(number)] = (number, now)
            taken = signal.sigtimedwait(TAKEN, PAUSE_SECONDS) if self._due else signal.sigwaitinfo(TAKEN)
            if taken is not None and taken.si_signo in STOP:
                self._stop()
                return 0
            self._notice_ends()
            if self._failures >= MOST_FAILURES:
                self._stop()
                return 1

    def _fork(self, number: int) -> int:
        parent = os.getpid()
        child = os.fork()
        if child:
            return child
        self._be_worker(number, parent)

    def _be_worker(self, number: int, parent: int) -> NoReturn:
        status = 1
        try:
            for one in STOP:
                signal.signal(one, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, TAKEN)
            self._serve(number, parent)
            status = 0
        except BaseException:
            log.exception("A worker of the kiosk failed.")
            raise
        finally:
            logging.shutdown()
            os._exit(status)

    def _notice_ends(self) -> None:
        for process in self._ended():
            number, started = self._running.pop(process)
            quick = time.monotonic() - started < STEADY_SECONDS
            self._failures = self._failures + 1 if quick else 0
            self._due[number] = time.monotonic() + (PAUSE_SECONDS if quick else 0.0)
            log.error("A worker of the kiosk ended; it starts again.", extra={"fault": "worker_ended"})

    def _ended(self) -> list[int]:
        return [process for process in list(self._running) if os.waitpid(process, os.WNOHANG)[0]]

    def _stop(self) -> None:
        """Workers finish what is under way; the last of them are killed."""
        self._say_to_all(signal.SIGTERM)
        until = time.monotonic() + KILL_SECONDS
        while self._running and time.monotonic() < until:
            signal.sigtimedwait({signal.SIGCHLD}, 0.05)
            for process in self._ended():
                del self._running[process]
        self._say_to_all(signal.SIGKILL)
        for process in self._running:
            os.waitpid(process, 0)

    def _say_to_all(self, number: signal.Signals) -> None:
        for process in self._running:
            os.kill(process, number)
