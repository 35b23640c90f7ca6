"""No process outlives the one that started it, however that one ended. Linux keeps this promise for us."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, prctl(2)
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int | None = None) -> None:
    """From now on this process gets SIGKILL when the process that started it ends, by kill -9 too.

    `parent`: the id of that process, if known; where it is gone already, this one ends here.
    Servers fork their workers, which call this first. Elsewhere than on Linux it does nothing.
    """
    if _libc is None:
        return
    _libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    started_by = multiprocessing.parent_process()
    known = parent if parent is not None else started_by.pid if started_by is not None else None
    if known is not None and os.getppid() != known:
        os._exit(1)
