"""Documents in a git repository: ``git:REV:path``, read without touching the work tree."""

import posixpath
import urllib.parse
from typing import Final

_SCHEME: Final = "git:"
_TIMEOUT: Final = 60


def is_git(location: str) -> bool:
    """Whether a location names a file at a revision."""
    return location.startswith(_SCHEME) and location.count(":") > 1


def beside(location: str, path: str) -> str:
    """Return the location of another file at the same revision.

    Args:
        location: ``git:REV:path``.
        path: Relative to the folder of that path, percent-encoded.
    """
    revision, name = _parts(location)
    folder = posixpath.dirname(name)
    joined = posixpath.normpath(posixpath.join(folder, urllib.parse.unquote(path)))
    return f"{_SCHEME}{revision}:{joined}"


def _parts(location: str) -> tuple[str, str]:
    revision, _, name = location.removeprefix(_SCHEME).partition(":")
    return revision, name


def read_blob(location: str) -> tuple[bytes | None, str]:
    """Return the bytes of a file at a revision, or None and what git says.

    Args:
        location: ``git:REV:path``; the path is relative to the working directory when it begins
            with ``./``, else to the root of the repository.
    """
    revision, name = _parts(location)
    if not revision or revision.startswith("-"):
        return None, f"{revision!r} is no revision"
    import subprocess  # noqa: PLC0415 (slow to import, and seldom needed)

    command = ["git", "cat-file", "blob", f"{revision}:{name}"]
    try:
        done = subprocess.run(  # noqa: S603 (no shell; the revision is no option)
            command, capture_output=True, check=False, timeout=_TIMEOUT
        )
    except FileNotFoundError:
        return None, "git is not installed"
    except subprocess.TimeoutExpired:
        return None, "git does not answer"
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return None, said[-1].removeprefix("fatal: ") if said else "git refuses"
    return done.stdout, ""
