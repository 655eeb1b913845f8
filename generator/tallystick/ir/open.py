"""A description, from its place to the IR."""

from collections.abc import Sequence

from tallystick.diagnostics import Diagnostics
from tallystick.ir.api import Api
from tallystick.ir.lower import lower
from tallystick.load import load
from tallystick.resolve import resolve


def open_api(
    location: str,
    *,
    overlays: Sequence[str] = (),
    allow_remote: bool = False,
) -> tuple[Api | None, Diagnostics]:
    """Load, resolve and lower a description.

    Args:
        location: Path or URL of the entry document.
        overlays: Paths of overlays, applied in this order.
        allow_remote: Whether http(s) may be read.

    Returns:
        The API, None when the document cannot be used at all; and what all stages have to say.
    """
    document, found = load(location, overlays=overlays, allow_remote=allow_remote)
    if document is None:
        return None, found
    resolved, more = resolve(document, allow_remote=allow_remote)
    found += more
    if resolved is None:
        return None, found
    api, more = lower(resolved)
    return api, found + more
