"""Files that are written whole or not at all, and never over others by accident."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from ._command import UsageError
from ._terminal import say


def numbered(output: str, count: int) -> list[Path]:
    """Return the paths of several outputs: ``a.png`` for one, ``a-1.png``, ``a-2.png`` for two."""
    path = Path(output)
    if count == 1:
        return [path]
    return [path.with_name(f"{path.stem}-{number + 1}{path.suffix}") for number in range(count)]


def is_folder(output: str) -> bool:
    """Whether an output names a folder."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def refuse_existing(paths: Iterable[Path], *, force: bool) -> None:
    """Refuse to replace a file, before anything is sent."""
    for path in paths:
        if path.exists() and not force:
            raise UsageError(f"--output: {path} exists; --force replaces it")


def refuse_unwritable(output: str, *, force: bool, several: bool) -> None:
    """Refuse an output that cannot be written, before anything is sent.

    Args:
        output: A file, or a folder where `several` files may be made.
        force: Files may be replaced.
        several: The command makes files of its own names.
    """
    if not output:
        raise UsageError("--output: it is empty; name a file")
    folder = Path(output)
    if not is_folder(output):
        refuse_existing(numbered(output, 1), force=force)
        folder = folder.parent
        if not folder.is_dir():
            raise UsageError(f"--output: there is no folder {folder}")
    elif not several:
        raise UsageError(f"--output: {output} is a folder; name a file")
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"--output: nothing may be written in {folder}")


def save(output: str, chunks: Iterable[bytes], *, force: bool) -> None:
    """Write chunks to a file.

    Raises:
        OSError: It cannot be written.
    """
    target = Path(output)
    part = target.with_name(f".{target.name[-100:]}.{token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
        if force:
            part.replace(target)
        else:
            place(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    say(f"saved {target}")


def place(part: Path, target: Path) -> None:
    """Give a file its name unless somebody else took it meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without links
        if target.exists():
            raise FileExistsError(f"{target} exists") from None
        part.replace(target)
