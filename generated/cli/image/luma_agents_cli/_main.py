"""The way in: what is asked for, and how it ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ._command import UsageError
from ._config import PROGRAM, RESOURCES, VERSION
from ._parse import Line, asked, read
from ._terminal import prepare, say

_INTERRUPTED = 130
_PIPE = 141


def main(words: Sequence[str] | None = None) -> int:
    """Carry out a command line; returns the exit status."""
    prepare()
    try:
        status = _run(list(sys.argv[1:] if words is None else words))
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE
    return status


def _run(words: list[str]) -> int:
    line: Line | None = None
    try:
        if words[:1] == ["__complete"]:
            from ._complete import complete

            complete(words[1:])
        elif _wants_script(words):
            from ._scripts import script

            sys.stdout.write(script(words[1:]))
        elif not words or asked(words):
            from ._help import show

            show(words)
        else:
            line = read(words)
            _carry_out(line)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - a command line ends with a sentence, not a trace
        return _failed(error, line, words)
    return 0


def _wants_script(words: list[str]) -> bool:
    """Whether completion is asked for; a resource may have that name."""
    first, *rest = words or [""]
    shell = rest in (["bash"], ["zsh"], ["fish"])
    return first == "completion" and (shell or first not in RESOURCES)


def _carry_out(line: Line) -> None:
    if any(given.path == ("version",) for given in line.options):
        sys.stdout.write(f"{PROGRAM} {VERSION}\n")
    elif line.command:
        from ._call import run

        run(line.command, line)
    else:
        raise UsageError(f"name a resource and a command: {PROGRAM} --help lists them")


def _failed(error: Exception, line: Line | None, words: list[str]) -> int:
    from ._failures import report

    if "--debug" in words and not isinstance(error, UsageError):
        from traceback import print_exception

        print_exception(error)
    return report(error, line)
