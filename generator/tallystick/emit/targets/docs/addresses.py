"""Addresses of pages and of places on them: safe on every file system and in every URL."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tallystick.emit.naming import DEVICES, resolve
from tallystick.emit.operations import groups, method_words
from tallystick.ir import Api, Operation, Type, TypeId
from tallystick.text import Words

_RESERVED: Final = DEVICES | {"index"}
_FOLDERS: Final = DEVICES | {"assets", "types"}
LONGEST: Final = 80


@lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """Return lower-case ASCII letters, digits and hyphens; never nothing."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "n"


class Addresses:
    """Where everything of an API is told.

    Attributes:
        folders: Folder of each group of operations.
        operations: Path of each operation's page without its suffix.
        types: Path of each named type's page without its suffix.
    """

    def __init__(self, api: Api) -> None:
        """Give each group, operation and named type an address of its own."""
        self.groups: Mapping[Words, list[Operation]] = groups(api)
        self.folders = resolve(
            {words: (slug("-".join(words)),) for words in self.groups},
            reserved=_FOLDERS,
            escape="{}-api".format,
            numbered="{}-{}",
        )
        self.operations: dict[str, str] = {}
        for words, operations in self.groups.items():
            names = resolve(
                {
                    item.id: tuple(slug("-".join(name)) for name in method_words(item, words))
                    for item in operations
                },
                reserved=_RESERVED,
                escape="{}-operation".format,
                numbered="{}-{}",
            )
            folder = self.folders[words]
            self.operations |= {key: f"{folder}/{name}" for key, name in names.items()}
        named = _named(api)
        pages = resolve(
            {key: (slug("-".join(shape.words)),) for key, shape in named.items()},
            reserved=_RESERVED,
            escape="{}-type".format,
            numbered="{}-{}",
        )
        self.types: Mapping[TypeId, str] = {key: f"types/{name}" for key, name in pages.items()}


def _named(api: Api) -> dict[TypeId, Type]:
    return {key: shape for key, shape in api.types.items() if shape.named}
