"""Names that a place in a document suggests."""

from pathlib import PurePosixPath

from tallystick.diagnostics import unescape
from tallystick.ir.keywords import KNOWN
from tallystick.ir.site import Site
from tallystick.ir.words import words
from tallystick.resolve.pointer import split
from tallystick.text import Words

_COMPONENTS = "/components/schemas/"
_CONTAINERS = frozenset({"$defs", "definitions"})
_SILENT = KNOWN | {"paths", "components", "schemas", "content", "schema"}


def component_name(site: Site, entry: str) -> str | None:
    """Return the name under which a schema is declared, None when it has no name of its own.

    Named are components, members of ``$defs``, and in documents other than the entry the root
    and its members: files of schemas.
    """
    pointer = site.pointer
    if pointer.startswith(_COMPONENTS):
        name = pointer[len(_COMPONENTS) :]
        if "/" not in name:
            return unescape(name)
    above, _, last = pointer.rpartition("/")
    if above.rpartition("/")[2] in _CONTAINERS:
        return unescape(last)
    if site.uri == entry or above:
        return None
    if not pointer:
        return PurePosixPath(site.uri).name.partition(".")[0] or None
    return None if last in KNOWN else unescape(last)


def place_words(site: Site) -> Words:
    """Make a name from the tokens of a pointer, structural keywords aside."""
    tokens = split(site.pointer)
    telling = [token for token in tokens if token not in _SILENT and not token.isdigit()]
    return tuple(word for token in telling[-2:] for word in words(token)) or ("schema",)
