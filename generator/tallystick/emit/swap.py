"""Put a plan into effect in one step: a whole new folder changes places with the old one.

Generated files that stay as they are and all files of the user are carried over as hard links,
so they keep their identity and dates. Until the exchange the old folder is untouched; after it
the new one is complete. Leftovers of a run that was killed are cleared by the next one.
"""

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from tallystick.emit import manifest
from tallystick.emit.files import MANIFEST
from tallystick.emit.plan import Plan

IMPOSSIBLE = frozenset(
    getattr(errno, name)
    for name in ("EPERM", "EXDEV", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK", "EBUSY")
    if hasattr(errno, name)
)
"""What systems answer that cannot link files or exchange folders here."""


def prefix(out: Path) -> str:
    """Return how the names of all folders staged for `out` begin."""
    return f".{out.name}.tally-"


def swap(plan: Plan, out: Path) -> bool:
    """Apply a plan.

    Returns:
        False when this system or file system cannot; then nothing has changed.

    Raises:
        OSError: Something else failed; nothing has changed.
    """
    stage = out.parent / f"{prefix(out)}{uuid4().hex[:12]}"
    stage.mkdir()
    try:
        _fill(plan, out, stage)
        exchange(stage, out)
    except OSError as error:
        if error.errno in IMPOSSIBLE:
            return False
        raise
    finally:
        # After the exchange this is the old folder; before it, what was staged in vain.
        retire(stage, out)
    return True


def stale(out: Path) -> Iterator[Path]:
    """Find the folders that killed runs left beside `out`. The caller holds the lock."""
    begin = prefix(out)
    for entry in os.scandir(out.parent):
        if entry.name.startswith(begin) and entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def retire(old: Path, out: Path) -> None:
    """Remove a folder that is staged or was replaced, without losing anything of the user's.

    What is not ours and has no other name by now was made while we worked: it moves to `out`.
    """
    if not old.is_dir():
        return
    try:
        found = manifest.read(old)
    except (ValueError, OSError):
        found = None
    ours = {MANIFEST, *(found.digests if found else ())}
    for path in _files(old):
        name = path.relative_to(old).as_posix()
        target = out / name
        known = name in ours or path.lstat().st_nlink > 1
        if not known and not (path.is_symlink() and target.is_symlink()):
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
    shutil.rmtree(old)


def _fill(plan: Plan, out: Path, stage: Path) -> None:
    """Build the new folder. The manifest comes first: it says whose each staged file is."""
    if out.is_dir():
        shutil.copymode(out, stage)
    (stage / MANIFEST).write_bytes(plan.contents[MANIFEST])
    changed = set(plan.written)
    for path, content in plan.contents.items():
        if path == MANIFEST:
            continue
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path in changed:
            target.write_bytes(content)
            keep_mode(out / path, target)
        else:
            os.link(out / path, target)
    for path, copy in plan.edited:
        target = stage / copy
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(out / path, target)
    if out.is_dir():
        _carry(plan, out, stage)


def _carry(plan: Plan, out: Path, stage: Path) -> None:
    ours = {MANIFEST, *plan.owned, *plan.contents}
    for base, folders, names in os.walk(out):
        inside = Path(base).relative_to(out)
        links = [name for name in folders if Path(base, name).is_symlink()]
        for name in (*names, *links):
            path = inside / name
            if path.as_posix() in ours:
                continue
            (stage / inside).mkdir(parents=True, exist_ok=True)
            os.link(out / path, stage / path, follow_symlinks=False)
        if not (folders or names):
            (stage / inside).mkdir(parents=True, exist_ok=True)


def keep_mode(old: Path, new: Path) -> None:
    """Give a staged file the permissions of the one it replaces."""
    if old.is_file():
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def _files(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        yield from (Path(base, name) for name in names)
        yield from (path for name in folders if (path := Path(base, name)).is_symlink())


def exchange(stage: Path, out: Path) -> None:
    """Let two folders change places in one step, or move the first if there is no second.

    Raises:
        OSError: The system cannot.
    """
    if not out.exists():
        stage.rename(out)
        return
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(stage), os.fsencode(out)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(first, second, 2)
    elif libc is not None and hasattr(libc, "renameat2"):
        failed = libc.renameat2(-100, first, -100, second, 2)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(out))
