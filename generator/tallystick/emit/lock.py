"""One writer at a time for an output folder, without a lock file left behind."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

PAUSE = 0.02
"""Seconds between two tries."""


@contextmanager
def locked(out: Path, patience: float) -> Iterator[bool]:
    """Hold the right to write to `out`; the system lets go of it when the process dies.

    Args:
        out: The output folder, which need not exist; its parent must.
        patience: Seconds to wait for another run.

    Yields:
        Whether the right was got in time.
    """
    handle = _open(out)
    try:
        deadline = time.monotonic() + patience
        held = _try(handle)
        while not held and time.monotonic() < deadline:
            time.sleep(PAUSE)
            held = _try(handle)
        yield held
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _open(out: Path) -> int:
        name = sha256(os.path.normcase(out).encode()).hexdigest()[:32]
        return os.open(Path(gettempdir(), f"tallystick-{name}.lock"), os.O_RDWR | os.O_CREAT)

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open(out: Path) -> int:
        # A folder can be locked itself, so nothing needs to be created beside the output.
        return os.open(out.parent, os.O_RDONLY)

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
