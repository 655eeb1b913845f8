"""Files that commands write besides what is generated: each whole, or not at all."""

import os
from contextlib import suppress
from errno import EACCES, EISDIR, ENOENT
from pathlib import Path


def put(path: Path, text: str) -> None:
    """Write a file; where that fails, what was there before stays.

    A device or pipe, like ``/dev/null``, is written to and never replaced.

    Raises:
        OSError: It cannot be written.
    """
    if path.is_dir():
        raise IsADirectoryError(EISDIR, "it is a folder")
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    target = path.resolve()
    partial = target.parent / f".{target.name}.partial"
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def hindrance(path: Path) -> str:
    """Return why a file could not be written now, "" where nothing speaks against it."""
    if path.exists() and not path.is_file():
        return "" if os.access(path, os.W_OK) else os.strerror(EACCES)
    folder = path.resolve().parent
    if not folder.is_dir():
        return os.strerror(ENOENT)
    return "" if os.access(folder, os.W_OK | os.X_OK) else os.strerror(EACCES)
