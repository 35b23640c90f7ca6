"""The kiosk's server: one listening socket, and workers that share it."""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, NamedTuple, NoReturn

from terbit.config import Settings
from terbit.kiosk import reload, worker
from terbit.kiosk.limits import STOP_SECONDS
from terbit.kiosk.tally import Tally
from terbit.ledger import open_ledger

log = logging.getLogger("terbit.kiosk")
STOP: Final = frozenset({signal.SIGTERM, signal.SIGINT})
RELOAD: Final = signal.SIGHUP
READY: Final = signal.SIGRTMIN
"""A worker's word to its parent that it lets readers in; signals of this kind wait in a line and name their sender."""
TAKEN: Final = STOP | {signal.SIGCHLD, RELOAD, READY}
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
    """Serve until SIGTERM or SIGINT, with new workers at SIGHUP; returns the exit code, 1 where none will stay up.

    `begin_worker` is called first in every worker, with the parent's id. Raises OSError where nobody can listen.
    """
    _allow_many_files()
    signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
    with listen(settings.host, settings.port) as listener:
        tally = Tally(2 * settings.kiosk_workers)  # at a reload there are as many again for a while
        place = reload.take_place(settings.kiosk_pid_file)

        def serve(row: int, parent: int) -> None:
            begin_worker(parent)
            ready = partial(os.kill, parent, READY)
            worker.run(settings, listener, tally, tally.row(row), make_ledger, ready)

        gc.freeze()  # what is loaded by now is never looked at again, and stays shared between the workers
        try:
            return _Parent(serve, settings.kiosk_workers).keep()
        finally:
            os.close(place)


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


class _Running(NamedTuple):
    """A worker: which row of the tally it writes, and when it started."""

    row: int
    started: float


class _Parent:
    """Starts workers, starts again those that end, and waits for signals. It answers nobody itself.

    On SIGHUP new workers start beside the old ones. When all of the new say that they let readers in, the old ones let
    nobody in any more and end when their last reader has left. New ones that do not come up change nothing.
    """

    def __init__(self, serve: Callable[[int, int], None], workers: int) -> None:
        self._serve = serve
        self._workers = workers
        self._running: dict[int, _Running] = {}  # by process id, those on their way out too
        self._free_rows = list(range(2 * workers))
        self._due: list[float] = [0.0] * workers
        self._failures = 0
        self._coming: set[int] = set()
        self._leaving: set[int] = set()
        self._reload_wanted = False

    def keep(self) -> int:
        while True:
            now = time.monotonic()
            self._start_those_due(now)
            taken = signal.sigtimedwait(TAKEN, PAUSE_SECONDS) if self._due else signal.sigwaitinfo(TAKEN)
            if taken is not None and taken.si_signo in STOP:
                self._stop()
                return 0
            if taken is not None and taken.si_signo == READY:
                self._notice_ready(taken.si_pid)
            self._reload_wanted |= taken is not None and taken.si_signo == RELOAD
            self._notice_ends()
            if self._failures >= MOST_FAILURES:
                self._stop()
                return 1
            if self._reload_wanted:
                self._reload()

    def _start_those_due(self, now: float) -> None:
        for due in [one for one in self._due if one <= now]:
            self._due.remove(due)
            self._fork(now)

    def _fork(self, now: float) -> int:
        parent, row = os.getpid(), self._free_rows.pop()
        child = os.fork()
        if not child:
            self._be_worker(row, parent)
        self._running[child] = _Running(row, now)
        return child

    def _be_worker(self, row: int, parent: int) -> NoReturn:
        status = 1
        try:
            for one in STOP | {RELOAD}:
                signal.signal(one, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, TAKEN)
            self._serve(row, parent)
            status = 0
        except BaseException:
            log.exception("A worker of the kiosk failed.")
            raise
        finally:
            logging.shutdown()
            os._exit(status)

    def _reload(self) -> None:
        """Once the ones who were leaving have gone, which a second SIGHUP hastens."""
        if self._coming or self._due:
            return
        if self._leaving:
            return self._say_to(self._leaving, signal.SIGTERM)
        self._reload_wanted = False
        self._leaving = set(self._running)
        now = time.monotonic()
        self._coming = {self._fork(now) for _ in range(self._workers)}

    def _notice_ready(self, process: int) -> None:
        if process in self._coming:
            self._coming.discard(process)
            if not self._coming:
                self._say_to(self._leaving, RELOAD)
                log.info("New workers let readers in; the ones before finish what is under way.")

    def _notice_ends(self) -> None:
        ended = {process: self._running.pop(process) for process in self._ended()}
        for process, (row, started) in ended.items():
            self._free_rows.append(row)
            if process in self._coming:
                continue
            was_told = process in self._leaving and not self._coming
            self._leaving.discard(process)
            if not was_told:
                self._replace(quick=time.monotonic() - started < STEADY_SECONDS)
        if self._coming & ended.keys():
            self._go_on_without_new_ones()

    def _replace(self, *, quick: bool) -> None:
        log.error("A worker of the kiosk ended; it starts again.", extra={"fault": "worker_ended"})
        self._failures = self._failures + 1 if quick else 0
        if not self._coming:
            self._due.append(time.monotonic() + (PAUSE_SECONDS if quick else 0.0))

    def _go_on_without_new_ones(self) -> None:
        log.error("A new worker ended before it let anybody in; the ones before go on.", extra={"fault": "reload"})
        others = self._running.keys() - self._leaving  # those that let readers in already, too
        self._say_to(others, signal.SIGTERM)
        self._coming, self._leaving = set(), others
        self._due += [0.0] * (self._workers - len(self._running.keys() - others))

    def _ended(self) -> list[int]:
        return [process for process in list(self._running) if os.waitpid(process, os.WNOHANG)[0]]

    def _stop(self) -> None:
        """Workers finish what is under way; the last of them are killed."""
        self._say_to(self._running, signal.SIGTERM)
        until = time.monotonic() + KILL_SECONDS
        while self._running and time.monotonic() < until:
            signal.sigtimedwait({signal.SIGCHLD}, 0.05)
            for process in self._ended():
                del self._running[process]
        self._say_to(self._running, signal.SIGKILL)
        for process in self._running:
            os.waitpid(process, 0)

    def _say_to(self, processes: Iterable[int], number: signal.Signals) -> None:
        for process in processes:
            os.kill(process, number)
