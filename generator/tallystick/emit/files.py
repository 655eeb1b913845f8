"""A `FileSet`: everything that a target writes, in memory."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

MANIFEST: Final = ".tallystick.json"
"""The manifest's name inside an output folder."""

_SEGMENT: Final = re.compile(r"[^\x00-\x1f\x7f<>:\"|?*\\/]{1,200}")
_WINDOWS: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


class FileSet(Mapping[str, str]):
    """Path -> text, sorted by path. Paths are relative and use ``/``; texts are UTF-8 to be.

    Raises:
        ValueError: A path could leave the folder, or does not exist on every system, or two
            paths are one file where case or normalisation is ignored.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        """Check and keep the files."""
        self._texts = dict(sorted((texts or {}).items()))
        seen: dict[str, str] = {}
        for path in self._texts:
            problem = unsafe(path)
            if problem:
                msg = f"output path {path!r} {problem}"
                raise ValueError(msg)
            other = seen.setdefault(folded(path), path)
            if other != path:
                msg = f"output paths {other!r} and {path!r} are one file on some systems"
                raise ValueError(msg)

    def __getitem__(self, path: str) -> str:
        """Return the text of a file."""
        return self._texts[path]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths."""
        return iter(self._texts)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._texts)

    def __repr__(self) -> str:
        """Show the paths."""
        return f"FileSet({list(self._texts)!r})"


def folded(path: str) -> str:
    """Return what a path is to a file system that ignores case and normalisation."""
    return unicodedata.normalize("NFC", path).casefold()


def unsafe(path: str) -> str | None:
    """Say what is wrong with an output path, or None when it is a fine one."""
    if folded(path) == MANIFEST:
        return "is the manifest's own"
    for segment in path.split("/"):
        if segment in {"", ".", ".."}:
            return "does not stay inside the output folder"
        if not _SEGMENT.fullmatch(segment) or segment[-1] in ". ":
            return "has a name that some systems do not allow"
        if _WINDOWS.match(segment):
            return "has a name that Windows reserves"
    return None
