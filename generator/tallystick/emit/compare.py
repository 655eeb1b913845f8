"""Compare a FileSet with a folder, for ``tally generate --check``."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Literal

from tallystick.diagnostics import Diagnostics
from tallystick.emit import plan as planning
from tallystick.emit.files import FileSet
from tallystick.emit.write import failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file that is not as it would be generated.

    Attributes:
        path: Relative to the folder.
        kind: ``missing`` in the folder, ``extra`` (ours, and no longer generated), ``changed``.
        diff: Unified diff from the folder's text to the generated text, with a final newline.
    """

    path: str
    kind: Literal["missing", "extra", "changed"]
    diff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a folder differs from what would be generated; files of the user do not count.

    Attributes:
        diagnostics: Why the folder could not be compared.
    """

    differences: tuple[Difference, ...] = ()
    diagnostics: Diagnostics = ()

    @property
    def current(self) -> bool:
        """Whether the folder is as it would be generated."""
        return not (self.differences or self.diagnostics)

    @property
    def diff(self) -> str:
        """All differences as one unified diff, or ""."""
        return "".join(item.diff for item in self.differences)


def compare(files: FileSet, out: str | os.PathLike[str]) -> Comparison:
    """Compare without touching anything.

    Args:
        files: What the folder should hold.
        out: The folder; one that is not there differs in every file.
    """
    folder = Path(os.path.realpath(out))
    try:
        old, problems = planning.owned(folder)
        if old is None:
            return Comparison(diagnostics=problems)
        paths = sorted({*files, *old.digests})
        return Comparison(differences=tuple(_differences(files, folder, paths)))
    except OSError as error:
        return Comparison(diagnostics=(failed(error, folder, "read"),))


def _differences(files: FileSet, out: Path, paths: list[str]) -> Iterator[Difference]:
    for path in paths:
        content, wanted = planning.current(path, out), files.get(path)
        if wanted is None and content is not None:
            yield Difference(path=path, kind="extra", diff=_diff(path, content, ""))
        elif wanted is not None and content is None:
            yield Difference(path=path, kind="missing", diff=_diff(path, b"", wanted))
        elif wanted is not None and content != wanted.encode():
            yield Difference(path=path, kind="changed", diff=_diff(path, content or b"", wanted))


def _diff(path: str, old: bytes, new: str) -> str:
    before = old.decode(errors="replace").splitlines(keepends=True)
    after = new.splitlines(keepends=True)
    first = f"a/{path}" if old else "/dev/null"
    second = f"b/{path}" if new else "/dev/null"
    lines = unified_diff(before, after, first, second)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
