"""Ctrl-C: ends the process at once, or gently where something is to be told or tidied up."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Final, Never

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED: Final = 130
"""Exit status: 128 and the number of the signal, as shells have it."""
SAID: Final = b"tally: interrupted\n"
SOON: Final = 0.02
"""Seconds until an interrupt that came at a bad moment comes once more."""


def take() -> None:
    """Let Ctrl-C end this process at once: an exception amid imports is shown by who imports.

    Where SIGINT is ignored (``nohup``, jobs of scripts) it stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def gently() -> Iterator[None]:
    """Let the first Ctrl-C be a `KeyboardInterrupt` here; the second one ends at once.

    Where `take` was not called nothing changes: the process is not ours.
    """
    if signal.getsignal(signal.SIGINT) is not _end:
        yield
        return
    signal.signal(signal.SIGINT, _raise)
    sys.unraisablehook = _unraised
    try:
        yield
    finally:
        if signal.signal(signal.SIGINT, _end) is _raise:  # else what it left half made may complain
            sys.unraisablehook = sys.__unraisablehook__


def over() -> None:
    """Let Ctrl-C end the process without a word: all is said, and its status is known."""
    if signal.getsignal(signal.SIGINT) in {_end, _raise}:
        signal.signal(signal.SIGINT, _quit)


def _raise(number: int, frame: FrameType | None) -> None:
    if _importing(frame):  # what is imported by half is no use to who tells what was found
        _again()
        return
    signal.signal(number, _end)
    raise KeyboardInterrupt


def _unraised(what: "UnraisableHookArgs") -> None:
    """Bring back an interrupt that came where nothing can be raised, as amid a ``__del__``.

    What an interrupt left half made complains when it is thrown away: that is nobody's concern.
    """
    if what.exc_type is KeyboardInterrupt:
        signal.signal(signal.SIGINT, _raise)
        _again()
    elif signal.getsignal(signal.SIGINT) is _raise:
        sys.__unraisablehook__(what)


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _again() -> None:
    import _thread
    from threading import Timer

    timer = Timer(SOON, _thread.interrupt_main)
    timer.daemon = True
    timer.start()


def _end(number: int, frame: FrameType | None) -> Never:
    with suppress(OSError):  # where it is closed nobody listens
        os.write(2, b"\n" + SAID if os.isatty(2) else SAID)  # behind the ^C of a terminal
    _quit(number, frame)


def _quit(number: int, frame: FrameType | None) -> Never:
    del number, frame
    os._exit(INTERRUPTED)
