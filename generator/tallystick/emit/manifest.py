"""The manifest: which files of an output folder are ours, and what they held."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tallystick.emit.files import MANIFEST, unsafe

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Owned files.

    Attributes:
        digests: Path -> SHA-256 of the bytes written, lower-case hexadecimal.
    """

    digests: Mapping[str, str]

    def text(self) -> str:
        """Return the manifest as it is written: JSON, sorted, without dates or versions."""
        content = {"tallystick": FORMAT, "files": dict(sorted(self.digests.items()))}
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return sha256(content).hexdigest()


def read(folder: Path) -> Manifest | None:
    """Read the manifest of a folder.

    Returns:
        The manifest, or None when the folder has none.

    Raises:
        ValueError: The file is there and is not a manifest. Its paths are checked, since whoever
            can edit it could otherwise point us at files outside.
        OSError: It cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return None
    if path.is_symlink() or not path.is_file():
        msg = "it is not a plain file"
        raise ValueError(msg)
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        msg = "it is not JSON"
        raise ValueError(msg) from error
    if not isinstance(content, dict) or content.get("tallystick") != FORMAT:
        msg = f'it does not say "tallystick": {FORMAT}'
        raise ValueError(msg)
    files = content.get("files")
    if not isinstance(files, dict):
        msg = 'its "files" is not an object'
        raise ValueError(msg)  # noqa: TRY004 - one error for every broken manifest
    for name, value in files.items():
        problem = unsafe(name)
        if problem or not isinstance(value, str):
            msg = f"its entry {name!r} {problem or 'has no digest'}"
            raise ValueError(msg)
    return Manifest(digests=files)
