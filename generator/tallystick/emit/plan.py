"""What writing a FileSet into a folder would do, decided before anything is touched."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span
from tallystick.emit import codes, manifest
from tallystick.emit.files import MANIFEST, FileSet
from tallystick.emit.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The difference between a folder and a FileSet.

    Attributes:
        contents: Every file of the FileSet, and the manifest, as bytes.
        owned: Paths that the folder's manifest named.
        written: Paths that are new or differ.
        removed: Owned paths that are no longer generated and still stand there.
        edited: (owned path, path for the edited text) of files that a user changed.
    """

    contents: dict[str, bytes]
    owned: frozenset[str]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[tuple[str, str], ...]

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.written or self.removed)


def make(files: FileSet, out: Path) -> tuple[Plan | None, Diagnostics]:
    """Compare a FileSet with what stands in the folder.

    Returns:
        The plan, or None with the reasons why nothing may be written.

    Raises:
        OSError: The folder cannot be read.
    """
    old, problems = owned(out)
    if old is None:
        return None, problems
    contents = {path: text.encode() for path, text in files.items()}
    digests = {path: manifest.digest(content) for path, content in contents.items()}
    taken = tuple(_taken(path, out) for path in files if not _free(path, out, old, digests))
    if taken:
        return None, taken
    contents[MANIFEST] = Manifest(digests=digests).text().encode()
    gone = tuple(p for p in old.digests if p not in digests and _plain(p, out))
    edits = [p for p in (*digests, *gone) if _edited(p, out, old, digests)]
    plan = Plan(
        contents=contents,
        owned=frozenset(old.digests),
        written=tuple(path for path, content in contents.items() if current(path, out) != content),
        removed=gone,
        edited=tuple((path, beside(path, out)) for path in edits),
    )
    return plan, ()


def owned(out: Path) -> tuple[Manifest | None, Diagnostics]:
    """Read what is ours in a folder; one that is not there or empty owns nothing."""
    place = Span(str(out))
    if not out.is_dir():
        if not out.exists():
            return Manifest(digests={}), ()
        message = f"{out} is a file, not a folder"
        help_ = "name a folder that does not exist yet, or one made by an earlier run"
        return None, (_problem(codes.OUTPUT_NOT_A_FOLDER, message, place, help_),)
    try:
        found = manifest.read(out)
    except ValueError as error:
        message = f"{out / MANIFEST} is not a manifest of ours: {error}"
        help_ = "restore it from version control, or generate into a new folder"
        return None, (_problem(codes.MANIFEST_BROKEN, message, place, help_),)
    if found is None and any(out.iterdir()):
        problem = Diagnostic(
            code=codes.OUTPUT_FOREIGN,
            message=f"{out} holds files and no {MANIFEST}, so they are not ours to replace",
            span=place,
            help="choose a folder that is empty or does not exist yet",
        )
        return None, (problem,)
    return found or Manifest(digests={}), ()


def _problem(code: Code, message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=span, help=help_)


def current(path: str, out: Path) -> bytes | None:
    """Return what a plain file of the folder holds, or None when there is none."""
    return (out / path).read_bytes() if _plain(path, out) else None


def _free(path: str, out: Path, old: Manifest, digests: dict[str, str]) -> bool:
    """Whether a generated file may stand at `path`: nothing there, ours, or the same text."""
    steps = PurePosixPath(path).parents
    for step in list(steps)[-2::-1]:
        mode = _mode(out / step)
        if mode is not None and not stat.S_ISDIR(mode):
            return str(step) in old.digests and stat.S_ISREG(mode)
    mode = _mode(out / path)
    if mode is None:
        return True
    if not stat.S_ISREG(mode):
        return stat.S_ISDIR(mode) and _all_ours(out / path, out, old)
    return path in old.digests or manifest.digest((out / path).read_bytes()) == digests[path]


def _all_ours(folder: Path, out: Path, old: Manifest) -> bool:
    """Whether a folder that must give way to a file holds nothing but files of ours."""
    inside = [Path(base, name) for base, _, names in os.walk(folder) for name in names]
    return all(path.relative_to(out).as_posix() in old.digests for path in inside)


def _plain(path: str, out: Path) -> bool:
    """Whether a regular file stands at `path`, reached without a symbolic link."""
    steps = [out / step for step in PurePosixPath(path).parents if step.parts]
    if any(stat.S_ISLNK(_mode(step) or 0) for step in steps):
        return False
    mode = _mode(out / path)
    return mode is not None and stat.S_ISREG(mode)


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _edited(path: str, out: Path, old: Manifest, digests: dict[str, str]) -> bool:
    content = current(path, out) if path in old.digests else None
    if content is None:
        return False
    found = manifest.digest(content)
    return found not in {old.digests[path], digests.get(path)}


def beside(path: str, out: Path) -> str:
    """Choose a free name for the edited text of an owned file."""
    number, name = 1, f"{path}.edited"
    while _mode(out / name) is not None:
        number += 1
        name = f"{path}.edited{number}"
    return name


def _taken(path: str, out: Path) -> Diagnostic:
    return Diagnostic(
        code=codes.OUTPUT_TAKEN,
        message=f"{path} is generated, and something that is not ours stands in its place",
        span=Span(str(out / path)),
        help="move it away, or generate into another folder",
    )
