"""A small supervisor: starts the parts of a house, starts again what ends, and leaves nothing behind.

One thread, no handlers: signals are blocked and taken one by one with sigtimedwait, so nothing happens between two
lines of this file. Each part has a process group of its own (Ctrl-C reaches the supervisor alone, which stops the
parts in its own way) and dies with the supervisor, even when that is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from terbit.cli.lifeline import die_with_parent
from terbit.house.refused import StartRefused

STOP = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
TAKEN = STOP | {signal.SIGCHLD}
POLL_SECONDS = 0.05
STOP_WITHIN_SECONDS = 6.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 10.0
WAIT_FOR_OTHERS_SECONDS = 30.0
TRIES_BEFORE_SERVING = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One process: its name, its command line, and what it waits for when the house starts."""

    name: str
    command: tuple[str, ...]
    after: Callable[[], bool] | None = None


def terbit_part(name: str, *arguments: str, after: Callable[[], bool] | None = None) -> Part:
    """A part that is a `terbit` subcommand."""
    return Part(name, (sys.executable, "-m", "terbit", *arguments), after)


@dataclass(slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float | None = 0.0  # when to start (again); None while it runs
    endings: int = 0


@dataclass(slots=True)
class Supervisor:
    """`say` gets one line for whatever the person who started the house should know."""

    say: Callable[[str], None]
    _stop: frozenset[signal.Signals] = STOP
    _running: list[_Running] = field(default_factory=list)

    def __enter__(self) -> Self:
        if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
            self._stop = STOP - {signal.SIGHUP}  # started with nohup: to outlive its terminal
        signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
        return self

    def __exit__(self, *problem: object) -> None:
        self._stop_all()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TAKEN)

    def run_once(self, part: Part) -> int | None:
        """Run `part` to its end and return its exit code, or None when a signal to stop came first."""
        one = _Running(part)
        self._running.append(one)
        self._start(one)
        while (code := self._ended(one)) is None and self._take_signal(None) not in self._stop:
            pass
        if code is not None:
            self._running.remove(one)
        return code

    def keep(self, parts: Sequence[Part], serving: Callable[[], bool], when_serving: Callable[[], None]) -> None:
        """Keep `parts` running until a signal to stop. Raises StartRefused when a part will not stay up at the start."""
        began = time.monotonic()
        self._running = [_Running(part) for part in parts]
        is_serving = False
        while True:
            self._look_after(began, is_serving)
            if not is_serving and all(one.process for one in self._running) and serving():
                is_serving = True
                when_serving()
            if self._take_signal(self._pause(is_serving)) in self._stop:
                return

    def _look_after(self, began: float, is_serving: bool) -> None:
        now = time.monotonic()
        for one in self._running:
            if one.process is not None and (code := self._ended(one)) is not None:
                self._plan_restart(one, code, now, is_serving)
            if one.process is None and one.due is not None and now >= one.due:
                waits = one.part.after is not None and not is_serving and now - began < WAIT_FOR_OTHERS_SECONDS
                if not (waits and one.part.after and not one.part.after()):
                    self._start(one)

    def _plan_restart(self, one: _Running, code: int, now: float, is_serving: bool) -> None:
        one.process = None
        one.endings = 1 if now - one.started > STEADY_SECONDS else one.endings + 1
        if not is_serving and one.endings >= TRIES_BEFORE_SERVING:
            raise StartRefused(
                f"The {one.part.name} ended {one.endings} times before the house served ({_how(code)}); "
                "what it said stands above."
            )
        pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2 ** (one.endings - 1))
        one.due = now + pause
        self.say(f"The {one.part.name} ended ({_how(code)}); it starts again in {pause:g} s.")

    def _start(self, one: _Running) -> None:
        me = os.getpid()

        def in_child() -> None:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, TAKEN)
            for number in STOP:  # a shell's background job is born deaf to SIGINT
                signal.signal(number, signal.SIG_DFL)
            die_with_parent(me)

        one.process = subprocess.Popen(
            one.part.command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=in_child,  # noqa: PLW1509  there is one thread here
        )
        one.started, one.due = time.monotonic(), None

    def _ended(self, one: _Running) -> int | None:
        """The exit code once it has ended; what it started and left in its group is swept before its id is free."""
        if one.process is None:
            return None
        if os.waitid(os.P_PID, one.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)
        return one.process.wait()

    def _take_signal(self, seconds: float | None) -> int | None:
        taken = signal.sigwaitinfo(TAKEN) if seconds is None else signal.sigtimedwait(TAKEN, seconds)
        return None if taken is None else taken.si_signo

    def _pause(self, is_serving: bool) -> float | None:
        if not is_serving:
            return POLL_SECONDS
        due = [one.due for one in self._running if one.due is not None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _stop_all(self) -> None:
        alive = [one for one in self._running if one.process is not None and self._ended(one) is None]
        for one in alive:
            if one.process:
                one.process.terminate()
        until = time.monotonic() + STOP_WITHIN_SECONDS
        hurry = False
        while alive and not hurry and time.monotonic() < until:
            hurry = self._take_signal(POLL_SECONDS) in self._stop  # a second Ctrl-C
            alive = [one for one in alive if self._ended(one) is None]
        for one in alive:
            if one.process:
                os.killpg(one.process.pid, signal.SIGKILL)
                one.process.wait()
        self._running = []


def _how(code: int) -> str:
    return f"by signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
