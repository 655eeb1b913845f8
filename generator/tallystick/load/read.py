"""Locations to bytes: files, standard input, and URLs when they are allowed."""

import errno
import os
import stat
import sys
import urllib.parse
from pathlib import Path
from typing import Final

from tallystick.diagnostics import Code, Diagnostic, Span
from tallystick.load import codes, git

MAX_BYTES: Final = 256 * 1024 * 1024
STDIN: Final = "-"


def is_remote(location: str) -> bool:
    """Whether a location is a URL to be fetched."""
    return location.lower().startswith(("http://", "https://"))


def uri_of(location: str) -> str:
    """Return how a location is named in reports: relative to the working directory if below it."""
    if is_remote(location):
        return urllib.parse.urldefrag(location)[0]
    if git.is_git(location):
        return location
    if location == STDIN:
        return "<stdin>"
    path = Path(os.path.abspath(location))  # noqa: PTH100 (resolve would follow links)
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def beside(uri: str, reference: str) -> str:
    """Return the location that a URI reference in a document means.

    Args:
        uri: The document, as `uri_of` named it.
        reference: Relative to the document; a fragment counts for nothing.
    """
    reference = urllib.parse.urldefrag(reference)[0]
    if is_remote(reference) or is_remote(uri):
        return urllib.parse.urljoin(uri if is_remote(uri) else "", reference)
    if git.is_git(uri):
        return git.beside(uri, urllib.parse.urlsplit(reference).path)
    path = urllib.parse.unquote(urllib.parse.urlsplit(reference).path)
    return uri_of(str(Path(uri).parent / path))


def read(location: str, *, allow_remote: bool) -> bytes | Diagnostic:
    """Return the bytes of a document, or why there are none.

    Args:
        location: A path, ``git:REV:path``, ``-`` for standard input, or an http(s) URL.
        allow_remote: Whether URLs may be fetched.
    """
    uri = uri_of(location)
    if is_remote(location):
        if not allow_remote:
            return _problem(
                codes.REMOTE_DOCUMENT,
                f"{uri} is remote, and remote documents are not allowed",
                uri,
                "add `--allow-remote`, or download the document",
            )
        from tallystick.load.remote import fetch  # noqa: PLC0415 (urllib is slow to import)

        return fetch(uri, MAX_BYTES)
    if git.is_git(location):
        return _read_git(location)
    try:
        return _read_file(location, uri)
    except (OSError, ValueError) as error:
        return _unreadable(error, uri)


def _read_git(location: str) -> bytes | Diagnostic:
    data, said = git.read_blob(location)
    if data is None:
        advice = "write `git:REVISION:api/openapi.yaml`, from the top of the repository"
        return _problem(
            codes.GIT_UNREADABLE, f"{location} cannot be read: {said}", location, advice
        )
    if len(data) > MAX_BYTES:
        message = f"{location} is larger than {MAX_BYTES // 1024 // 1024} MiB"
        return _problem(codes.FILE_TOO_LARGE, message, location, "split the document")
    return data


def _read_file(location: str, uri: str) -> bytes | Diagnostic:
    if location == STDIN:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with open(location, "rb", opener=_open) as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "Is a directory")
            if not stat.S_ISREG(mode):
                return _not_a_file(uri)
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        message = f"{uri} is larger than {MAX_BYTES // 1024 // 1024} MiB"
        return _problem(codes.FILE_TOO_LARGE, message, uri, "split the document")
    return data


def _open(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _not_a_file(uri: str) -> Diagnostic:
    return _problem(
        codes.NOT_A_FILE,
        f"{uri} is not a regular file",
        uri,
        "name the file of the document, or give it on standard input as `-`",
    )


def _unreadable(error: OSError | ValueError, uri: str) -> Diagnostic:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EISDIR or os.path.isdir(uri):  # noqa: PTH112 (Path's raises for a name too long)
        message = f"{uri} is a folder, not a file"
        advice = f"name the document inside it: {uri}/openapi.yaml"
        return _problem(codes.NOT_A_FILE, message, uri, advice)
    if number in {errno.ENOENT, errno.ENOTDIR} and Path(uri).is_symlink():
        message = f"{uri} is a link to {Path(uri).readlink()}, which is not there"
        return _problem(codes.MISSING_FILE, message, uri, "correct the link")
    if number in {errno.ENOENT, errno.ENOTDIR}:
        return _problem(codes.MISSING_FILE, f"there is no file {uri}", uri, _near(uri))
    reason = error.strerror if isinstance(error, OSError) else str(error)
    message = f"{uri} cannot be read: {reason}"
    return _problem(codes.UNREADABLE_FILE, message, uri, "make the file readable")


def _near(uri: str) -> str:
    import difflib  # noqa: PLC0415 (only on this way)

    if uri.startswith("git:"):
        return "write `git:REVISION:api/openapi.yaml`"
    path = Path(uri)
    try:
        names = sorted(item.name for item in path.parent.iterdir())
    except NotADirectoryError:
        return f"check the path: {path.parent.as_posix()} is a file, not a folder"
    except OSError:
        return f"check the path: there is no folder {path.parent.as_posix()}"
    # The endings are left out: all names in a folder of documents are alike in those.
    stems = {Path(name).stem: name for name in names}
    near = difflib.get_close_matches(path.stem, stems, n=1, cutoff=0.7)
    there = path.parent / stems[near[0]] if near else path
    return f"did you mean {there.as_posix()}?" if near else "check the path"


def _problem(code: Code, message: str, uri: str, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=Span(uri), help=help_)
